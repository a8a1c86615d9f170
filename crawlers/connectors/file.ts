// Adverts out of a JSONL or CSV file: a person's own finds, or an archive to be replayed.
import { hash } from 'node:crypto'
import { z } from 'zod'
import { advertLinesOf } from '../advert-lines.ts'
import type { AdvertLine } from '../advert-lines.ts'
import { FEED_MAX_BYTES, SourceChanged, WebPageCame } from '../connector.ts'
import type { Connector } from '../connector.ts'
import { isWebPage } from '../html-type.ts'
import { textOrNothing } from '../plain-text.ts'
import { rawPosting } from '../raw-posting.ts'
import type { RawPosting } from '../../listings/posting.ts'
import { webAddress } from '../../listings/web-address.ts'

const NAME = 'file'

const Settings = z.object({
  /** Where the file is served. */
  url: z.url({ protocol: /^https?$/ }),
})

/** What a line may say. Numbers may come as text (CSV), absent values as null or as nothing between two commas. */
const Text = z.union([z.string(), z.number().transform(String)]).nullish()
const Amount = z.union([z.number(), z.string()]).nullish()

const AdvertRecord = z.object({
  id: Text,
  source: Text,
  title: Text,
  company: Text,
  location: Text,
  pay: z
    .union([
      z.string(),
      z.number().transform(String),
      z.object({ min: Amount, max: Amount, currency: z.string().nullish(), period: z.string().nullish() }),
    ])
    .nullish(),
  contract: Text,
  duration: Text,
  description: Text,
  url: Text,
  posted: Text,
  closes: Text,
})
/** The names of its columns or keys. */
export const ADVERT_FIELDS: readonly string[] = Object.keys(AdvertRecord.shape)
type AdvertRecord = z.infer<typeof AdvertRecord>

/** Files without a source column count as one source. */
const NO_SOURCE = 'file'

export const file: Connector<z.infer<typeof Settings>> = {
  name: NAME,
  settings: Settings,
  start: ({ url }) => [{ url, label: 'list', maxBytes: FEED_MAX_BYTES }],
  read(page) {
    const postings: RawPosting[] = []
    const flaws: string[] = []
    for (const { number, record, fault } of linesOf(page.body)) {
      const line = fault === undefined ? readAdvertLine(record) : { fault }
      if ('fault' in line) flaws.push(`line ${number} ${line.fault}`)
      else postings.push(line.posting)
    }
    if (postings.length === 0 && flaws.length > 0) throw new SourceChanged(`No line of the file is an advert: ${flaws[0]}.`)
    return { postings, follow: [], flaws: flaws.slice(0, 20) }
  },
}

export type AdvertLineReading = { posting: RawPosting; source: string } | { fault: string }

/**
 * Reads one line of a file, already parsed: `{ id, source, title, company, location, pay, contract, duration, description, url, posted,
 * closes }`, of which `title` or `description` must be there. `pay` is text or `{ min, max, currency?, period? }`; without a currency it is pounds.
 * Without an id, one is made of the words, so that the same line read again is the same advert.
 * @returns the advert, or the fault as the end of a sentence that begins with the line ("has neither a title nor a description")
 */
export function readAdvertLine(record: unknown): AdvertLineReading {
  const line = AdvertRecord.safeParse(withoutBlanks(record))
  // Without a title it can still be read and refused; without title and text there is nothing to refuse.
  if (line.success && !line.data.title && !line.data.description) return { fault: 'has neither a title nor a description' }
  if (line.success) return { posting: toPosting(line.data), source: textOrNothing(line.data.source) ?? NO_SOURCE }
  return { fault: faultOf(line.error) }
}

function faultOf(error: z.ZodError): string {
  const [issue] = error.issues
  const field = issue?.path.join('.') ?? ''
  if (field === '') return 'is not an object with the fields of an advert'
  return `has a “${field}” that is not what belongs there`
}

function toPosting(line: AdvertRecord): RawPosting {
  const range = typeof line.pay === 'object' ? line.pay : undefined
  return rawPosting({
    externalId: textOrNothing(line.id) ?? digestOf(line),
    // '' where the line has no address a person could open.
    url: webAddress((line.url ?? '').trim()),
    title: line.title ?? '',
    company: line.company,
    location: line.location,
    description: line.description,
    pay: typeof line.pay === 'string' ? line.pay : undefined,
    payField: range && { ...range, currency: range.currency ?? 'GBP' },
    contract: line.contract,
    duration: line.duration,
    postedAt: line.posted,
    closesAt: line.closes,
  })
}

function digestOf({ title, company, location, description }: AdvertRecord): string {
  return hash('sha256', JSON.stringify([title, company, location, description]), 'base64url').slice(0, 22)
}

function linesOf(body: string): AdvertLine[] {
  if (isWebPage(body)) throw new WebPageCame('Expected a JSONL or CSV file, but a web page came.')
  try {
    return advertLinesOf(body)
  } catch (error) {
    throw new SourceChanged('The file is neither JSONL nor CSV that can be read to its end.', { cause: error })
  }
}

/** An empty cell says nothing. */
function withoutBlanks(record: unknown): unknown {
  if (typeof record !== 'object' || record === null) return record
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== ''))
}
