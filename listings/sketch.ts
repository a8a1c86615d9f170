// A text reduced to a few hundred characters that still tell how much of it stands in another: bottom-k samples of hashes
// (Broder 1997, Cohen 2007). Hashes have 24 bits and are written as four letters each, smallest first.

/** Letters in ASCII order, so that written hashes sort as the numbers do. */
const LETTERS = '-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz'

/** A sample of a set of hashes: the `k` smallest, four letters each, and how many there were. */
export interface Sample {
  hashes: string
  of: number
}

export function sampleOf(hashes: readonly number[], k: number): Sample {
  const sorted = new Uint32Array(hashes).sort()
  let of = 0
  for (let i = 0; i < sorted.length; i++) if (i === 0 || sorted[i] !== sorted[i - 1]) sorted[of++] = sorted[i] as number // i is below the length
  const least = sorted.slice(0, Math.min(k, of))
  const sample = { hashes: written(least), of }
  READ.set(sample, least)
  return sample
}

/** Share of the smaller set that stands in the larger, and how many hashes of the smaller the estimate rests on. */
export function containment(a: Sample, b: Sample): { share: number; seen: number } {
  const xs = read(a)
  const ys = read(b)
  const edge = Math.min(lastOf(a, xs), lastOf(b, ys))
  const most = countTo(xs, edge)
  const most2 = countTo(ys, edge)
  let shared = 0
  for (let i = 0, j = 0; i < most && j < most2;) {
    const x = xs[i] as number // i and j are below the lengths
    const y = ys[j] as number
    if (x === y) shared++
    if (x <= y) i++
    if (y <= x) j++
  }
  const seen = Math.min(most, most2)
  return { share: seen === 0 ? 0 : shared / seen, seen }
}

/** Where a hash begins: hashMore() takes in one character after the other, hashDone() makes of it what hash32() makes of the whole. */
export const hashBegun = 0x811c9dc5

export function hashMore(hash: number, code: number): number {
  return Math.imul(hash ^ code, 0x01000193)
}

/** Hash of a text, 32 bits unsigned (FNV-1a with MurmurHash3's finish). */
export function hash32(text: string, seed = hashBegun): number {
  let hash = seed
  for (let i = 0; i < text.length; i++) hash = hashMore(hash, text.charCodeAt(i))
  return hashDone(hash)
}

/** 24 bits of three word hashes in order. */
export function shingle(a: number, b: number, c: number): number {
  return hashDone(Math.imul(Math.imul(a, 31) + b, 31) + c) >>> 8
}

export function hashDone(value: number): number {
  let hash = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

/** A few hashes to be looked up often: a Set keeps numbers beyond 31 bits as objects. */
export class HashSet {
  readonly #places: Uint32Array
  readonly #mask: number

  constructor(hashes: readonly number[]) {
    // At most a quarter full; 0 is an empty place, so that this one hash is in no set.
    this.#places = new Uint32Array(2 ** Math.ceil(Math.log2(4 * hashes.length + 4)))
    this.#mask = this.#places.length - 1
    for (const hash of hashes) this.#places[this.#placeOf(hash)] = hash
  }

  has(hash: number): boolean {
    return hash !== 0 && this.#places[this.#placeOf(hash)] === hash
  }

  #placeOf(hash: number): number {
    let place = hash & this.#mask
    while (this.#places[place] !== 0 && this.#places[place] !== hash) place = (place + 1) & this.#mask
    return place
  }
}

/** Greater than any hash. */
const BEYOND = 0x7fffffff

/** Beyond the last hash of a full sample nothing is known; a sample that holds the whole set is known without end. */
function lastOf(sample: Sample, hashes: Uint32Array): number {
  return hashes.length >= sample.of ? BEYOND - 1 : (hashes[hashes.length - 1] ?? BEYOND)
}

/** How many hashes are no greater than the edge. */
function countTo(hashes: Uint32Array, edge: number): number {
  let count = hashes.length
  while (count > 0 && (hashes[count - 1] as number) > edge) count--
  return count
}

/** Of samples that are about: one advert is compared with a dozen. */
const READ = new WeakMap<Sample, Uint32Array>()

function read(sample: Sample): Uint32Array {
  const known = READ.get(sample)
  if (known) return known
  const { hashes } = sample
  const numbers = new Uint32Array(hashes.length / 4)
  for (let n = 0, i = 0; n < numbers.length; n++, i += 4)
    numbers[n] = (valueAt(hashes, i) << 18) | (valueAt(hashes, i + 1) << 12) | (valueAt(hashes, i + 2) << 6) | valueAt(hashes, i + 3)
  READ.set(sample, numbers)
  return numbers
}

const CODES = Uint8Array.from(LETTERS, letter => letter.charCodeAt(0))
const VALUES = new Uint8Array(128)
for (const [value, code] of CODES.entries()) VALUES[code] = value

function valueAt(text: string, at: number): number {
  return VALUES[text.charCodeAt(at)] ?? 0
}

/** Writes 24-bit hashes as four letters each: in one piece, for what is put together letter by letter is taken apart again to be read. */
export function written(hashes: ArrayLike<number>): string {
  const codes = Buffer.allocUnsafe(4 * hashes.length)
  for (let n = 0, i = 0; n < hashes.length; n++, i += 4) {
    const hash = hashes[n] as number // n is below the length
    codes[i] = CODES[hash >>> 18] as number // 64 letters
    codes[i + 1] = CODES[(hash >>> 12) & 63] as number
    codes[i + 2] = CODES[(hash >>> 6) & 63] as number
    codes[i + 3] = CODES[hash & 63] as number
  }
  return codes.toString('latin1')
}
