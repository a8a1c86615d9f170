// What a connector reads from one page, without fetching or storing anything: for people who look at a source, and for measuring.
import { CONNECTORS, connectorOf } from './catalogue.ts'
import { SourceChanged } from './connector.ts'
import type { Connector, Page } from './connector.ts'
import type { RawPosting } from '../listings/posting.ts'

export interface InspectedPosting {
  /** The source's id. */
  ref: string
  url: string
  title: string
  company?: string
  location?: string
  postedAt?: string
  closesAt?: string
  employmentType?: string
  /** Only where the source states it in fields. */
  pay?: { currency: string; min: number | null; max: number | null; period: string | null }
}

export interface Inspection {
  postings: InspectedPosting[]
  /** As the connector hands them over, in the same order. */
  raw: RawPosting[]
  flaws: string[]
  /** Why nothing could be read, as a sentence. */
  error?: string
}

export interface InspectedPage {
  body: string
  /** Where the page came from. */
  url: string
  /** Left out, the one that reads most is taken. */
  connector?: string
}

/**
 * Reads a page with a connector or, where none is named, with the one that reads most out of it. A page that is not what the connector
 * knows gives `error`.
 */
export function inspectPage({ body, url, connector }: InspectedPage): Inspection {
  if (connector !== undefined) return inspectWith(connectorOf(connector), body, url)
  const readings = Object.values(CONNECTORS).map(one => inspectWith(one, body, url))
  const [best] = readings.filter(({ postings }) => postings.length > 0).sort((a, b) => wealthOf(b) - wealthOf(a))
  return best ?? { postings: [], raw: [], flaws: [], error: 'No connector finds an advert on this page.' }
}

/** More adverts count before more said of each. */
function wealthOf({ raw }: Inspection): number {
  return raw.length * 1_000_000 + Math.min(JSON.stringify(raw).length, 999_999)
}

function inspectWith(connector: Connector, body: string, url: string): Inspection {
  const page: Page = { request: { url, label: 'detail' }, url, status: 200, contentType: '', body }
  try {
    const { postings, stubs = [], flaws = [] } = connector.read(page, {})
    const raw = [...postings, ...stubs]
    return { postings: raw.map(toInspected), raw, flaws }
  } catch (error) {
    if (error instanceof SourceChanged) return { postings: [], raw: [], flaws: [], error: error.message }
    throw error
  }
}

function toInspected(posting: RawPosting): InspectedPosting {
  const { externalId, url, title, company, location, postedAt, closesAt, contract, payField } = posting
  return {
    ref: externalId,
    url,
    title,
    ...(company !== undefined && { company }),
    ...(location !== undefined && { location }),
    ...(postedAt !== undefined && { postedAt }),
    ...(closesAt !== undefined && { closesAt }),
    ...(contract !== undefined && { employmentType: contract }),
    ...(payField !== undefined && { pay: payField }),
  }
}
