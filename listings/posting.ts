// One advert at one source: as a connector hands it over, and as it is kept once read.
import { hash } from 'node:crypto'
import { evidenceOf, type Advert } from './advert.ts'
import { readAdvertiser } from './agency.ts'
import type { ContractCard, Evidence, Pay, Refusal, Remote } from './card.ts'
import { readClearance } from './clearance.ts'
import { readContract } from './contract.ts'
import { lastSecondOf } from './dates.ts'
import { readCourseSeller, readDiscipline } from './discipline.ts'
import { readEngagement } from './engagement.ts'
import { dayRateOf, readPay } from './pay.ts'
import { readPlaces } from './place.ts'
import { readRemote } from './remote.ts'
import { readSeniority } from './seniority.ts'
import { mentions, signpost } from './signposts.ts'
import { readMethods, readSector, readSteppingStone, readTools } from './skills.ts'
import { readDaysPerWeek, readStart, readTerm } from './term.ts'
import { blocksText, mendText, toBlocks, withoutPersonalData, type Block } from './text.ts'

/** Stored with each posting: a posting read by an older reader is read again. Raise it when what a card says may change. */
export const READER_VERSION = 4

/** What a connector reads from a page: the source's own words, nothing decided. Absent = the source does not say. */
export interface RawPosting {
  /** The source's id, stable over crawls. */
  externalId: string
  /** Where a person can read it; http or https. */
  url: string
  title: string
  company?: string
  location?: string
  /** HTML or plain text; the reader finds out which. */
  description?: string
  /** Pay as printed ("£500 - £550 per day"). */
  pay?: string
  /** Pay as the source states it in fields; `period` null where the source gives none. */
  payField?: { min: number | null; max: number | null; currency: string; period: Pay['period'] | null }
  /** Kind of contract as printed ("Contract", "CONTRACTOR", "Temporary, full-time"). */
  contract?: string
  duration?: string
  remote?: Remote
  /** ISO date or instant. */
  postedAt?: string
  /** ISO date or instant; of a date, its whole day is meant. */
  closesAt?: string
  /** The source asks that it not be shown elsewhere, in its own words (noindex, tdm-reservation): facts and a link are all we show. */
  linkOnly?: string
}

/** A posting read: its texts mended and without personal data, its card, and the refusal if it is not for the board. */
export interface Posting {
  externalId: string
  url: string
  title: string
  company: string
  location: string
  blocks: Block[]
  card: ContractCard
  refusal?: Refusal
  postedAt?: string
  /** ISO instant. */
  closesAt?: string
  /** Changes when, and only when, something a reader or a person would see changes. */
  contentHash: string
}

/** The advert as the readers see it: texts mended, personal data out. Never throws. */
export function advertOf(raw: RawPosting): { advert: Advert; blocks: Block[] } {
  const line = (text: string | undefined) => withoutPersonalData(mendText(text ?? ''))
  const blocks = withoutContacts(toBlocks(raw.description ?? ''))
  const advert: Advert = {
    title: line(raw.title),
    company: mendText(raw.company ?? ''),
    location: line(raw.location),
    pay: line(raw.pay),
    contract: line(raw.contract),
    duration: line(raw.duration),
    description: blocksText(blocks),
    fields: {
      ...(raw.payField && { pay: raw.payField }),
      ...(raw.remote && { remote: raw.remote }),
      ...(raw.closesAt && { closesAt: raw.closesAt }),
    },
  }
  return { advert, blocks }
}

/** Personal data leaves the text as a whole, since a signature stands on the line after its greeting; lines stay lines. */
function withoutContacts(blocks: Block[]): Block[] {
  const text = blocksText(blocks)
  const bare = withoutPersonalData(text)
  if (bare === text) return blocks
  const lines = bare.split('\n')
  return blocks.map((block, index) => ({ kind: block.kind, text: lines[index] ?? '' }))
}

