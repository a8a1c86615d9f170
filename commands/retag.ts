// `dayrate retag`: reads again what older readers read, and says what the present ones say otherwise.
import { readAdvert } from '../crawlers/run.ts'
import { countOutdated, retagPostings } from '../db/retag.ts'
import type { Reread } from '../db/retag.ts'
import type { Evidence } from '../listings/card.ts'
import { READER_VERSION } from '../listings/posting.ts'
import type { Reading, Tag } from '../listings/rereading.ts'
import { blocksText } from '../listings/text.ts'
import { TAGS, quoteLabel, tagWords } from '../views/card.ts'
import { refusalLabel, whereLabel } from '../views/labels.ts'
import { answer, say, withDatabase } from './console.ts'
import { UsageError } from './faults.ts'
import { knownSource, linkAndSay } from './crawl.ts'
import { workProgressView } from './progress.ts'

export interface RetagOptions {
  dryRun?: boolean
  all?: boolean
  source?: string
  examples: string
}

/** Stores what the present readers say and files it again; with `dryRun` prints examples of what would change, and changes nothing. */
export async function retag({ dryRun = false, all = false, source, examples }: RetagOptions): Promise<void> {
  const each = Number(examples)
  if (!(each >= 0 && each <= 1_000)) throw new UsageError('--examples is a number from 0 to 1000')
  if (all && !dryRun) throw new UsageError('--all goes with --dry-run; what the present readers have read is not stored a second time')
  await withDatabase(async ({ db, note }) => {
    const scope = {
      readerVersion: READER_VERSION + (all ? 1 : 0),
      ...(source !== undefined && { sourceId: await knownSource(db, source) }),
    }
    const of = await countOutdated(db, scope)
    if (!dryRun) await note('asked for adverts to be read again', source)
    const progress = workProgressView('reading again')
    const report = new RetagReport(each)
    const { read, changed } = await retagPostings(db, {
      ...scope,
      dryRun,
      read: raw => readAdvert(raw).posting,
      onBatch(batch) {
        report.add(batch)
        progress.show(report.read, of, report.read)
      },
    }).finally(() => progress.stop())
    if (dryRun) for (const example of report.examples()) answer(example)
    answer({ stored: !dryRun, readerVersion: READER_VERSION, read, changed, ...report.counts() })
    if (read === 0) say('No advert was left that older readers had read.')
    if (!dryRun) await linkAndSay(db)
  })
}

/** An advert that reads otherwise: what changed, from what to what, and the words it is read from. */
export interface RetagExample {
  change: string
  id: number
  title: string
  old: string
  new: string
  words: string[]
}

/** What a run changes: counts of everything, and the first few examples of each kind. */
export class RetagReport {
  read = 0
  readonly #each: number
  readonly #counts = new Map<string, number>()
  readonly #examples = new Map<string, RetagExample[]>()

  constructor(each: number) {
    this.#each = each
  }

  add(batch: Reread[]): void {
    this.read += batch.length
    for (const one of batch) this.#addOne(one)
  }

  /** Changes that people see first: adverts that leave or come, then tag by tag those of adverts that stay. */
  counts(): { refused: number; shown: number; otherReason: number; tags: Record<string, number>; text: number; wordsOnly: number } {
    const count = (change: string): number => this.#counts.get(change) ?? 0
    return {
      refused: count('shown → refused'),
      shown: count('refused → shown'),
      otherReason: count('reason'),
      tags: Object.fromEntries(TAGS.filter(tag => count(tag) > 0).map(tag => [tag, count(tag)])),
      text: count('text'),
      wordsOnly: count('words only'),
    }
  }

  examples(): RetagExample[] {
    return ['shown → refused', 'refused → shown', 'reason', ...TAGS, 'text'].flatMap(change => this.#examples.get(change) ?? [])
  }

  #addOne({ id, before, after, difference, rescued }: Reread): void {
    if (!difference) return
    const [was, is] = [rescued || !before.refusal, rescued || !after.refusal]
    if (was !== is) return this.#note(was ? 'shown → refused' : 'refused → shown', id, after, refusalChange(before, after))
    if (!is) {
      if (before.refusal?.reason !== after.refusal?.reason) this.#note('reason', id, after, refusalChange(before, after))
      return
    }
    for (const tag of difference.tags) this.#note(tag, id, after, tagChange(tag, before, after))
    if (difference.text) this.#note('text', id, after, textChange(before, after))
    if (difference.tags.length === 0 && !difference.text && difference.words.length > 0) this.#tally('words only')
  }

  #note(change: string, id: number, { title }: Reading, how: Pick<RetagExample, 'old' | 'new' | 'words'>): void {
    this.#tally(change)
    const examples = this.#examples.getOrInsertComputed(change, () => [])
    if (examples.length < this.#each) examples.push({ change, id, title, ...how })
  }

  #tally(change: string): void {
    this.#counts.set(change, (this.#counts.get(change) ?? 0) + 1)
  }
}

type Change = Pick<RetagExample, 'old' | 'new' | 'words'>

function refusalChange(before: Reading, after: Reading): Change {
  const words = (reading: Reading): string => (reading.refusal ? refusalLabel(reading.refusal.reason) : 'shown')
  return { old: words(before), new: words(after), words: evidenceWords((after.refusal ?? before.refusal)?.evidence) }
}

function tagChange(tag: Tag, before: Reading, after: Reading): Change {
  const [old, now] = [valueWords(tag, before), valueWords(tag, after)]
  const evidence = (after.card[tag] ?? before.card[tag])?.evidence
  // Two values may have the same words on a page (a place with other coordinates): then all of both is said.
  if (old === now) return { old: JSON.stringify(before.card[tag]), new: JSON.stringify(after.card[tag]), words: evidenceWords(evidence) }
  return { old, new: now, words: evidenceWords(evidence) }
}

function valueWords(tag: Tag, { card }: Reading): string {
  return card[tag] ? tagWords({ [tag]: card[tag] }, tag) : 'not stated'
}

/** The first line that came out otherwise. */
function textChange(before: Reading, after: Reading): Change {
  const lines = ({ title, company, location, blocks }: Reading): string[] => [title, company, location, ...blocksText(blocks).split('\n')]
  const [old, now] = [lines(before), lines(after)]
  const at = old.findIndex((line, n) => line !== now[n])
  const line = (all: string[]): string => (at < 0 ? 'the kinds of its blocks' : quoteLabel(all[at] ?? ''))
  return { old: line(old), new: line(now), words: [] }
}

function evidenceWords(evidence: readonly Evidence[] = []): string[] {
  return evidence.slice(0, 3).map(({ words, where }) => `${quoteLabel(words)} ${whereLabel(where)}`)
}
