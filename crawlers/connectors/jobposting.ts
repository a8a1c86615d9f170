// Any site whose adverts carry schema.org JobPosting: found through the sitemaps its robots.txt names, a sitemap, or listing pages with next
// links; read from JSON-LD, microdata or RDFa. Measured on some seventy captured pages.
import { z } from 'zod'
import { canonicalUrl } from '../canonical-url.ts'
import { overSentence } from '../closed-page.ts'
import { FEED_MAX_BYTES, SourceChanged } from '../connector.ts'
import type { Connector, Page, PageRequest, Reading } from '../connector.ts'
import { readHtml } from '../html-facts.ts'
import { readBlocks } from '../ld-json-blocks.ts'
import { isWebPage } from '../html-type.ts'
import { readMainText } from '../main-text.ts'
import type { HtmlFacts } from '../html-facts.ts'
import { readJobPosting } from '../job-posting.ts'
import { nodesOfType, parseLdJson } from '../ld-json.ts'
import { rawPosting } from '../raw-posting.ts'
import { parseRobots } from '../robots.ts'
import { childText, readXmlItems } from '../xml.ts'
import type { RawPosting } from '../../listings/posting.ts'

const NAME = 'jobposting'

const WebAddress = z.url({ protocol: /^https?$/ })

const Settings = z
  .object({
    /** The site; its robots.txt is asked for sitemaps, then /sitemap.xml, then the page itself is read as a list. */
    site: WebAddress.optional(),
    sitemap: WebAddress.optional(),
    /** Listing pages, or adverts. */
    pages: z.array(WebAddress).min(1).max(200).optional(),
    /** What the address of an advert contains (`/job/`); without it, the usual words are looked for. */
    advert: z.string().min(2).max(100).optional(),
    /** Adverts without mark-up: their heading and main text are taken, and nothing else of them. */
    plainPages: z.boolean().optional(),
  })
  .refine(({ site, sitemap, pages }) => site ?? sitemap ?? pages, 'say where to begin: a site, a sitemap, or pages')
type Settings = z.infer<typeof Settings>

/** A sitemap may name 50,000 addresses; the crawl's own budget is below that. */
const MOST_FOLLOWED = 20_000

export const jobposting: Connector<Settings> = {
  name: NAME,
  settings: Settings,
  start({ site, sitemap, pages }) {
    if (pages !== undefined) return pages.map(url => ({ url, label: 'list' }))
    if (sitemap !== undefined) return [sitemapRequest(sitemap)]
    return site === undefined ? [] : [{ url: new URL('/robots.txt', site).href, label: 'robots', optional: true }]
  },
  // Any site may have a sitemap full of them, so this kind is the last to be tried.
  recognise: ({ address, text }) => [...(text.includes('JobPosting') ? [{ pages: [address.href] }] : []), { site: address.origin }],
  read(page, settings) {
    if (page.request.label === 'robots') return fromRobots(page, settings)
    if (page.request.label === 'sitemap') return fromSitemap(page, settings)
    return fromHtml(page, settings)
  },
}

function sitemapRequest(url: string, optional = false): PageRequest {
  return { url, label: 'sitemap', maxBytes: FEED_MAX_BYTES, ...(optional && { optional }) }
}

function fromRobots(page: Page, { site }: Settings): Reading {
  const home = site ?? page.url
  const stated = page.status === 200 ? parseRobots(page.body, '*').sitemaps : []
  const sitemaps = stated.map(one => URL.parse(one, home)?.href ?? '').filter(url => isWebAddress(url) && isOfSite(url, [home]))
  const follow = sitemaps.map(url => sitemapRequest(url, true))
  return { postings: [], follow: follow.length > 0 ? follow : [sitemapRequest(new URL('/sitemap.xml', home).href, true)] }
}