/** Every tag the advert states; a tag it does not state is absent. */
export function readCard(advert: Advert): ContractCard {
  const pay = readPay(advert)
  const contract = readContract(advert, pay)
  const discipline = readDiscipline(advert)
  const seniority = discipline && readSeniority(advert, discipline.value)
  return stated({
    pay,
    dayRate: pay && dayRateOf(pay),
    engagement: readEngagement(advert, pay, contract),
    contract,
    discipline,
    seniority,
    term: readTerm(advert),
    start: readStart(advert),
    daysPerWeek: readDaysPerWeek(advert),
    remote: readRemote(advert),
    places: readPlaces(advert),
    clearance: readClearance(advert),
    methods: readMethods(advert),
    tools: readTools(advert),
    sector: readSector(advert),
    advertiser: readAdvertiser(advert),
    steppingStone: discipline && readSteppingStone(advert, discipline.value, seniority?.rung),
  })
}

/** Reads a posting: mends it, takes personal data out, fills the card and decides whether it belongs on the board. */
export function readPosting(raw: RawPosting, now?: Date): Posting {
  const { advert, blocks } = advertOf(raw)
  const card = readCard(advert)
  const refusal = refusalOf(advert, card, now)
  return {
    externalId: raw.externalId,
    url: raw.url,
    title: advert.title,
    company: advert.company,
    location: advert.location,
    blocks,
    card,
    ...(refusal && { refusal }),
    ...(raw.postedAt && { postedAt: raw.postedAt }),
    ...(raw.closesAt && { closesAt: closingInstant(raw.closesAt) }),
    contentHash: contentHashOf(raw, advert),
  }
}

function stated(card: { [Tag in keyof ContractCard]: ContractCard[Tag] | undefined }): ContractCard {
  return Object.fromEntries(Object.entries(card).filter(([, read]) => read !== undefined))
}

const UNPAID =
  /\bunpaid (?:role|position|internship|placement|opportunity|basis|trial|work)\b|\b(?:this is|is) an? (?:unpaid|voluntary)\b|\b(?:voluntary|volunteer) (?:role|position|basis)\b|\bexpenses[- ]only\b/i

const UNPAID_WORDS = signpost(['unpaid', 'volunt', 'expenses'])

/** Why the board does not show the advert, most telling first; undefined where it does. */
function refusalOf(advert: Advert, card: ContractCard, now: Date | undefined): Refusal | undefined {
  const refuse = (reason: Refusal['reason'], evidence: Evidence[] = []): Refusal => ({ reason, evidence })
  if (advert.title === '') return refuse('no-title')
  if (now && Date.parse(closingInstant(advert.fields.closesAt ?? '')) < now.getTime()) return refuse('expired', [closingDate(advert)])
  const course = readCourseSeller(advert)
  if (course) return refuse('course-seller', course.evidence)
  const unpaid = unpaidWords(advert)
  if (unpaid) return refuse('unpaid', [unpaid])
  if (!card.discipline) return refuse('off-family', [{ words: advert.title, where: 'title', start: 0 }])
  if (card.contract?.value === 'permanent') return refuse('permanent', card.contract.evidence)
  return isContracting(card) ? undefined : refuse('contract-not-stated')
}

function closingInstant(stated: string): string {
  return /^\d{4}-\d{2}-\d{2}$/.test(stated) ? lastSecondOf(stated) : stated
}

function closingDate(advert: Advert): Evidence {
  return { words: advert.fields.closesAt ?? '', where: 'field', start: 0 }
}

function unpaidWords(advert: Advert): Evidence | undefined {
  for (const where of ['title', 'pay', 'contract', 'description'] as const) {
    const match = mentions(advert[where], UNPAID_WORDS) ? UNPAID.exec(advert[where]) : null
    if (match) return evidenceOf(where, match)
  }
  return undefined
}

/** Some sign of a contract: a word for it, a claim about tax, or a rate by the day or hour. */
function isContracting(card: ContractCard): boolean {
  const period = card.pay?.main.period
  return card.contract !== undefined || card.engagement !== undefined || period === 'day' || period === 'hour'
}

/** sha256, hex, of everything a person or a reader sees; addresses in the text change with every crawl and are not content. */
function contentHashOf(raw: RawPosting, advert: Advert): string {
  const { fields, description, ...lines } = advert
  const text = !description.includes('://') ? description : description.replaceAll(/https?:\/\/[^\s<>"')]+/g, '')
  return hash('sha256', JSON.stringify([lines, text, fields, raw.postedAt ?? null]))
}
