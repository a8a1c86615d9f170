// What every page has around its own matter: title, header with the search, navigation, banner, foot.
import { NO_FILTER, queryString } from '../listings/query.ts'
import type { BoardQuery } from '../listings/query.ts'
import { Recent } from '../listings/recent.ts'
import { webAddress } from '../listings/web-address.ts'
import { assetAddress } from './assets.ts'
import { joinPieces, settled } from './html.ts'
import type { Fragment } from './html.ts'
import { moneyLabel } from './labels.ts'
import { renderPiece } from './render.ts'
import { shortened } from './sentences.ts'

export interface Choice {
  name: string
  value: string
  label: string
  checked: boolean
}

/** The search in the header: on the board it holds the query, where that could not be answered what was typed, elsewhere nothing. */
export interface SearchView {
  q: string
  place: string
  /** The options of the least day rate. */
  rates: Fragment
  /** Only the board's own page has the filter sheet that the button opens. */
  hasFilters: boolean
}

export interface PageView {
  title: string
  description: string
  /** What stands beside a link to the page elsewhere (OpenGraph): the title without the site's name, and a picture's absolute address. */
  share: { title: string; image: string }
  /** Absolute; '' where the page has no address of its own (errors). */
  canonical: string
  noindex: boolean
  /** The page's feed in every form. */
  feeds: { href: string; type: string; title: string }[]
  style: string
  script: string
  icon: string
  search: SearchView
  nav: Fragment
  /** Sample adverts are on the board: said on every page. */
  samples: boolean
}

/** What an api handler knows about the site, handed to every view. */
export interface Site {
  /** Without a trailing slash. */
  publicUrl: string
  samples: boolean
  now: Date
}

export interface PageMatter {
  title: string
  description?: string
  /** Path and query of the page's canonical address. */
  path?: string
  noindex?: boolean
  feed?: string
  /** The board's own. */
  query?: BoardQuery
  /** What was asked of the board, on a page that stands in its place. */
  typed?: BoardQuery | undefined
}

const NAV = [
  { href: '/saved', label: 'Saved' },
  { href: '/sources', label: 'Sources' },
  { href: '/refused', label: 'Refused' },
  { href: '/how', label: 'About' },
]

const navs = new Map<string, Fragment>()

function navPiece(path: string): Fragment {
  const here = NAV.find(({ href }) => href === path.split('?', 1)[0])?.href ?? ''
  return navs.getOrInsertComputed(here, () =>
    settled(joinPieces(NAV.map(({ href, label }) => renderPiece('nav-link', { href, label, current: href === here })))),
  )
}

const FEEDS = [
  { kind: '.atom', type: 'application/atom+xml', title: 'These roles as an Atom feed' },
  { kind: '.rss', type: 'application/rss+xml', title: 'These roles as an RSS feed' },
  { kind: '.feed.json', type: 'application/feed+json', title: 'These roles as a JSON Feed' },
]

/** Everything around a page. `title` is completed with the site's name. */
export function pageView(site: Site, matter: PageMatter): PageView {
  const { title, description, path, noindex = false, feed = '', query, typed } = matter
  const short = shortened(title, TITLE_LENGTH)
  return {
    title: `${short} · Dayrate`,
    share: { title: short, image: `${site.publicUrl}${assetAddress('share.png')}` },
    description:
      description ??
      'Contract roles for project managers and PMO people: the day rate, the IR35 claim and the length of every role, read from the adverts.',
    canonical: path === undefined ? '' : `${site.publicUrl}${path}`,
    noindex,
    feeds: feed === '' ? [] : FEEDS.map(({ kind, ...said }) => ({ href: feed.replace('/.atom', `/${kind}`), ...said })),
    style: assetAddress('style.css'),
    script: assetAddress('app.js'),
    icon: assetAddress('favicon.svg'),
    search: searchView(query ?? typed ?? NO_FILTER, query !== undefined),
    nav: navPiece(path ?? ''),
    samples: site.samples,
  }
}

/** Search engines and tabs show about 70 characters of a title. */
const TITLE_LENGTH = 58

/** "/?q=pmo", or ".json", ".atom" and so on of the same query; "/" without any filter. */
export function boardAddress(query: BoardQuery, kind: '' | '.json' | '.atom' | '.rss' | '.feed.json' | '.csv' = ''): string {
  const params = queryString(query)
  return `/${kind}${params ? `?${params}` : ''}`
}

/** Steps of the least day rate; a rate that was typed into the address stands among them. */
const RATES = [250, 300, 350, 400, 450, 500, 550, 600, 650, 700, 800, 900, 1000]

/** The same for everybody who asks for the same rate. */
const rateOptions = new Recent<number | null, Fragment>(100)

function searchView({ q, place, rate }: Readonly<BoardQuery>, hasFilters: boolean): SearchView {
  let rates = rateOptions.get(rate)
  if (!rates) rateOptions.set(rate, (rates = rateOptionsFor(rate)))
  return { q, place, rates, hasFilters }
}

function rateOptionsFor(rate: number | null): Fragment {
  const steps = rate === null || RATES.includes(rate) ? RATES : [...RATES, rate].sort((a, b) => a - b)
  const options = [
    { value: '', label: 'any rate', chosen: rate === null },
    ...steps.map(step => ({ value: String(step), label: `${moneyLabel(step, 'GBP')}+ a day`, chosen: step === rate })),
  ]
  return settled(joinPieces(options.map(option => renderPiece('option', option))))
}

/** The host a link leads to, for people to judge; a bare IP address tells nobody anything, so then the source's name. */
export function whither(url: string, sourceName: string): string {
  const host = hostOf(url)
  return /^[\d.]{7,15}$|^\[/.test(host) ? sourceName : host
}

/** "boards.example" for people to see where a link leads; '' for an address that cannot be followed. */
export function hostOf(url: string): string {
  return webAddress(url) ? (URL.parse(url)?.hostname.replace(/^www\./, '') ?? '') : ''
}
