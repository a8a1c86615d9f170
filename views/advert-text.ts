// An advert's text as its source's policy lets us show it, with the words that were read marked where they stand.
import type { ContractCard, Evidence, Where } from '../listings/card.ts'
import type { Block } from '../listings/text.ts'
import { blocksText } from '../listings/text.ts'
import type { AdvertBehind } from '../db/listings.ts'

export interface Segment {
  text: string
  /** The id of a mark, '' for plain text. */
  mark: string
}

/** A heading, a paragraph or a run of list items; the other two are null. */
export interface TextGroup {
  heading: Segment[] | null
  paragraph: Segment[] | null
  items: Segment[][] | null
}

export interface AdvertText {
  groups: TextGroup[]
  /** Evidence → the id of its mark on the page. */
  marks: Map<Evidence, string>
  cut: string
}

/** How much of an advert a source with the policy `snippet` lets us show, in characters. */
const SNIPPET = 300

/** The text of an advert in groups; nothing of it where the source allows a link only. */
export function advertText(advert: AdvertBehind | undefined): AdvertText {
  const marks = new Map<Evidence, string>()
  if (!advert) return { groups: [], marks, cut: 'No advert of this role is left to show.' }
  if (advert.republish === 'link-only')
    return { groups: [], marks, cut: `${advert.sourceName} lets us link to its adverts, not copy them.` }
  const whole = blocksText(advert.blocks)
  const length = advert.republish === 'snippet' ? snippetLength(whole) : whole.length
  const spans = markSpans(advert.card, whole.slice(0, length), marks)
  return {
    groups: groupBlocks(advert.blocks, spans, length),
    marks,
    cut: length < whole.length ? `${advert.sourceName} lets us show the beginning of its adverts.` : '',
  }
}

/** A whole text in groups with the words of its card marked; fills `marks`. */
export function markedGroups(blocks: readonly Block[], card: ContractCard, marks: Map<Evidence, string>): TextGroup[] {
  const whole = blocksText(blocks)
  return groupBlocks(blocks, markSpans(card, whole, marks), whole.length)
}

/** One of an advert's lines (its title, its pay line …) with the words of its card marked; fills `marks`. */
export function markedLine(text: string, where: Where, card: ContractCard, marks: Map<Evidence, string>): Segment[] {
  return cutSegments(text, 0, markSpans(card, text, marks, where))
}

interface Span {
  start: number
  end: number
  mark: string
}

/** Up to the last whole word within the limit. */
function snippetLength(whole: string): number {
  if (whole.length <= SNIPPET) return whole.length
  const space = whole.lastIndexOf(' ', SNIPPET)
  return space > 0 ? space : SNIPPET
}

/** Where the words of the card stand in the text, in order and without overlap; fills `marks`. */
function markSpans(card: ContractCard, text: string, marks: Map<Evidence, string>, where: Where = 'description'): Span[] {
  const id = where === 'description' ? 'read' : `read-${where}`
  const found = Object.values(card)
    .flatMap((tag: { evidence: Evidence[] } | undefined) => tag?.evidence ?? [])
    .filter(evidence => evidence.where === where && evidence.words !== '')
    .map(evidence => ({ evidence, start: locate(text, evidence) }))
    .filter(({ start }) => start >= 0)
    .sort((a, b) => a.start - b.start)
  const spans: Span[] = []
  for (const { evidence, start } of found) {
    const last = spans.at(-1)
    const end = start + evidence.words.length
    if (last && start < last.end) {
      last.end = Math.max(last.end, end)
      marks.set(evidence, last.mark)
    } else {
      spans.push({ start, end, mark: `${id}-${spans.length + 1}` })
      marks.set(evidence, `${id}-${spans.length}`)
    }
  }
  return spans
}

/** The evidence's offset, or where its words first stand when the text was mended since it was read; −1 when they do not. */
function locate(text: string, { words, start }: Evidence): number {
  return text.startsWith(words, start) ? start : text.indexOf(words)
}

function groupBlocks(blocks: readonly Block[], spans: Span[], length: number): TextGroup[] {
  const groups: TextGroup[] = []
  let start = 0
  for (const { kind, text } of blocks) {
    if (start >= length) break
    const segments = cutSegments(text.slice(0, length - start), start, spans)
    const last = groups.at(-1)
    if (kind === 'item' && last?.items) last.items.push(segments)
    else
      groups.push({
        heading: kind === 'heading' ? segments : null,
        paragraph: kind === 'paragraph' ? segments : null,
        items: kind === 'item' ? [segments] : null,
      })
    start += text.length + 1
  }
  return groups
}

/** One block's text cut at the marks that fall into it; an id is given once, to the first piece. */
function cutSegments(text: string, offset: number, spans: Span[]): Segment[] {
  const segments: Segment[] = []
  let at = 0
  for (const span of spans) {
    const start = Math.max(span.start - offset, at)
    const end = Math.min(span.end - offset, text.length)
    if (end <= start) continue
    if (start > at) segments.push({ text: text.slice(at, start), mark: '' })
    segments.push({ text: text.slice(start, end), mark: span.start >= offset ? span.mark : `${span.mark}-more` })
    at = end
  }
  if (at < text.length) segments.push({ text: text.slice(at), mark: '' })
  return segments
}
