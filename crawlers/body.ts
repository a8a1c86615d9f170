// From the bytes on the wire to the bytes of the page: one content-coding at most, counted after decoding, refused beyond the cap.
import { Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import zlib from 'node:zlib'
import type { Transform } from 'node:stream'
import { FetchFailed } from './fetch-failed.ts'
import { LARGE_BODY } from './large-bodies.ts'

export interface Body {
  bytes: Buffer
  /** Bytes as they came over the wire. */
  wireBytes: number
}

/** What happens at the cap: the page is refused, or what came so far is the page. */
export interface Cap {
  maxBytes: number
  cut?: boolean
  /** Waited for before more is taken in than `LARGE_BODY`. */
  whenLarge?: () => Promise<void>
}

/** What we say we understand. */
export const ACCEPT_ENCODING = 'gzip, br, zstd, deflate'

/**
 * Reads a response body to its end.
 * @param coding the Content-Encoding header as sent
 * @throws FetchFailed `encoding` (unknown coding, or several), `too-large`, `truncated`
 */
export async function readBody(source: Readable, coding: string, cap: Cap, host: string): Promise<Body> {
  const name = onlyCoding(coding, host)
  if (name === undefined) return collectPlain(source, cap, host)
  const decoder = DECODERS[name]?.()
  if (decoder !== undefined) return collect(source, decoder, cap, host)
  const { bytes: packed } = await collectPlain(source, cap, host)
  // "deflate" is zlib by the book and raw deflate from some servers: the first byte tells (RFC 1950 §2.2, compression method 8).
  const isZlib = packed.length > 0 && ((packed[0] ?? 0) & 0x0f) === 8
  const { bytes } = await collect(Readable.from([packed]), isZlib ? zlib.createInflate() : zlib.createInflateRaw(), cap, host)
  return { bytes, wireBytes: packed.length }
}

/** A `.gz` file served as a file: unpacked once, and only when no content-coding has been undone already. */
export async function unpackGzipFile(packed: Buffer, cap: Cap, host: string): Promise<Buffer> {
  const { bytes } = await collect(Readable.from([packed]), zlib.createGunzip(), cap, host)
  return bytes
}

export function isGzipFile(bytes: Buffer): boolean {
  return bytes.length > 2 && bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 0x08
}

const DECODERS: Record<string, () => Transform> = {
  gzip: () => zlib.createGunzip(),
  'x-gzip': () => zlib.createGunzip(),
  br: () => zlib.createBrotliDecompress(),
  zstd: () => zlib.createZstdDecompress(),
}

function onlyCoding(coding: string, host: string): string | undefined {
  const codings = coding
    .toLowerCase()
    .split(',')
    .map(one => one.trim())
    .filter(one => one !== '' && one !== 'identity' && one !== 'none')
  const [name] = codings
  if (codings.length > 1) throw new FetchFailed('encoding', `${host} sent a page packed more than once.`)
  if (name !== undefined && name !== 'deflate' && !Object.hasOwn(DECODERS, name))
    throw new FetchFailed('encoding', `${host} sent a page packed in a way we do not know.`)
  return name
}

/** Ends the reading of a body that has reached its cap and is cut there. */
class Enough extends Error {}

/** A body as it came. Without the plumbing of a pipeline, which costs 0.1 ms of a page's half (measured November 2026). */
async function collectPlain(source: Readable, { maxBytes, cut, whenLarge }: Cap, host: string): Promise<Body> {
  const store = new Store(maxBytes)
  // Leaving the loop early closes the source.
  for await (const chunk of source as AsyncIterable<Buffer>) {
    if (store.size + chunk.length > maxBytes && !cut) throw tooLarge(host, maxBytes)
    if (becomesLarge(store, chunk)) await whenLarge?.()
    store.add(chunk)
    if (store.size > maxBytes) break
  }
  return { bytes: store.bytes().subarray(0, cut ? maxBytes : undefined), wireBytes: store.size }
}

async function collect(source: Readable, decoder: Transform, { maxBytes, cut, whenLarge }: Cap, host: string): Promise<Body> {
  const store = new Store(maxBytes)
  let wireBytes = 0
  source.on('data', (chunk: Buffer) => (wireBytes += chunk.length))
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      if (store.size + chunk.length > maxBytes && !cut) return done(tooLarge(host, maxBytes))
      const keep = (): void => {
        store.add(chunk)
        done(store.size > maxBytes ? new Enough() : null)
      }
      if (whenLarge === undefined || !becomesLarge(store, chunk)) return keep()
      return void whenLarge().then(keep, done)
    },
  })
  try {
    await pipeline(source, decoder, sink)
  } catch (error) {
    if (isBadData(error)) throw new FetchFailed('truncated', `${host} sent a page that is packed wrongly or cut short.`, { cause: error })
    if (!(error instanceof Enough)) throw error
  }
  return { bytes: store.bytes().subarray(0, cut ? maxBytes : undefined), wireBytes }
}

/** From here on a body grows in address space that is set aside for it, so that nothing is copied and all of it is given back at its end. */
const SET_ASIDE_FROM = 524_288
/** Bytes by which it grows then. */
const STEP = 262_144

/**
 * Bytes as they come, in one growing piece: a list of pieces joined at the end holds a page twice, and a feed may have 20 MB. Large ones are
 * kept away from malloc, which holds on to tens of megabytes once pieces of that size have come and gone (measured: 40 MB of four crawls).
 */
class Store {
  size = 0
  private held = new ArrayBuffer(0)
  /** One byte more than is allowed tells that there is too much. */
  private readonly most: number

  constructor(maxBytes: number) {
    this.most = maxBytes + 1
  }

  add(chunk: Buffer): void {
    const taken = Math.min(chunk.length, this.most - this.size)
    const needed = this.size + taken
    if (needed > this.held.byteLength) this.grow(needed)
    new Uint8Array(this.held).set(taken === chunk.length ? chunk : chunk.subarray(0, taken), this.size)
    this.size = needed
  }

  bytes(): Buffer {
    return Buffer.from(this.held, 0, this.size)
  }

  private grow(needed: number): void {
    const { held } = this
    if (held.resizable) return held.resize(Math.min(Math.ceil(needed / STEP) * STEP, this.most))
    if (needed <= SET_ASIDE_FROM) return void (this.held = held.transfer(Math.max(needed, Math.ceil(held.byteLength * 1.5))))
    this.held = new ArrayBuffer(needed, { maxByteLength: this.most })
    new Uint8Array(this.held).set(new Uint8Array(held, 0, this.size))
  }
}

function becomesLarge({ size }: Store, chunk: Buffer): boolean {
  return size <= LARGE_BODY && size + chunk.length > LARGE_BODY
}

function tooLarge(host: string, maxBytes: number): FetchFailed {
  return new FetchFailed('too-large', `${host} sent more than ${Math.round(maxBytes / 1_048_576)} MB in one page.`)
}

function isBadData(error: unknown): boolean {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined
  return typeof code === 'string' && /^(?:Z_|ERR__ERROR|ERR_BROTLI|ERR_ZSTD|ERR_PADDING|ZSTD_|BROTLI_)/.test(code)
}
