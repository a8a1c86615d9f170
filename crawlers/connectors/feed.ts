// Any RSS, Atom or JSON Feed, and the XML job exports that follow no standard but look alike (a root, then one element per advert). Measured
// on fourteen captured feeds. Read strictly first; what is not well-formed is read as far as it goes, and the run says so.
import { load } from 'cheerio/slim'
import { z } from 'zod'
import { FEED_MAX_BYTES, SourceChanged, WebPageCame } from '../connector.ts'
import type { Connector, Page, PageRequest, Reading } from '../connector.ts'
import { isTooDeep } from '../depth.ts'
import { distinctItems, readFeedItem } from '../feed-items.ts'
import { isWebPage } from '../html-type.ts'
import { checkShape, readItems } from '../json-board.ts'
import { parseLenient } from '../lenient-json.ts'
import { restrictionIn } from '../no-index.ts'
import { plainText } from '../plain-text.ts'
import { rawPosting } from '../raw-posting.ts'
import { PRODUCT_TOKEN } from '../robots.ts'
import { cutOf, readXmlItems } from '../xml.ts'
import type { XmlDocument, XmlNode } from '../xml.ts'
import type { RawPosting } from '../../listings/posting.ts'

const NAME = 'feed'

const Settings = z.object({
  url: z.url({ protocol: /^https?$/ }),
  /** The company, where the feed is one company's own and leaves it out. */
  company: z.string().max(200).optional(),
  /** Titles begin with the company: “Acme: Project Manager”. */
  companyInTitle: z.boolean().default(false),
})
type Settings = z.infer<typeof Settings>

const ITEM_NAMES = new Set(['item', 'entry', 'job', 'position', 'vacancy', 'ad', 'offer', 'jobs:job'])
const STANDARD_ROOTS = new Set(['rss', 'feed', 'rdf:rdf', 'rdf'])

