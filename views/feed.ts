// The board's query as an Atom feed.
import type { BoardQuery } from '../listings/query.ts'
import type { BoardRow, Found } from '../db/search.ts'
import { joined, rowView } from './board.ts'
import { boardAddress } from './page.ts'
import type { Site } from './page.ts'
import { queryLabel } from './query-labels.ts'

/** The query as an Atom feed (RFC 4287). */
export interface FeedView {
  id: string
  title: string
  self: string
  alternate: string
  updated: string
  entries: { id: string; title: string; href: string; updated: string; summary: string }[]
}

export function feedView(site: Site, query: BoardQuery, found: Found, lastCrawlAt: Date | undefined): FeedView {
  const alternate = `${site.publicUrl}${boardAddress(query)}`
  const newest = found.rows.reduce((latest, row) => Math.max(latest, row.firstSeenAt.getTime()), lastCrawlAt?.getTime() ?? 0)
  return {
    id: alternate,
    title: withoutControls(`Dayrate: ${queryLabel(query)}`),
    self: `${site.publicUrl}${boardAddress(query, '.atom')}`,
    alternate,
    updated: new Date(newest).toISOString(),
    entries: found.rows.map(row => feedEntry(site, row)),
  }
}

function feedEntry(site: Site, row: BoardRow): FeedView['entries'][number] {
  const view = rowView(row, site.now)
  const href = `${site.publicUrl}${view.href}`
  return {
    id: href,
    title: withoutControls(`${view.rate.stated ? view.rate.words : 'No rate stated'} · ${row.title}`),
    href,
    updated: row.firstSeenAt.toISOString(),
    summary: withoutControls(joined([view.engagement.words, view.facts, view.length, view.start, view.adverts])),
  }
}

/** XML 1.0 has no way to write most control characters, not even as references. */
function withoutControls(text: string): string {
  return text.toWellFormed().replace(/(?![\t\n\r])\p{Cc}|[\uFFFE\uFFFF]/gu, ' ')
}
