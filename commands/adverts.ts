// Commands that read adverts and store nothing: `tag` and `inspect`.
import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { readConfig } from '../config.ts'
import { decodeText } from '../crawlers/charset.ts'
import { fetchAllowed } from '../crawlers/fetch-allowed.ts'
import { inspectPage } from '../crawlers/inspect.ts'
import { CONNECTORS } from '../crawlers/catalogue.ts'
import { readAdvertLine } from '../crawlers/connectors/file.ts'
import { jsonFault, linesOf } from '../crawlers/lines.ts'
import { openPacked } from '../crawlers/packed-file.ts'
import { cardRecord } from '../listings/card-record.ts'
import { advertOf, readCard, readPosting } from '../listings/posting.ts'
import type { RawPosting } from '../listings/posting.ts'
import { compare, objections, signature } from '../listings/sameness.ts'
import type { Signature } from '../listings/sameness.ts'
import { faultOfSourceAddress } from '../listings/web-address.ts'
import { answer, say } from './console.ts'
import { UsageError } from './faults.ts'
import { commandFetcher } from './fetching.ts'

const words = z.union([z.string(), z.number().transform(String)]).nullish()

/** An advert as `tag` takes it: whatever of these the source gave. */
const TAG_INPUT = z.object({
  id: z.union([z.string(), z.number()]),
  title: words,
  company: words,
  location: words,
  pay: words,
  duration: words,
  jobType: words,
  description: words,
})

/** Reads one advert a line from a file or standard input, and prints its contract card a line. */
export async function tag(file: string): Promise<void> {
  let number = 0
  for await (const line of inputLines(file)) {
    number += 1
    if (line.trim() !== '') answer(tagged(line, number))
  }
}

function tagged(line: string, number: number): Record<string, unknown> {
  const { id, title, company, location, pay, duration, jobType, description } = parseLine(TAG_INPUT, line, number)
  const { advert } = advertOf({
    externalId: String(id),
    url: '',
    title: title ?? '',
    ...given({ company, location, pay, duration, contract: jobType, description }),
  })
  return { id, ...cardRecord(readCard(advert)) }
}

function given<T extends Record<string, string | null | undefined>>(fields: T): { [K in keyof T]?: string } {
  const told = Object.entries(fields).filter(([, value]) => typeof value === 'string' && value !== '')
  return Object.fromEntries(told) as { [K in keyof T]?: string } // only the strings were kept
}

const PAIR_INPUT = z.object({ id: z.union([z.string(), z.number()]), a: z.unknown(), b: z.unknown() })

/** Says of each pair of adverts whether they are one role, how sure that is, and why: `{ id, a, b }` a line in, adverts as `import` takes them. */
export async function same(file: string): Promise<void> {
  let number = 0
  for await (const line of inputLines(file)) {
    number += 1
    if (line.trim() === '') continue
    const { id, a, b } = parseLine(PAIR_INPUT, line, number)
    const [one, two] = [signatureOf(a, number), signatureOf(b, number)]
    const { reasons, ...told } = compare(one, two)
    answer({ id, ...told, reasons: told.same ? reasons : objections(one, two) })
  }
}

function signatureOf(advert: unknown, number: number): Signature {
  const line = readAdvertLine(advert)
  if ('fault' in line) throw new UsageError(`line ${number}: an advert of it ${line.fault}`)
  return signature(readPosting(line.posting))
}

export interface InspectOptions {
  connector?: string
  url?: string
  batch?: string
}

const BATCH_INPUT = z.object({ id: z.string(), file: z.string(), connector: z.string(), url: z.string() })

/** Prints the postings a connector reads from a page, with their cards; or, with --batch, answers for many captured pages. */
export async function inspect(target: string | undefined, options: InspectOptions): Promise<void> {
  if (options.batch !== undefined) return inspectBatch(options.batch)
  if (target === undefined) throw new UsageError('name a file or an address, e.g. dayrate inspect https://example.com/jobs')
  const connector = options.connector === undefined ? {} : { connector: known(options.connector) }
  const { postings, raw, flaws, error } = inspectPage({ ...(await loadPage(target, options.url)), ...connector })
  if (error) throw new Error(error)
  for (const flaw of flaws) say(flaw)
  for (const [i, posting] of postings.entries()) answer({ ...posting, ...readingOf(raw[i]) })
}

function readingOf(raw: RawPosting | undefined): Record<string, unknown> {
  if (!raw) return {}
  const { card, refusal } = readPosting(raw)
  return { card: cardRecord(card), refusal: refusal ?? null }
}

async function inspectBatch(file: string): Promise<void> {
  let number = 0
  for await (const line of inputLines(file)) {
    number += 1
    if (line.trim() === '') continue
    const { id, file: page, connector, url } = parseLine(BATCH_INPUT, line, number)
    const { postings, error } = inspectPage({ body: await readPage(page), url, connector })
    answer({ id, postings, ...(error ? { error } : {}) })
  }
}

async function loadPage(target: string, url: string | undefined): Promise<{ body: string; url: string }> {
  if (!/^https?:\/\//i.test(target)) return { body: await readPage(target), url: url ?? 'https://example.com/' }
  const fault = faultOfSourceAddress(target)
  if (fault !== undefined) throw new UsageError(fault)
  const fetcher = commandFetcher(readConfig())
  try {
    const page = await fetchAllowed(fetcher, target)
    return { body: page.text, url: url ?? page.url }
  } finally {
    await fetcher.close()
  }
}

/** A saved page in whatever charset it was saved. */
async function readPage(file: string): Promise<string> {
  return decodeText(await readFile(file), '').text
}

function known(connector: string): string {
  if (!Object.hasOwn(CONNECTORS, connector))
    throw new UsageError(`there is no connector “${connector}”; there are ${Object.keys(CONNECTORS).sort().join(', ')}`)
  return connector
}

/** @throws UsageError naming the line, what is wrong with it, and what a line has */
function parseLine<T>(shape: z.ZodObject & z.ZodType<T>, line: string, number: number): T {
  const record = parseJson(line, number)
  const parsed = shape.safeParse(record)
  if (parsed.success) return parsed.data
  const keys = Object.keys(shape.shape).join(', ')
  if (typeof record !== 'object' || record === null || Array.isArray(record))
    throw new UsageError(`line ${number} is not a JSON object; each line is one, with ${keys}`)
  const field = String(parsed.error.issues[0]?.path[0] ?? '')
  const fault = Object.hasOwn(record, field) ? `has a “${field}” that is neither text nor a number` : `has no “${field}”`
  throw new UsageError(`line ${number} ${fault}; a line has ${keys}`)
}

function parseJson(line: string, number: number): unknown {
  try {
    return JSON.parse(line)
  } catch (error) {
    throw new UsageError(`line ${number} ${jsonFault(error)}; give one JSON object a line`, { cause: error })
  }
}

/** The lines of a file (packed, too) or of standard input; says so where nothing came. */
async function* inputLines(file: string): AsyncGenerator<string> {
  let came = false
  for await (const line of linesOf(file === '-' ? process.stdin : openPacked(file).stream)) {
    came ||= line.trim() !== ''
    yield line
  }
  if (!came) say(file === '-' ? 'Nothing came on standard input.' : `“${file}” is empty.`)
}