export const feed: Connector<Settings> = {
  name: NAME,
  version: 2,
  settings: Settings,
  start: ({ url }) => [{ url, label: 'list', maxBytes: FEED_MAX_BYTES }],
  recognise: ({ address, text }) => (isFeed(text) ? [{ url: address.href }] : linkedFeeds(address, text)),
  read(page, settings) {
    return /^\uFEFF?\s{0,100}\{/.test(page.body.slice(0, 200)) ? fromJson(page, settings) : fromXml(page, settings)
  },
}

function isFeed(text: string): boolean {
  const start = text.slice(0, 2_000)
  return /<(?:rss|feed|rdf:RDF)[\s>]/i.test(start) || /"version"\s{0,5}:\s{0,5}"https?:\/\/(?:www\.)?jsonfeed\.org/.test(start)
}

/** A page's head has its links well before this, characters. */
const MOST_LOOKED_AT = 300_000

/** Feeds a web page says it has. Read without the HTML standard's repairs of the tree, whose time grows with the square of a page's depth. */
function linkedFeeds(address: URL, text: string): { url: string }[] {
  const start = text.slice(0, MOST_LOOKED_AT)
  if (isTooDeep(start)) return []
  const links = load(start, { xml: { xmlMode: false } })(
    'link[rel~="alternate"][type$="rss+xml"], link[rel~="alternate"][type$="atom+xml"], link[rel~="alternate"][type$="feed+json"]',
  )
  const urls = links.toArray().flatMap(link => URL.parse(link.attribs['href'] ?? '', address)?.href ?? [])
  return [...new Set(urls)].slice(0, 3).map(url => ({ url }))
}

function fromXml(page: Page, settings: Settings | undefined): Reading {
  if (isWebPage(page.body)) throw new WebPageCame('Expected a feed, but a web page came.')
  const document = readXmlItems(page.body, ITEM_NAMES)
  const isStandard = STANDARD_ROOTS.has(document.root.toLowerCase())
  if (!isStandard && document.items.length === 0)
    throw new SourceChanged(`Expected a feed (RSS, Atom, JSON Feed), but a document called “${document.root.slice(0, 40)}” came.`)
  const ofAll = robotsWord(document.about)
  const found = document.items.map(item => restrictedTo(robotsWord(item.children) ?? ofAll, readFeedItem(item, page.url)))
  const postings = distinctItems(found.filter(posting => posting !== undefined)).map(posting => withCompany(posting, settings))
  const flaws = flawsOf(document, found.length - found.filter(Boolean).length)
  return { postings, follow: nextOf(document, page), flaws, ...cutOf(document) }
}

/**
 * R13: what a feed or an item forbids by `<xhtml:meta name="robots" content="noindex">`. JSON Feed has no such convention (version 1.1 names
 * none, November 2026), so none is read there.
 */
function robotsWord(nodes: XmlNode[]): string | undefined {
  const said = nodes.find(node => /^(?:\w{1,20}:)?meta$/i.test(node.name) && node.attributes['name']?.toLowerCase() === 'robots')
  return restrictionIn(said?.attributes['content'] ?? '', PRODUCT_TOKEN)
}

function restrictedTo(word: string | undefined, posting: RawPosting | undefined): RawPosting | undefined {
  return posting === undefined || word === undefined ? posting : { ...posting, linkOnly: word }
}

function flawsOf({ flaw, items }: XmlDocument, unread: number): string[] {
  return [
    ...(flaw === undefined ? [] : [`The feed is not well-formed (${flaw}); it was read as far as it goes`]),
    ...(unread > 0 ? [`${unread} of ${items.length} items without a title or an address`] : []),
  ]
}

/** RFC 5005: a paged feed names its next page. */
function nextOf({ about }: XmlDocument, page: Page): PageRequest[] {
  const link = about.find(node => /^(?:atom\w{0,4}:)?link$/.test(node.name) && node.attributes['rel'] === 'next')
  const url = URL.parse(link?.attributes['href'] ?? '', page.url)
  return url === null || link === undefined || url.host !== URL.parse(page.url)?.host
    ? []
    : [{ url: url.href, label: 'list', maxBytes: FEED_MAX_BYTES }]
}

const JsonItem = z.object({
  id: z.union([z.string(), z.number()]).nullish(),
  url: z.string().nullish(),
  external_url: z.string().nullish(),
  title: z.string().nullish(),
  content_html: z.string().nullish(),
  content_text: z.string().nullish(),
  summary: z.string().nullish(),
  date_published: z.string().nullish(),
  authors: z.array(z.object({ name: z.string().nullish() })).nullish(),
})

const JsonFeed = z.object({ version: z.string().regex(/jsonfeed\.org/), items: z.array(z.unknown()), next_url: z.string().nullish() })

function fromJson(page: Page, settings: Settings | undefined): Reading {
  const { value, isMended } = parseFeedJson(page.body)
  const feed = checkShape(JsonFeed, value, 'a JSON Feed')
  const next = URL.parse(feed.next_url ?? '', page.url)
  const follow = feed.next_url && next?.host === URL.parse(page.url)?.host ? [{ url: String(next?.href), label: 'list' }] : []
  const { postings, flaws } = readItems(feed.items, JsonItem, 'a JSON Feed', item => fromJsonItem(item, page.url, settings?.company))
  if (!isMended) return { postings, flaws, follow }
  return { postings, flaws: [...flaws, 'The feed is not well-formed JSON; it was read as far as it goes'], follow, isCut: true }
}

/** Strictly, else as far as it goes: then nobody can tell whether there was more. */
function parseFeedJson(body: string): { value: unknown; isMended: boolean } {
  const text = body.replace(/^\uFEFF/, '')
  try {
    return { value: JSON.parse(text), isMended: false }
  } catch (error) {
    const value = parseLenient(text)
    if (value === undefined) throw new SourceChanged('Expected a JSON Feed, but the text is not JSON.', { cause: error })
    return { value, isMended: true }
  }
}

function fromJsonItem(item: z.infer<typeof JsonItem>, pageUrl: string, company: string | undefined): RawPosting | undefined {
  const url = URL.parse(item.url ?? item.external_url ?? '', pageUrl)
  if (url === null || plainText(item.title ?? '') === '') return undefined
  return rawPosting({
    externalId: item.id ?? url.href,
    url: /^https?:\/\//i.test(item.url ?? '') ? (item.url ?? '') : url.href,
    title: item.title ?? '',
    company,
    description: item.content_html ?? item.content_text ?? item.summary,
    postedAt: item.date_published,
  })
}

function withCompany(posting: RawPosting, settings: Settings | undefined): RawPosting {
  const [, before, title] = (settings?.companyInTitle && /^([^:]{2,100}): (.{2,300})$/.exec(posting.title)) || []
  if (before !== undefined && title !== undefined) return { ...posting, company: before.trim(), title: title.trim() }
  return posting.company === undefined && settings?.company !== undefined ? { ...posting, company: settings.company } : posting
}
