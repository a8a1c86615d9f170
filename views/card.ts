// The contract card as people see it: every tag in words, with the words of the advert it was read from.
import type { ContractCard, Evidence, PayReading } from '../listings/card.ts'
import { shortened } from './sentences.ts'
import {
  SECTOR_LABELS,
  capital,
  clearanceLabel,
  dayRateLabel,
  engagementLabel,
  levelLabel,
  payLabel,
  placeLabel,
  startLabel,
  termLabel,
  whereLabel,
} from './labels.ts'

export type Tag = keyof ContractCard

export interface FactView {
  label: string
  value: string
  evidence: EvidenceView[]
}

/** Words of an advert that stood in one place; none where the source's policy does not let us quote. */
export interface EvidenceView {
  quotes: { words: string; href: string }[]
  /** "in the title", "in the text of Harrow Lane’s advert" */
  where: string
}

export interface CardView {
  facts: FactView[]
  /** "start, clearance": what was asked first and is stated nowhere. */
  notStated: string
}

/** The tags in the order people ask: money, tax, length, place, then the rest. */
export const TAG_LABELS: Record<Tag, string> = {
  pay: 'Pay as advertised',
  dayRate: 'Day rate',
  engagement: 'IR35, as claimed',
  contract: 'Kind of contract',
  seniority: 'Level',
  discipline: 'Discipline',
  term: 'Length',
  start: 'Start',
  daysPerWeek: 'Days a week',
  places: 'Place',
  remote: 'Where from',
  clearance: 'Clearance',
  methods: 'Methods',
  tools: 'Tools',
  sector: 'Sector',
  advertiser: 'Advertised by',
  steppingStone: 'Stepping stone',
}

export const TAGS = Object.keys(TAG_LABELS) as Tag[] // the keys of the record above

const CONTRACTS = { contract: 'contract', 'fixed-term': 'fixed term', permanent: 'permanent' } as const

const STEPPING_STONES = {
  'pmo-doing-pm-work': 'a PMO role that does PM work',
  'pm-taking-pmo-people': 'a PM role that takes PMO people',
} as const

const WORDS: Record<Tag, (card: ContractCard) => string> = {
  pay: ({ pay }) => (pay ? payWords(pay) : ''),
  dayRate: ({ dayRate }) => (dayRate ? `${dayRateLabel(dayRate)} a day, ${dayRate.basis === 'stated' ? 'as stated' : 'our estimate'}` : ''),
  engagement: card => (card.engagement ? engagementLabel(card).words : ''),
  contract: ({ contract }) => (contract ? CONTRACTS[contract.value] : ''),
  seniority: card => (card.seniority ? levelLabel(card) : ''),
  discipline: ({ discipline }) => (discipline ? levelLabel({ discipline }) : ''),
  term: ({ term }) => (term ? [termLabel(term), term.extension ? 'may be extended' : ''].filter(Boolean).join(', ') : ''),
  start: ({ start }) => (start ? startLabel(start.value) : ''),
  daysPerWeek: ({ daysPerWeek }) => (daysPerWeek ? String(daysPerWeek.value) : ''),
  places: ({ places }) => (places?.value ?? []).map(place => place.name).join(', '),
  remote: ({ remote }) => (remote ? placeLabel({ remote }) : ''),
  clearance: ({ clearance }) => (clearance ? clearanceLabel(clearance) : ''),
  methods: ({ methods }) => (methods?.value ?? []).join(', '),
  tools: ({ tools }) => (tools?.value ?? []).join(', '),
  sector: ({ sector }) => (sector ? SECTOR_LABELS[sector.value] : ''),
  advertiser: ({ advertiser }) => (advertiser ? `${advertiser.name} (${advertiser.kind})` : ''),
  steppingStone: ({ steppingStone }) => (steppingStone ? STEPPING_STONES[steppingStone.value] : ''),
}

function payWords(pay: PayReading): string {
  const remark = pay.main.implausible ? ' (nobody pays that: shown, never used)' : pay.main.periodInferred ? ' (period not written)' : ''
  return `${[pay.main, ...pay.others].map(payLabel).join('; ')}${remark}`
}

/** What a card says for one tag, in words: "£500–£550 a day", "6 months, may be extended"; '' where it says nothing. */
export function tagWords(card: ContractCard, tag: Tag): string {
  return capital(WORDS[tag](card))
}

/** What the fact of another tag shows already is not said twice. */
function isTold(card: ContractCard, tag: Tag): boolean {
  return (tag === 'dayRate' && card.dayRate?.basis === 'stated') || (tag === 'discipline' && card.seniority !== undefined)
}

/** A card with, for each fact, the words it was read from. */
export function cardView(card: ContractCard, evidenceOf: (tag: Tag) => EvidenceView[]): CardView {
  const facts = TAGS.filter(tag => !isTold(card, tag)).flatMap(tag => {
    const value = tagWords(card, tag)
    return value === '' ? [] : [{ label: TAG_LABELS[tag], value, evidence: evidenceOf(tag) }]
  })
  return { facts, notStated: notStated(card) }
}

const ASKED_FIRST: [Tag, string][] = [
  ['pay', 'pay'],
  ['engagement', 'IR35'],
  ['term', 'length'],
  ['start', 'start'],
  ['places', 'place'],
  ['remote', 'days on site'],
  ['clearance', 'clearance'],
]

function notStated(card: ContractCard): string {
  return ASKED_FIRST.filter(([tag]) => !card[tag])
    .map(([, words]) => words)
    .join(', ')
}

/** Words of an advert together by where they stood. `marks` tells which of them are marked on the page, `whose` names the advert. */
export function evidenceViews(evidence: readonly Evidence[], marks: Map<Evidence, string>, whose = ''): EvidenceView[] {
  return [...Map.groupBy(evidence, one => one.where)].map(([where, found]) => ({
    quotes: quotesOf(found, marks),
    where: `${whereLabel(where)}${whose}`,
  }))
}

/** Each quote once and at most four: "Agile" may stand in an advert twenty times. */
function quotesOf(evidence: Evidence[], marks: Map<Evidence, string>): EvidenceView['quotes'] {
  const quotes = new Map<string, EvidenceView['quotes'][number]>()
  for (const one of evidence) {
    const mark = marks.get(one)
    const words = quoteLabel(one.words)
    if (!quotes.has(words)) quotes.set(words, { words, href: mark ? `#${mark}` : '' })
  }
  return [...quotes.values()].slice(0, 4)
}

/** “outside IR35”, cut after a whole word where it is long. */
export function quoteLabel(words: string): string {
  return `“${shortened(words, 90)}”`
}