/** Of the site's own host or a subdomain of it: a sitemap must not send a crawl to somebody else (sitemaps.org, “Sitemap file location”). */
function isOfSite(url: string, homes: string[]): boolean {
  const host = URL.parse(url)?.host
  const own = homes.flatMap(home => URL.parse(home)?.host.replace(/^www\./, '') ?? [])
  return own.some(home => host === home || host?.endsWith(`.${home}`))
}

function fromSitemap(page: Page, settings: Settings): Reading {
  const named = page.status === 200 ? readSitemap(page) : NOTHING_NAMED
  const homes = [settings.site, settings.sitemap].filter(home => home !== undefined)
  const isOwn = ({ url }: Named) => isOfSite(url, homes.length > 0 ? homes : [page.url])
  const [addresses, children] = [named.addresses.filter(isOwn), named.children.filter(isOwn).map(child => child.url)]
  const strange = named.addresses.length + named.children.length - addresses.length - children.length
  const flaws = [
    ...(strange > 0 ? [`${strange} addresses in a sitemap are of another site and were left out`] : []),
    ...(named.cut === undefined ? [] : [`A sitemap was not read to its end (${named.cut}): ${page.url}`]),
  ]
  const likely = children.filter(url => /job|vacanc|career|role|position|opportunit/i.test(url))
  const follow = (likely.length > 0 ? likely : children).slice(0, 500).map(url => sitemapRequest(url))
  const among = advertsAmong(addresses, settings)
  const adverts = among.slice(0, MOST_FOLLOWED).map(({ url, lastmod }) => detailRequest(url, lastmod))
  const more = among.length > MOST_FOLLOWED && ({ more: true } as const)
  const nothing = follow.length + adverts.length === 0 && settings.site !== undefined
  return {
    postings: [],
    follow: nothing ? [{ url: settings.site ?? page.url, label: 'list' }] : [...follow, ...adverts],
    ...(flaws.length > 0 && { flaws }),
    ...(named.cut !== undefined && { isCut: true }),
    ...more,
  }
}

/** An address in a sitemap, and when its page last changed, where the sitemap says so. */
interface Named {
  url: string
  lastmod?: string
}

interface Sitemap {
  addresses: Named[]
  children: Named[]
  /** Why it was not read to its end. */
  cut?: string
}

const NOTHING_NAMED: Sitemap = { addresses: [], children: [] }

/** One that is a web page in its place names nothing. */
function readSitemap({ body, url: here }: Page): Sitemap {
  const isXml = /^[\s\uFEFF]{0,50}</.test(body.slice(0, 100))
  if (!isXml) return { addresses: body.split(/\s+/).flatMap(url => (isWebAddress(url) ? [{ url }] : [])), children: [] }
  if (isWebPage(body)) return NOTHING_NAMED
  const { items, isCut, flaw = 'it breaks off' } = readXmlItems(body, new Set(['url', 'sitemap']))
  const found: Sitemap = { addresses: [], children: [], ...(isCut && { cut: flaw }) }
  // The last address of one that was cut may be cut itself.
  for (const item of isCut ? items.slice(0, -1) : items) {
    const loc = childText(item, 'loc')
    const lastmod = childText(item, 'lastmod')?.trim()
    // By the book an address is whole; some leave out what is the sitemap's own.
    const url = loc?.startsWith('/') ? URL.parse(loc, here)?.href : loc
    if (url === undefined || !isWebAddress(url)) continue
    found[item.name === 'sitemap' ? 'children' : 'addresses'].push({ url, ...(lastmod && { lastmod }) })
  }
  return found
}

function isWebAddress(text: string): boolean {
  return /^https?:\/\//i.test(text) && URL.canParse(text)
}

function detailRequest(url: string, lastmod?: string): PageRequest {
  return { url, label: 'detail', externalId: canonicalUrl(url), ...(lastmod !== undefined && { fingerprint: lastmod }) }
}

