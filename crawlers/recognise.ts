// What an address runs on: a board we know the API of, a feed, or pages with schema.org JobPosting. Looks, reads a little, stores nothing.
import { hash } from 'node:crypto'
import type { Source } from '../db/sources.ts'
import { cardRecord } from '../listings/card-record.ts'
import { slugOf } from '../listings/listing.ts'
import { readPosting } from '../listings/posting.ts'
import type { RawPosting } from '../listings/posting.ts'
import { faultOfSourceAddress } from '../listings/web-address.ts'
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

/** What a source would bring, for a person to agree to. */
export interface SourcePreview {
  source: Recognised['source']
  /** Adverts found on the first pages; the source may have more. */
  found: number
  /** The first few, as the readers read them; `refused` = why one would not be shown. */
  adverts: { title: string; url: string; card: Record<string, unknown>; refused?: string }[]
}

const MOST_SHOWN = 5

/**
 * Looks at an address, or tries a source that is described, and shows the first adverts with their cards. Stores nothing; takes at most some
 * two minutes. `sorry` is a sentence for the person who gave the address.
 * @throws FetchFailed where the address itself cannot be had
 */
export async function previewSource(url: string, fetcher: Fetcher, described?: Description): Promise<SourcePreview | { sorry: string }> {
  const found = await (described === undefined ? recogniseSource(url, fetcher) : describedSource(url, described, fetcher))
  if ('sorry' in found) return found
  const adverts = found.postings.slice(0, MOST_SHOWN).map(raw => {
    const { title, card, refusal } = readPosting(raw)
    return { title, url: raw.url, card: cardRecord(card), ...(refusal && { refused: refusal.reason }) }
  })
  return { source: found.source, found: found.postings.length, adverts }
}

/** What is looked at before a guess is given up. */
const PREVIEW = { pages: 10, items: 5, bytes: 60 * 1_048_576, errors: 3, wallMs: 60_000 }
/** Of what each page names, so that a preview gets from a sitemap of sitemaps down to an advert. */
const MOST_FOLLOWED = 3
const MOST_GUESSES = 8
const WHOLE_MS = 120_000
const MOST_ID = 60

/** A board we asked nothing about beforehand: one request a second, what robots.txt allows, shown in full with its name. */
const POLICY = { republish: 'full', statistics: true, requestsPerDay: 2_000, delayMs: 1_000, graceHours: 48 } as const

interface Guess {
  connector: Connector
  settings: object
}

/**
 * Finds out how an address is read, likeliest kind first, within two minutes. `sorry` is a sentence for the person who gave the address.
 * @throws FetchFailed where the address itself cannot be had
 */
export async function recogniseSource(url: string, fetcher: Fetcher): Promise<Recognised | { sorry: string }> {
  const fault = faultOfSourceAddress(url)
  if (fault !== undefined) return { sorry: fault }
  const address = new URL(url)
  const { text, url: arrivedAt } = await fetchAllowed(fetcher, address.href)
  const faults: string[] = []
  const signal = AbortSignal.timeout(WHOLE_MS)
  for (const guess of guesses({ address: new URL(arrivedAt), text }).slice(0, MOST_GUESSES)) {
    const looked = await preview(guess, fetcher, signal).catch((error: unknown) => ({
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

export interface Description {
  connector: string
  settings: object
}

/** A source that a person describes: the kind and its settings are given (`url` among them need not be), and only tried. */
export async function describedSource(
  url: string,
  { connector: name, settings }: Description,
  fetcher: Fetcher,
): Promise<Recognised | { sorry: string }> {
  const first = url.replaceAll('{page}', '1')
  const fault = faultOfSourceAddress(first)
  if (fault !== undefined) return { sorry: fault }
  const address = new URL(first)
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
  const name = path.join('.')
  if (name === '') return message
  const [, expected, received] = /^Invalid input: expected (\w{1,20}), received (\w{1,20})$/.exec(message) ?? []
  if (received === 'undefined') return `“${name}” is missing`
  return expected ? `“${name}” must be a ${expected}` : `“${name}”: ${message}`
}

/**
 * What may be at an address, likeliest first: what the address itself says; what the page is; what the page points to (a board of jobs links
 * to its owner's careers, too); what any site might have.
 */
export function guesses({ address, text }: Look): Guess[] {
  const byAddress = new Set(guessesOf({ address, text: '' }).map(keyOf))
  const rankOf = (guess: Guess): number => {
    const said = JSON.stringify(guess.settings)
    if (said === JSON.stringify({ site: address.origin })) return 3
    if (byAddress.has(keyOf(guess))) return 0
    return said.includes(address.hostname) ? 1 : 2
  }
  // Scripts write addresses with escaped slashes.
  const all = guessesOf({ address, text: text.replaceAll('\\/', '/') })
  return [...new Map(all.map(guess => [keyOf(guess), guess])).values()].sort((a, b) => rankOf(a) - rankOf(b))
}

function guessesOf(look: Look): Guess[] {
  return Object.values(CONNECTORS).flatMap(connector =>
    (connector.recognise?.(look) ?? []).map(settings => ({ connector, settings: settings as object })),
  ) // settings are objects by their zod shapes
}

function keyOf({ connector, settings }: Guess): string {
  return `${connector.name} ${JSON.stringify(settings)}`
}

/** Reads the first pages as a crawl would, with all its manners: enough to show what would come. */
async function preview(
  { connector, settings }: Guess,
  fetcher: Fetcher,
  signal = AbortSignal.timeout(WHOLE_MS),
): Promise<{ postings: RawPosting[] } | { fault: string }> {
  const postings: RawPosting[] = []
  const result = await crawlPages(connector, connector.settings.parse(settings), fetcher, {
    delayMs: POLICY.delayMs,
    budgets: PREVIEW,
    mostFollowed: MOST_FOLLOWED,
    signal,
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
