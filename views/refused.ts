// The rejection record: every advert that was read and is not shown, with the reason and the words that gave it.
import type { RefusedAdvert, RefusedPage } from '../db/postings.ts'
import { countLabel, numberLabel, refusalLabel, whereLabel } from './labels.ts'
import { ageLabel } from './times.ts'
import type { TimeLabel } from './times.ts'
import { pageView, whither } from './page.ts'
import type { PageView, Site } from './page.ts'

export interface RefusedRow {
  title: string
  about: string
  reason: string
  evidence: { words: string; where: string }[]
  age: TimeLabel
  href: string
  host: string
  /** Only for people who run the site. */
  rescueHref: string
}

export interface RefusedView {
  page: PageView
  heading: string
  q: string
  reason: string
  reasons: { href: string; label: string; count: string; current: boolean }[]
  rows: RefusedRow[]
  next: string
  said: string
  empty: string
}

export interface RefusedQuery {
  reason: string
  q: string
  beforeId: number | null
}

/** A page of the record; `admin` adds the buttons, `said` is a sentence about what was just done. */
export function refusedView(site: Site, query: RefusedQuery, found: RefusedPage, { admin = false, said = '' } = {}): RefusedView {
  const all = Object.values(found.byReason).reduce((sum, count) => sum + count, 0)
  const choice = (reason: string, label: string, count: number): RefusedView['reasons'][number] => ({
    href: refusedAddress({ ...query, reason, beforeId: null }),
    label,
    count: numberLabel(count),
    current: query.reason === reason,
  })
  return {
    page: pageView(site, {
      title: 'Refused adverts',
      path: refusedAddress(query),
      noindex: true,
      description: 'Every advert Dayrate read and does not show, with the reason and the words that gave it.',
    }),
    heading: `${countLabel(found.total, 'advert')} not shown`,
    q: query.q,
    reason: query.reason,
    reasons: [
      choice('', 'any reason', all),
      ...Object.entries(found.byReason).map(([reason, count]) => choice(reason, refusalLabel(reason), count)),
    ],
    rows: found.rows.map(row => refusedRow(row, site.now, admin)),
    next: found.next === null ? '' : refusedAddress({ ...query, beforeId: found.next }),
    said,
    empty:
      found.rows.length > 0
        ? ''
        : all === 0
          ? 'No advert has been refused yet.'
          : 'No refused advert fits that. Try another reason or fewer words.',
  }
}

/** "/refused?reason=permanent&q=pmo&before=120" */
function refusedAddress({ reason, q, beforeId }: RefusedQuery): string {
  const params = new URLSearchParams()
  if (reason) params.set('reason', reason)
  if (q) params.set('q', q)
  if (beforeId !== null) params.set('before', String(beforeId))
  return params.size > 0 ? `/refused?${params.toString()}` : '/refused'
}

function refusedRow(row: RefusedAdvert, now: Date, admin: boolean): RefusedRow {
  return {
    title: row.title || '(no title)',
    about: [row.company, row.sourceName].filter(words => words !== '').join(' · '),
    reason: refusalLabel(row.reason),
    evidence: row.evidence.slice(0, 3).map(({ words, where }) => ({ words: words.slice(0, 120), where: whereLabel(where) })),
    age: ageLabel(row.changedAt, now),
    href: `/go/${row.id}`,
    host: whither(row.url, row.sourceName),
    rescueHref: admin ? `/admin/refused/${row.id}/rescues` : '',
  }
}
