// Pages about ourselves: how adverts are read, trying that with an advert of one's own, and who the robot is that reads them.
import type { Advert } from '../listings/advert.ts'
import type { ContractCard, Evidence, Refusal } from '../listings/card.ts'
import type { Posting } from '../listings/posting.ts'
import type { TagExample } from '../db/examples.ts'
import { markedGroups, markedLine } from './advert-text.ts'
import type { Segment, TextGroup } from './advert-text.ts'
import { TAG_LABELS, cardView, evidenceViews, quoteLabel, tagWords } from './card.ts'
import type { CardView, EvidenceView, Tag } from './card.ts'
import { TAG_GROUPS } from './how-words.ts'
import { engagementLabel, levelLabel, placeLabel, rateLabel, refusalLabel, startLabel, termLabel } from './labels.ts'
import type { EngagementLabel, RateLabel } from './labels.ts'
import { pageView } from './page.ts'
import type { PageView, Site } from './page.ts'

export interface HowView {
  page: PageView
  /** There are examples. */
  live: boolean
  groups: { heading: string; tags: TagView[] }[]
  form: PasteView
}

export interface TagView {
  id: string
  name: string
  words: string[]
  examples: { quote: string; value: string; title: string; href: string }[]
}

/** The page that explains the card, each tag with examples from the board. */
export function howView(site: Site, examples: TagExample[]): HowView {
  const byTag = Map.groupBy(examples, example => example.tag)
  return {
    page: pageView(site, {
      title: 'How we read adverts',
      path: '/how',
      description:
        'What Dayrate reads in an advert for a contract role, what it never guesses, and how it tells that two adverts are one role.',
    }),
    live: examples.length > 0,
    groups: TAG_GROUPS.map(({ heading, tags }) => ({
      heading,
      tags: tags.map(({ tag, words }) => ({
        id: tag.toLowerCase(),
        name: TAG_LABELS[tag],
        words,
        examples: (byTag.get(tag) ?? []).map(exampleView),
      })),
    })),
    form: pasteView(NOTHING_PASTED, {}),
  }
}

function exampleView({ tag, slug, title, card }: TagExample): TagView['examples'][number] {
  return { quote: quoteLabel(card[tag]?.evidence[0]?.words ?? ''), value: tagWords(card, tag), title, href: `/roles/${slug}` }
}

/** What somebody typed or pasted. */
export interface PasteForm {
  title: string
  location: string
  pay: string
  text: string
}

export type PasteMistakes = Partial<Record<keyof PasteForm, string>>

/** The most that is read, in characters; in bytes for the text. */
export const PASTE_LIMITS = { title: 300, location: 200, pay: 200, textBytes: 20_000 } as const

export const NOTHING_PASTED: PasteForm = { title: '', location: '', pay: '', text: '' }

export interface PasteView extends PasteForm {
  limits: typeof PASTE_LIMITS
  mistakes: { words: string; href: string }[]
  /** By field; '' where nothing is wrong. */
  wrong: PasteForm
}

const FIELD_IDS = { title: 'advert-title', location: 'advert-location', pay: 'advert-pay', text: 'advert-text' } as const

function pasteView(form: PasteForm, mistakes: PasteMistakes): PasteView {
  return {
    ...form,
    limits: PASTE_LIMITS,
    mistakes: (Object.keys(FIELD_IDS) as (keyof PasteForm)[]).flatMap(field => {
      const words = mistakes[field]
      return words === undefined ? [] : [{ words, href: `#${FIELD_IDS[field]}` }]
    }),
    wrong: { ...NOTHING_PASTED, ...mistakes },
  }
}

/** The answer to a pasted advert: its card, or what was wrong with the form. */
export interface PastedView {
  page: PageView
  heading: string
  reading: ReadingView | null
  form: PasteView
}

export interface ReadingView {
  /** Whether it would be on the board, and why not. */
  verdict: string
  because: EvidenceView[]
  title: string
  rate: RateLabel
  engagement: EngagementLabel
  summary: string
  card: CardView
  /** What was pasted beside the text, with the words marked that were read. */
  lines: { label: string; segments: Segment[] }[]
  groups: TextGroup[]
}

/** The form again, with what was typed and what to put right. */
export function mistakenView(site: Site, form: PasteForm, mistakes: PasteMistakes): PastedView {
  const heading = 'Try it with an advert'
  return { page: pageView(site, { title: heading, noindex: true }), heading, reading: null, form: pasteView(form, mistakes) }
}

/** @param advert the same advert as the readers saw it: its pay line is not part of a posting */
export function pastedView(site: Site, form: PasteForm, posting: Posting, advert: Advert): PastedView {
  const heading = 'What we read in your advert'
  return {
    page: pageView(site, { title: heading, noindex: true }),
    heading,
    reading: readingView(posting, advert),
    form: pasteView(form, {}),
  }
}

function readingView({ title, card, blocks, refusal }: Posting, advert: Advert): ReadingView {
  const marks = new Map<Evidence, string>()
  const lines = (['title', 'location', 'pay'] as const)
    .filter(where => advert[where] !== '')
    .map(where => ({ label: LINE_LABELS[where], segments: markedLine(advert[where], where, card, marks) }))
  const groups = markedGroups(blocks, card, marks)
  const evidenceOf = (tag: Tag) => evidenceViews(card[tag]?.evidence ?? [], marks)
  return {
    verdict: verdictOf(refusal),
    because: refusal ? evidenceViews(refusal.evidence, marks) : [],
    title,
    rate: rateLabel(card),
    engagement: engagementLabel(card),
    summary: summaryOf(card),
    card: cardView(card, evidenceOf),
    lines,
    groups,
  }
}

const LINE_LABELS = { title: 'Title', location: 'Place', pay: 'Pay' } as const

function verdictOf(refusal: Refusal | undefined): string {
  return refusal ? `The board would not show it: ${refusalLabel(refusal.reason)}.` : 'The board would show it.'
}

function summaryOf(card: ContractCard): string {
  const term = card.term ? termLabel(card.term) : ''
  const start = card.start ? startLabel(card.start.value) : ''
  return [levelLabel(card), placeLabel(card), term, start].filter(words => words !== '').join(' · ')
}

export interface BotView {
  page: PageView
  /** The site's own address, for the User-Agent line. */
  botUrl: string
  contact: string
  contactHref: string
}

/** @param contact the e-mail address of the people who run the site */
export function botView(site: Site, contact: string): BotView {
  return {
    page: pageView(site, {
      title: 'DayrateBot',
      path: '/bot',
      description: 'The robot that reads job adverts for Dayrate: how it behaves and how to stop it.',
    }),
    botUrl: `${site.publicUrl}/bot`,
    contact,
    contactHref: `mailto:${contact}`,
  }
}
