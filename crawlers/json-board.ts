// What all connectors over JSON share: text to checked items, with a sentence when the shape is not the one we know. One bad item among
// good ones is a flaw of the page; a page of bad items, or another envelope, is a changed source.
import type { ZodError, ZodType } from 'zod'
import { SourceChanged, WebPageCame } from './connector.ts'
import { isWebPage } from './html-type.ts'
import type { RawPosting } from '../listings/posting.ts'

/** @throws SourceChanged when the body is not JSON. */
export function parseJson(body: string, connector: string): unknown {
  try {
    return JSON.parse(body.replace(/^\uFEFF/, ''))
  } catch (error) {
    const expected = `Expected JSON in the shape of ${connector}, but`
    if (isWebPage(body)) throw new WebPageCame(`${expected} a web page came.`, { cause: error })
    throw new SourceChanged(`${expected} text that is not JSON came.`, { cause: error })
  }
}

/** @throws SourceChanged naming the place and what was expected there. */
export function checkShape<T>(schema: ZodType<T>, value: unknown, connector: string): T {
  const checked = schema.safeParse(value)
  if (checked.success) return checked.data
  throw new SourceChanged(`The answer does not have the shape of ${connector}: ${complaintOf(checked.error)}.`, { cause: checked.error })
}

/** Where else a board's adverts may stand: in objects that carry all of these keys, put into the envelope the connector knows. */
export interface Elsewhere {
  keys: readonly string[]
  as: (items: unknown[]) => unknown
}

/**
 * A board's answer in the envelope its connector knows. Where another one came (an archive of answers, a newer version of the interface),
 * the adverts are looked for in it, and the second value says so.
 * @throws SourceChanged when there are none, or no JSON came
 */
export function boardIn<T>(body: string, schema: ZodType<T>, connector: string, { keys, as }: Elsewhere): [board: T, flaws: string[]] {
  const answer = parseJson(body, connector)
  const found = schema.safeParse(answer).success ? [] : findItems(answer, keys)
  if (found.length === 0) return [checkShape(schema, answer, connector), []]
  // A single advert is asked for by its own address.
  const isOne = found[0] === answer
  return [checkShape(schema, as(found), connector), isOne ? [] : [`The adverts came in another envelope than that of ${connector}`]]
}

export interface Items {
  postings: RawPosting[]
  flaws: string[]
}

/**
 * Reads each item by itself.
 * @param toPosting undefined = an item that is no advert, left out silently
 * @param known flaws of the page that are known already
 * @throws SourceChanged when most items do not have the shape
 */
export function readItems<T>(
  items: readonly unknown[],
  schema: ZodType<T>,
  connector: string,
  toPosting: (item: T) => RawPosting | undefined,
  known: readonly string[] = [],
): Items {
  const postings: RawPosting[] = []
  const complaints: string[] = []
  for (const [index, item] of items.entries()) {
    const checked = schema.safeParse(item)
    if (!checked.success) {
      complaints.push(`item ${index + 1}, ${complaintOf(checked.error)}`)
      continue
    }
    const posting = attempt(toPosting, checked.data)
    if (typeof posting === 'string') complaints.push(`item ${index + 1}, ${posting}: ${JSON.stringify(item).slice(0, 200)}`)
    if (typeof posting !== 'object') continue
    if (/^https?:\/\//i.test(posting.url) && posting.title !== '') postings.push(posting)
    else complaints.push(`item ${index + 1}, without a ${posting.title === '' ? 'title' : 'web address'}`)
  }
  const [first] = complaints
  if (first === undefined) return { postings, flaws: [...known] }
  if (complaints.length * 2 > items.length) throw new SourceChanged(`The adverts do not have the shape of ${connector}: ${first}.`)
  return { postings, flaws: [...known, `${complaints.length} of ${items.length} adverts could not be read (${first})`] }
}

/** One advert that breaks its connector does not stop the others (D13). @returns why it did, as words */
function attempt<T>(toPosting: (item: T) => RawPosting | undefined, item: T): RawPosting | string | undefined {
  try {
    return toPosting(item)
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

function complaintOf(error: ZodError): string {
  const [issue] = error.issues
  if (issue === undefined) return 'something is missing'
  const place = issue.path.join('.')
  return `${place === '' ? 'at the top' : `at “${place}”`} ${issue.message.replace(/^Invalid input: /, '')}`
}

/** Deeper than adverts lie in any envelope seen. */
const DEEPEST = 6

/**
 * All objects in an answer that carry every one of these keys: for sources whose adverts come in more than one envelope (a page, a single
 * advert, an archive of pages). What is found is not searched for more.
 */
export function findItems(answer: unknown, keys: readonly string[], depth = 0): unknown[] {
  if (typeof answer !== 'object' || answer === null || depth > DEEPEST) return []
  if (!Array.isArray(answer) && keys.every(key => Object.hasOwn(answer, key))) return [answer]
  return Object.values(answer).flatMap(child => findItems(child, keys, depth + 1))
}
