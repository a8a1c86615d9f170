// Teamtailor career sites, by their RSS feed with fields of its own (`tt:`), a hundred adverts at a time. Shape-tested.
import { z } from 'zod'
import { boardNamed, hostWith } from '../board-names.ts'
import type { Connector, Page, PageRequest } from '../connector.ts'
import { FEED_MAX_BYTES, SourceChanged } from '../connector.ts'
import { readFeedItem } from '../feed-items.ts'
import { remoteOf } from '../raw-posting.ts'
import { childText, cutOf, readXmlItems } from '../xml.ts'
import type { XmlNode } from '../xml.ts'
import type { RawPosting } from '../../listings/posting.ts'

const NAME = 'teamtailor'
const PAGE_SIZE = 100

const Settings = z.object({
  /** The first part of ….teamtailor.com, or the career site's own host. */
  site: z.string().regex(/^[a-z\d-]{1,63}(?:\.[a-z\d-]{1,63}){0,5}$/i),
  company: z.string().max(200).optional(),
})
type Settings = z.infer<typeof Settings>

/** Some customers' sites live under a region: ….na.teamtailor.com. */
const SITE = /\/\/([a-z\d-]{1,63}(?:\.[a-z]{2})?)\.teamtailor\.com/gi
/** Only a site of this kind loads these. */
const MARKS = /(?:assets|images)[\w-]{0,20}\.teamtailor-cdn\.com|content=["']Teamtailor["']/i

export const teamtailor: Connector<Settings> = {
  name: NAME,
  settings: Settings,
  shapeTested: true,
  recognise(look) {
    const named = boardNamed(look, SITE)?.[1]
    const site = named?.includes('.') ? `${named}.teamtailor.com` : (named ?? hostWith(look, MARKS))
    return site === undefined ? [] : [{ site }]
  },
  start: settings => [feedAt(settings, 0)],
  read(page, settings) {
    const document = readXmlItems(page.body, new Set(['item']))
    const { root, items, about, flaw } = document
    if (root !== 'rss') throw new SourceChanged(`Expected an RSS feed in the shape of ${NAME}, but “${root.slice(0, 40)}” came.`)
    const company = settings.company ?? about.find(node => node.name === 'title')?.text.trim()
    const postings = items.map(item => toPosting(item, page.url, company)).filter(posting => posting !== undefined)
    const flaws = flaw === undefined ? [] : [`The feed is not well-formed (${flaw}); it was read as far as it goes`]
    return { postings, flaws, follow: items.length < PAGE_SIZE ? [] : nextPage(page, settings), ...cutOf(document) }
  },
}

function feedAt({ site }: Settings, offset: number): PageRequest {
  const host = site.includes('.') ? site : `${site}.teamtailor.com`
  return { url: `https://${host}/jobs.rss?offset=${offset}&per_page=${PAGE_SIZE}`, label: 'list', maxBytes: FEED_MAX_BYTES }
}

function nextPage(page: Page, settings: Settings): PageRequest[] {
  const offset = URL.parse(page.request.url)?.searchParams.get('offset')
  return offset === null || offset === undefined ? [] : [feedAt(settings, Number(offset) + PAGE_SIZE)]
}

function toPosting(item: XmlNode, pageUrl: string, company: string | undefined): RawPosting | undefined {
  const posting = readFeedItem(item, pageUrl)
  if (posting === undefined) return undefined
  const places = item.children.filter(child => child.name === 'tt:locations').flatMap(list => list.children.map(placeText))
  const location = [...new Set(places.filter(place => place !== ''))].join('; ')
  const remote = remoteOf(childText(item, 'remoteStatus', 'tt:remoteStatus'))
  return { ...posting, ...(company && { company }), ...(location && { location }), ...(remote && { remote }) }
}

function placeText(place: XmlNode): string {
  return [...new Set([childText(place, 'tt:city', 'tt:name'), childText(place, 'tt:country')])].filter(Boolean).join(', ')
}
