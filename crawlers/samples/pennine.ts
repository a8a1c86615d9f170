// Board C: a regional board that publishes an RSS 2.0 feed, with a human page for each item.
import { createHash } from 'node:crypto'
import type { SampleAdvert } from './advert.ts'
import { PENNINE } from './adverts/all.ts'
import { escapeHtml } from './markup.ts'
import { advertHtml, htmlAnswer, postedAt, type Answer, type BoardWorld } from './page.ts'

export const PENNINE_FEED = '/pennine-feed.xml'
const PAGES = '/pennine/advert/'

/** @returns undefined for an address that is not this board's */
export function answerPennine(world: BoardWorld, url: URL): Answer | undefined {
  if (url.pathname === PENNINE_FEED) return feed(world)
  const advert = url.pathname.startsWith(PAGES) ? PENNINE.find(one => one.id === url.pathname.slice(PAGES.length)) : undefined
  return advert && humanPage(advert)
}

function feed(world: BoardWorld): Answer {
  const newest = Math.max(...PENNINE.map(advert => postedAt(world, advert).getTime()))
  const body = `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom">
<channel>
<title>Pennine Projects Board</title>
<link>${world.origin}/pennine/</link>
<description>Projects, programmes and change in the north and further afield</description>
<language>en-gb</language>
<lastBuildDate>${new Date(newest).toUTCString()}</lastBuildDate>
<atom:link href="${world.origin}${PENNINE_FEED}" rel="self" type="application/rss+xml"/>
${PENNINE.map(advert => item(world, advert)).join('\n')}
</channel>
</rss>
`
  const etag = `"${createHash('sha256').update(body).digest('hex').slice(0, 32)}"`
  const headers = { ETag: etag, 'Last-Modified': new Date(newest).toUTCString() }
  return { status: 200, contentType: 'application/rss+xml; charset=utf-8', body, headers }
}

function item(world: BoardWorld, advert: SampleAdvert): string {
  return `<item>
<title>${escapeHtml(advert.title)}</title>
<link>${world.origin}${PAGES}${advert.id}</link>
<guid isPermaLink="false">${advert.id}</guid>
<pubDate>${postedAt(world, advert).toUTCString()}</pubDate>
<company>${escapeHtml(advert.company)}</company>
<category>Projects</category>
<description><![CDATA[${advertHtml(advert)}]]></description>
</item>`
}

function humanPage(advert: SampleAdvert): Answer {
  return htmlAnswer(
    `${advert.title} - Pennine Projects Board`,
    '',
    `<h1>${escapeHtml(advert.title)}</h1>\n<p>${escapeHtml(advert.company)}</p>\n${advertHtml(advert)}`,
  )
}
