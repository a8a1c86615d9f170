// What an address runs on: a board we know the API of, a feed, or pages with schema.org JobPosting. Looks, reads a little, stores nothing.
import { load } from 'cheerio'
import type { Source } from '../db/sources.ts'
import { slugOf } from '../listings/listing.ts'
import type { RawPosting } from '../listings/posting.ts'
import { CONNECTORS } from './catalogue.ts'
import type { Connector, Look, Page, PageRequest } from './connector.ts'
import type { Fetcher } from './fetcher.ts'

export interface Recognised {
  source: Omit<Source, 'origin'>
  /** What its first pages hold, before any reading. */
  postings: RawPosting[]
}

/** Pages looked at before a guess is given up. */
const PREVIEW_PAGES = 6

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
  const { text } = await fetcher.fetch({ url: address.href })
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

/** A kind that is sure of itself names one place; the one that would try anything names its last. */
function guesses(look: Look): Guess[] {
  const all = Object.values(CONNECTORS).flatMap(connector =>
    (connector.recognise?.(look) ?? []).map(settings => ({ connector, settings: settings as object })),
  ) // settings are objects by their zod shapes
  const anywhere = (guess: Guess) => Number('site' in guess.settings)
  return all.sort((a, b) => anywhere(a) - anywhere(b))
}

/** Reads the first pages as a crawl would, without its queue: enough to show what would come. */
async function preview({ connector, settings }: Guess, fetcher: Fetcher): Promise<{ postings: RawPosting[] }> {
  const parsed = connector.settings.parse(settings)
  const queue: PageRequest[] = connector.start(parsed)
  const postings: RawPosting[] = []
  for (let pages = 0; pages < PREVIEW_PAGES && postings.length < 5; pages += 1) {
    const request = queue.shift()
    if (!request) break
    const reading = connector.read(await loadPage(request, fetcher), parsed)
    postings.push(...reading.postings)
    queue.unshift(...reading.follow)
  }
  return { postings }
}

async function loadPage(request: PageRequest, fetcher: Fetcher): Promise<Page> {
  const fetched = await fetcher.fetch(request, { delayMs: POLICY.delayMs })
  return { request, url: fetched.url, status: fetched.status, contentType: fetched.contentType, body: fetched.text }
}

function sourceOf({ connector, settings }: Guess, address: URL, text: string): Recognised['source'] {
  const name = load(text)('title').first().text().trim().slice(0, 100) || address.hostname
  return {
    id: slugOf(`${connector.name} ${address.hostname} ${address.pathname}`).slice(0, 60),
    name,
    connector: connector.name,
    settings,
    crawlEveryMinutes: 360,
    policy: { ...POLICY, attribution: { text: name, url: address.origin } },
  }
}
