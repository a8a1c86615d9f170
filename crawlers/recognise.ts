// What an address runs on: a board we know the API of, a feed, or pages with schema.org JobPosting. Looks, reads a little, stores nothing.
import { hash } from 'node:crypto'
import type { Source } from '../db/sources.ts'
import { slugOf } from '../listings/listing.ts'
import type { RawPosting } from '../listings/posting.ts'
import { connectorOf, CONNECTORS } from './catalogue.ts'
import type { Connector, Look } from './connector.ts'
import { fetchAllowed } from './fetch-allowed.ts'
import type { Fetcher } from './fetcher.ts'
import { readHtml } from './html-facts.ts'
import { crawlPages } from './pages.ts'

export interface Recognised {
  source: Omit<Source, 'origin'>
  /** What its first pages hold, before any reading. */
  postings: RawPosting[]
}

/** What is looked at before a guess is given up. */
const PREVIEW = { pages: 10, items: 5, bytes: 60 * 1_048_576, errors: 3, wallMs: 60_000 }
/** Of what each page names, so that a preview gets from a sitemap of sitemaps down to an advert. */
const MOST_FOLLOWED = 3
const MOST_ID = 60

/** A board we asked nothing about beforehand: one request a second, what robots.txt allows, shown in full with its name. */
const POLICY = { republish: 'full', statistics: true, requestsPerDay: 2_000, delayMs: 1_000, graceHours: 48 } as const

interface Guess {
  connector: Connector
  settings: object
}

/** Finds out how an address is read, most particular kind first. `sorry` is a sentence for the person who gave the address. */
export async function recogniseSource(url: string, fetcher: Fetcher): Promise<Recognised | { sorry: string }> {
  const address = URL.parse(url)
  if (!address) return { sorry: `“${url}” is no web address; give one that begins with https://` }
  const { text } = await fetchAllowed(fetcher, address.href)
  const faults: string[] = []
  for (const guess of guesses({ address, text })) {
    const looked = await preview(guess, fetcher).catch((error: unknown) => ({
      fault: error instanceof Error ? error.message : String(error),
    }))
    if ('fault' in looked) faults.push(`${guess.connector.name}: ${looked.fault}`)
    else if (looked.postings.length > 0) return { source: sourceOf(guess, address, text), postings: looked.postings }
  }
  return {
    sorry:
      `Nothing at ${address.href} could be read as adverts: no board we know, no feed, no JobPosting mark-up. ${faults.join(' ')}`.trim(),
  }
}

/** A source that a person describes: the kind and its settings are given (`url` among them need not be), and only tried. */
export async function describedSource(
  url: string,
  { connector: name, settings }: { connector: string; settings: object },
  fetcher: Fetcher,
): Promise<Recognised | { sorry: string }> {
  const address = URL.parse(url.replaceAll('{page}', '1'))
  if (!address) return { sorry: `“${url}” is no web address; give one that begins with https://` }
  const connector = connectorOf(name)
  const checked = connector.settings.safeParse({ url, ...settings })
  if (!checked.success) return { sorry: `The settings cannot be used: ${checked.error.issues.map(complaintOf).join('; ')}.` }
  const guess = { connector, settings: checked.data as object } // settings are objects by their zod shapes
  const looked = await preview(guess, fetcher)
  if ('fault' in looked) return { sorry: looked.fault }
  const { text } = await fetchAllowed(fetcher, address.href)
  return { source: sourceOf(guess, address, text), postings: looked.postings }
}

function complaintOf({ path, message }: { path: PropertyKey[]; message: string }): string {
  return path.length > 0 ? `${path.join('.')}: ${message}` : message
}

/** A kind that is sure of itself names one place; the one that would try anything names its last. */
function guesses(look: Look): Guess[] {
  const all = Object.values(CONNECTORS).flatMap(connector =>
    (connector.recognise?.(look) ?? []).map(settings => ({ connector, settings: settings as object })),
  ) // settings are objects by their zod shapes
  const anywhere = (guess: Guess) => Number('site' in guess.settings)
  return all.sort((a, b) => anywhere(a) - anywhere(b))
}

/** Reads the first pages as a crawl would, with all its manners: enough to show what would come. */
async function preview({ connector, settings }: Guess, fetcher: Fetcher): Promise<{ postings: RawPosting[] } | { fault: string }> {
  const postings: RawPosting[] = []
  const result = await crawlPages(connector, connector.settings.parse(settings), fetcher, {
    delayMs: POLICY.delayMs,
    budgets: PREVIEW,
    mostFollowed: MOST_FOLLOWED,
    onPage: found => void postings.push(...found),
  })
  return postings.length > 0 || result.reason === undefined ? { postings } : { fault: result.reason }
}

function sourceOf({ connector, settings }: Guess, address: URL, text: string): Recognised['source'] {
  const name = readHtml(text, address.href).title.trim().slice(0, 100) || address.hostname
  return {
    id: idOf(connector, settings, address),
    name,
    connector: connector.name,
    settings,
    crawlEveryMinutes: 360,
    policy: { ...POLICY, attribution: { text: name, url: address.origin } },
  }
}

/** Two sources must not share an id: where kind, host and path do not say all there is to say, the settings' hash tells them apart. */
function idOf(connector: Connector, settings: object, address: URL): string {
  const slug = slugOf(`${connector.name} ${address.hostname} ${address.pathname}`)
  if (slug.length <= MOST_ID && address.search === '') return slug
  return `${slug.slice(0, MOST_ID - 9)}-${hash('sha256', JSON.stringify(settings)).slice(0, 8)}`
}
