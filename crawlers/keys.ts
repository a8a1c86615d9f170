// Keys of sources that want one. A connector puts a mark where a key belongs; the key takes its place only when the request leaves, only for
// the hosts it was given for, and is blotted out of everything that comes back. So no queue, row, log line, page or error can hold one.
import { FetchFailed } from './fetch-failed.ts'
import type { Fetched, Fetcher, FetchOptions, FetchRequest } from './fetcher.ts'

export interface Key {
  /** As the configuration spells it: `REED_API_KEY`. */
  name: string
  value: string
  /** The hosts, with their port if they have one, that may get it. */
  hosts: readonly string[]
}

/** Where a key goes in an address, a header or a body: made of characters no encoding of addresses touches. */
export function keyMark(name: string): string {
  return `__key.${name}__`
}

/** Where a key goes that is a user's name without a password (RFC 7617), after `Basic `. */
export function basicKeyMark(name: string): string {
  return `__key.${name}--basic__`
}

const MARK = /__key\.([A-Z][A-Z\d_]{2,40}?)(--basic)?__/g

/** A fetcher that knows these keys. One made of another adds to its keys. */
export function withKeys(fetcher: Fetcher, keys: readonly Key[]): Fetcher {
  if (keys.length === 0) return fetcher
  const blot = blotterOf(keys)
  return {
    async fetch(request, options) {
      // Only an answer to a request that carried a key can hold one.
      if (markIn(request) === undefined) return fetcher.fetch(request, options)
      try {
        return blotted(await fetcher.fetch(filled(request, keys), options), blot)
      } catch (error) {
        throw blottedError(error, blot)
      }
    },
    render: (url, render, options) => fetcher.render(url, render, options),
    robotsFor: (url, options?: FetchOptions) => fetcher.robotsFor(url, options),
    close: () => fetcher.close(),
  }
}

/**
 * Refuses a request whose mark nobody has put a key in for.
 * @throws FetchFailed naming the setting that is missing
 */
export function refuseMarks(request: FetchRequest): void {
  const name = markIn(request)
  if (name === undefined) return
  throw new FetchFailed('refused-address', `${URL.parse(request.url)?.host ?? 'This host'} wants a key that is not set: ${name}.`)
}

/** Whether a request has a place for a key. */
export function carriesKey(request: FetchRequest): boolean {
  return markIn(request) !== undefined
}

/** The name of the first key a request has a mark for. */
function markIn({ url, headers = {}, body = '' }: FetchRequest): string | undefined {
  if (!url.includes('__key.') && body === '' && Object.keys(headers).length === 0) return undefined
  const [mark] = [url, ...Object.values(headers), body].join('\n').matchAll(MARK)
  return mark?.[1]
}

function filled(request: FetchRequest, keys: readonly Key[]): FetchRequest {
  const host = URL.parse(request.url)?.host ?? ''
  const fill = (text: string, encode: (value: string) => string): string =>
    text.replace(MARK, (mark, name: string, basic: string | undefined) => {
      const key = keys.find(one => one.name === name && one.hosts.includes(host))
      if (key === undefined) return mark
      return basic === undefined ? encode(key.value) : basicOf(key.value)
    })
  const { url, headers, body } = request
  return {
    ...request,
    url: fill(url, encodeURIComponent),
    ...(headers && { headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, fill(value, plain)])) }),
    ...(body !== undefined && { body: fill(body, plain) }),
  }
}

function plain(value: string): string {
  return value
}

function basicOf(value: string): string {
  return Buffer.from(`${value}:`).toString('base64')
}

type Blot = (text: string) => string

/** Every spelling a key may come back in. */
function blotterOf(keys: readonly Key[]): Blot {
  const spellings = new Set(keys.flatMap(({ value }) => [value, encodeURIComponent(value), basicOf(value)]))
  return text => [...spellings].reduce((rest, spelling) => (rest.includes(spelling) ? rest.replaceAll(spelling, '***') : rest), text)
}

function blotted(page: Fetched, blot: Blot): Fetched {
  return { ...page, url: blot(page.url), text: blot(page.text) }
}

/** The cause is left out: what undici says of a request may quote it. */
function blottedError(error: unknown, blot: Blot): unknown {
  if (!(error instanceof FetchFailed)) return error
  const { kind, message, status, retryAt } = error
  return new FetchFailed(kind, blot(message), { ...(status !== undefined && { status }), ...(retryAt !== undefined && { retryAt }) })
}
