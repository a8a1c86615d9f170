// Watches whether what a source shows still looks like what it used to show. A page that changed its mark-up reads without an error and
// says nonsense; what is told from that is never taken for the truth about adverts that are known.
import type { Baseline } from '../db/crawl-runs.ts'
import type { ReadAdvert } from '../db/postings.ts'
import type { RunShape } from '../db/schema-crawls.ts'

/** Fewer adverts than this say nothing about shares. */
const ENOUGH = 10
/** A title that more than this share of the adverts bears is no title ("Apply now"). */
const MOST_SAME_TITLE = 0.3
/** Where a source always had many of one title, so many more are odd. */
const MORE_SAME_TITLE = 0.15
/** A field that so many fewer adverts have than used to is no longer read. */
const MOST_FIELD_LOST = 0.3
/** Of the adverts, those that came back under another id. */
const MOST_RENAMED = 0.4
/** Titles told apart; beyond that only those that came already are counted on. */
const MOST_TITLES = 50_000
/** Adverts with a changed title that wait for the verdict at once. */
export const MOST_HELD = 300

export class DriftWatch {
  readonly baseline: Baseline
  private readonly shape: Omit<RunShape, 'sameTitle'> = { read: 0, title: 0, url: 0, pay: 0, location: 0 }
  private readonly titles = new Map<string, number>()
  private commonest = { title: '', count: 0, isOffFamily: false }

  constructor(baseline: Baseline) {
    this.baseline = baseline
  }

  /** What was read; undefined before the first advert. */
  get runShape(): RunShape | undefined {
    return this.shape.read === 0 ? undefined : { ...this.shape, sameTitle: this.commonest.count }
  }

  see(adverts: ReadAdvert[]): void {
    const { shape } = this
    for (const { raw, posting } of adverts) {
      shape.read++
      if (posting.title !== '') shape.title++
      if (/^https?:/i.test(posting.url)) shape.url++
      if (raw.pay !== undefined || raw.payField !== undefined) shape.pay++
      if (posting.location !== '') shape.location++
      this.countTitle(posting.title, posting.refusal?.reason === 'off-family' || posting.refusal?.reason === 'no-title')
    }
  }

  /**
   * Whether a title that a known advert has taken on is one that half the source has taken on (D5). Asked at the end of a run, or when many
   * adverts wait: one title alone cannot be told from a correction.
   */
  isNonsense(title: string): boolean {
    if (this.baseline.isAccepted) return false
    if (title === '') return true
    const count = this.titles.get(title) ?? 0
    return count >= 3 && count / this.shape.read > this.mostSameTitle()
  }

  /**
   * Why a run must not be believed about what is gone; undefined where it may.
   * @param found adverts the source showed, unchanged ones included
   * @param renamed those of them that were known under another id
   */
  verdict(found: number, renamed: number): string | undefined {
    if (this.baseline.isAccepted) return undefined
    return this.oddCount(found) ?? this.oddTitles() ?? this.lostField() ?? oddIds(found, renamed)
  }

  private countTitle(title: string, isOffFamily: boolean): void {
    const known = this.titles.get(title)
    if (known === undefined && this.titles.size >= MOST_TITLES) return
    const count = (known ?? 0) + 1
    this.titles.set(title, count)
    if (count > this.commonest.count) this.commonest = { title, count, isOffFamily }
  }

  private mostSameTitle(): number {
    return Math.max(MOST_SAME_TITLE, (this.baseline.shares?.sameTitle ?? 0) + MORE_SAME_TITLE)
  }

  private oddCount(found: number): string | undefined {
    const { expected } = this.baseline
    if (expected === null) return undefined
    const few = (found === 0 && expected >= 3) || (expected >= ENOUGH && found < expected / 2)
    const many = expected >= ENOUGH && found > expected * 3
    return few || many ? `it showed ${found} adverts where about ${Math.round(expected)} were expected` : undefined
  }

  /** Before there is anything to compare with, only a title that is none of the roles we know is odd: a board of project managers is not. */
  private oddTitles(): string | undefined {
    const { title, count, isOffFamily } = this.commonest
    const { read } = this.shape
    if (read < ENOUGH || count / read <= this.mostSameTitle() || !(this.baseline.shares || isOffFamily)) return undefined
    return `${count} of ${read} adverts are called “${title.slice(0, 80)}”`
  }

  private lostField(): string | undefined {
    const { shares, expected } = this.baseline
    const { read } = this.shape
    if (shares === undefined || read < Math.max(ENOUGH, (expected ?? 0) / 2)) return undefined
    for (const field of ['title', 'url', 'pay', 'location'] as const) {
      const share = this.shape[field] / read
      if (shares[field] - share > MOST_FIELD_LOST)
        return `${percent(share)} of its adverts have a ${FIELDS[field]} where ${percent(shares[field])} had one`
    }
    return undefined
  }
}

const FIELDS = { title: 'title', url: 'web address', pay: 'stated pay', location: 'location' }

function oddIds(found: number, renamed: number): string | undefined {
  if (renamed < ENOUGH / 2 || renamed <= found * MOST_RENAMED) return undefined
  return `${renamed} of ${found} adverts came under new ids and were known again by their words`
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`
}