const ADVERT_PATH =
  /\/(?:[\w-]{0,40}[-_])?(?:jobs?|jobdetails?|viewjob|vacanc(?:y|ies)|careers?|roles?|positions?|opportunit(?:y|ies)|openings?|contracts?|recruitment|join-us|work-with-us|stellenangebote?|karriere|emplois?|empleos?|vagas?)(?:[-_][\w-]{0,40})?\/[^/]/i
/** One page for all adverts, told apart by a number: `/job.php?id=7`, `/viewjob?jk=7`. */
const ADVERT_QUERY =
  /\/[\w-]{0,40}(?:job|vacanc|career|position|opportunit|recruit)[\w-]{0,40}(?:\.\w{2,5})?\/?\?(?:[^#]{0,200}&)?(?:id|jk|ref|reference|gh_jid|(?:job|vac|vacancy|position|advert)[_-]?(?:id|ref|no|number)?)=[^&#]/i

function looksLikeAdvert(url: string): boolean {
  const { pathname = '', search = '' } = URL.parse(url) ?? {}
  return ADVERT_PATH.test(pathname) || (search !== '' && ADVERT_QUERY.test(pathname + search))
}

/** The addresses that look like adverts: by the settings' mark, else by the usual words; all of them where no address has such a word. */
function advertsAmong(addresses: Named[], { advert }: Settings): Named[] {
  if (advert !== undefined) return addresses.filter(({ url }) => url.includes(advert))
  const usual = addresses.filter(({ url }) => looksLikeAdvert(url))
  return usual.length > 0 ? usual : addresses
}

function fromHtml(page: Page, settings: Settings): Reading {
  const quick = page.request.label === 'detail' ? fromBlocks(page) : undefined
  if (quick !== undefined) return quick
  const facts = readHtml(page.body, page.url)
  return { ...readFacts(page, settings, facts), ...(facts.robotsMeta !== undefined && { robotsMeta: facts.robotsMeta }) }
}

/** An advert that is read from its JSON-LD alone, as most are: its links and the rest of the page are not looked at. */
function fromBlocks(page: Page): Reading | undefined {
  const { ldJson, robotsMeta } = readBlocks(page.body)
  if (ldJson.length === 0) return undefined
  const { postings, flaws } = postingsOn({ ldJson, items: [] }, page.url)
  return postings.length === 0 ? undefined : { postings, follow: [], flaws, ...(robotsMeta !== undefined && { robotsMeta }) }
}

function readFacts(page: Page, settings: Settings, facts: HtmlFacts): Reading {
  const { postings, flaws } = postingsOn(facts, page.url)
  if (page.request.label === 'detail') return detailReading(page, settings, { postings, flaws })
  const here = canonicalUrl(page.url)
  const links = facts.links.filter(link => canonicalUrl(link.url) !== here && URL.parse(link.url)?.host === URL.parse(page.url)?.host)
  const next = links.filter(isNext).map(({ url }) => ({ url, label: 'list' }))
  const { whole, stubs } = teasersAmong(postings, page.url)
  // A list that carries its adverts whole need not be followed into each of them.
  const known = new Set(postings.map(posting => canonicalUrl(posting.url)))
  const wanted = links.filter(link => !isNext(link)).map(link => link.url)
  const adverts = advertLinks(wanted, settings).filter(
    url => !known.has(canonicalUrl(url)) && postings.every(posting => !posting.description),
  )
  if (postings.length === 0 && adverts.length === 0 && next.length === 0)
    throw new SourceChanged('The page holds no JobPosting and no link to an advert.')
  const details = [...stubs.map(stub => ({ ...detailRequest(stub.url), stub })), ...adverts.map(url => detailRequest(url))]
  return { postings: whole, ...(stubs.length > 0 && { stubs }), follow: [...details, ...next], flaws }
}

/** Adverts that a list only names, each with a page of its own at the same host where its text stands, and the others. */
function teasersAmong(postings: RawPosting[], listUrl: string): { whole: RawPosting[]; stubs: RawPosting[] } {
  const host = URL.parse(listUrl)?.host
  const byPage = Map.groupBy(postings, ({ url }) => canonicalUrl(url))
  const isTeaser = ({ url, description }: RawPosting): boolean =>
    description === undefined &&
    canonicalUrl(url) !== canonicalUrl(listUrl) &&
    URL.parse(url)?.host === host &&
    byPage.get(canonicalUrl(url))?.length === 1
  const stubs = postings.filter(isTeaser).map(posting => ({ ...posting, externalId: canonicalUrl(posting.url) }))
  return { whole: postings.filter(posting => !isTeaser(posting)), stubs }
}

function advertLinks(urls: string[], { advert }: Settings): string[] {
  const found = urls.filter(url => (advert === undefined ? looksLikeAdvert(url) : url.includes(advert)))
  return [...new Map(found.map(url => [canonicalUrl(url), url])).values()]
}

function isNext({ rel, text }: { rel: string; text: string }): boolean {
  return (
    /(?:^|\s)next(?:\s|$)/.test(rel) ||
    (/^\s{0,20}(?:next(?: page)?|older|more jobs)?\s{0,5}[›»→>]{0,2}\s{0,20}$/i.test(text) && /next|older|more jobs|[›»→]/i.test(text))
  )
}

function detailReading(page: Page, settings: Settings, { postings, flaws }: { postings: RawPosting[]; flaws: string[] }): Reading {
  if (postings.length > 0) return { postings, follow: [], flaws }
  const asked = canonicalUrl(page.request.url)
  const isGone = overSentence({ asked: page.request.url, url: page.url, text: page.body, isHtml: true }) !== undefined
  if (isGone) return { postings: [], follow: [], gone: [asked], flaws }
  const plain = settings.plainPages ? readMainText(page.body) : undefined
  if (plain !== undefined) return { postings: [rawPosting({ externalId: asked, url: page.url, ...plain })], follow: [], flaws }
  // What its list told of it holds where its page tells nothing.
  const { stub } = page.request
  if (stub !== undefined) return { postings: [stub], follow: [], flaws }
  return { postings: [], follow: [], flaws: [...flaws, `No JobPosting on ${page.request.url}`] }
}

/** All adverts a page carries. JSON-LD is believed before microdata and RDFa, which repeat it where a page has both. */
function postingsOn(facts: Pick<HtmlFacts, 'ldJson' | 'items'>, url: string): { postings: RawPosting[]; flaws: string[] } {
  const blocks = facts.ldJson.map(parseLdJson)
  const unread = blocks.filter((block, index) => block === undefined && (facts.ldJson[index] ?? '').trim() !== '').length
  const nodes = nodesOfType(
    blocks.map(block => block?.value),
    'JobPosting',
  )
  const marked = nodes.length > 0 ? nodes : nodesOfType(facts.items, 'JobPosting')
  const postings = marked.map(node => readJobPosting(node, url)).filter(posting => posting !== undefined)
  const flaws = unread > 0 ? [`${unread} blocks of JSON-LD could not be read on ${url}`] : []
  return { postings: distinct(postings, url), flaws }
}

/** Several adverts on one page that state no address of their own are told apart by their words. */
function distinct(postings: RawPosting[], pageUrl: string): RawPosting[] {
  const [only] = postings
  if (postings.length === 1 && only !== undefined) return [{ ...only, externalId: canonicalUrl(pageUrl) }]
  const byId = new Map<string, RawPosting>()
  const counts = Map.groupBy(postings, posting => posting.externalId)
  for (const posting of postings) {
    const isShared = (counts.get(posting.externalId)?.length ?? 0) > 1
    const externalId = isShared ? `${posting.externalId}#${posting.title}|${posting.location ?? ''}` : posting.externalId
    if (!byId.has(externalId)) byId.set(externalId, { ...posting, externalId })
  }
  return [...byId.values()]
}
