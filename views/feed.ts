// The board's query as a feed: Atom, RSS and JSON Feed say the same.
import type { BoardQuery } from '../listings/query.ts'
import type { BoardRow, Found } from '../db/search.ts'
import { joined, rowView } from './board.ts'
import { boardAddress } from './page.ts'
import type { Site } from './page.ts'
import { queryLabel } from './query-labels.ts'

export type FeedKind = '.atom' | '.rss' | '.feed.json'

/** The query as a feed: Atom (RFC 4287), RSS 2.0 with dates of its own, JSON Feed 1.1. */
export interface FeedView {
  id: string
  title: string
  self: string
  alternate: string
  updated: string
  /** As RSS writes dates (RFC 822). */
  updatedRss: string
  entries: { id: string; title: string; href: string; updated: string; updatedRss: string; summary: string }[]
}

export function feedView(site: Site, query: BoardQuery, found: Found, lastCrawlAt: Date | undefined, kind: FeedKind = '.atom'): FeedView {
  const alternate = `${site.publicUrl}${boardAddress(query)}`
  const newest = found.rows.reduce((latest, row) => Math.max(latest, row.firstSeenAt.getTime()), lastCrawlAt?.getTime() ?? 0)
  return {
    id: alternate,
    title: withoutControls(`Dayrate: ${queryLabel(query)}`),
    self: `${site.publicUrl}${boardAddress(query, kind)}`,
    alternate,
    updated: new Date(newest).toISOString(),
    updatedRss: new Date(newest).toUTCString(),
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
    updatedRss: row.firstSeenAt.toUTCString(),
    summary: withoutControls(joined([view.engagement.words, view.facts, view.length, view.start, view.adverts])),
  }
}

/** JSON Feed 1.1 (jsonfeed.org). */
export function jsonFeed({ title, self, alternate, entries }: FeedView): object {
  return {
    version: 'https://jsonfeed.org/version/1.1',
    title,
    home_page_url: alternate,
    feed_url: self,
    language: 'en-GB',
    authors: [{ name: 'Dayrate' }],
    items: entries.map(entry => ({
      id: entry.id,
      url: entry.href,
      title: entry.title,
      content_text: entry.summary,
      date_published: entry.updated,
    })),
  }
}

/** XML 1.0 has no way to write most control characters, not even as references. */
function withoutControls(text: string): string {
  return text.toWellFormed().replace(/(?![\t\n\r])\p{Cc}|[\uFFFE\uFFFF]/gu, ' ')
}
