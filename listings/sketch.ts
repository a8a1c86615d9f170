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
  const sorted = Uint32Array.from(hashes).sort()
  let written = ''
  let of = 0
  for (let i = 0; i < sorted.length; i++) {
    if (i > 0 && sorted[i] === sorted[i - 1]) continue
    if (of++ < k) written += write(sorted[i] ?? 0)
  }
  return { hashes: written, of }
}

/** Share of the smaller set that stands in the larger, and how many hashes of the smaller the estimate rests on. */
export function containment(a: Sample, b: Sample): { share: number; seen: number } {
  const edge = Math.min(lastOf(a), lastOf(b))
  let [i, j, ofA, ofB, shared] = [0, 0, 0, 0, 0]
  let x = valueAt(a.hashes, 0)
  let y = valueAt(b.hashes, 0)
  while (Math.min(x, y) <= edge) {
    const least = Math.min(x, y)
    if (x === y) shared++
    if (x === least) {
      ofA++
      x = valueAt(a.hashes, (i += 4))
    }
    if (y === least) {
      ofB++
      y = valueAt(b.hashes, (j += 4))
    }
  }
  const seen = Math.min(ofA, ofB)
  return { share: seen === 0 ? 0 : shared / seen, seen }
}

/** Hash of a text, 32 bits unsigned (FNV-1a with MurmurHash3's finish). */
export function hash32(text: string, seed = 0x811c9dc5): number {
  let hash = seed
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return finish(hash)
}

/** 24 bits of three word hashes in order. */
export function shingle(a: number, b: number, c: number): number {
  return finish(Math.imul(Math.imul(a, 31) + b, 31) + c) >>> 8
}

function finish(value: number): number {
  let hash = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

/** Greater than any hash as `valueAt` reads it. */
const BEYOND = 0x7fffffff

/** Beyond the last hash of a full sample nothing is known; a sample that holds the whole set is known without end. */
function lastOf(sample: Sample): number {
  return sample.hashes.length / 4 >= sample.of ? BEYOND - 1 : valueAt(sample.hashes, sample.hashes.length - 4)
}

function valueAt(hashes: string, i: number): number {
  if (i < 0 || i >= hashes.length) return BEYOND
  return (hashes.charCodeAt(i) << 21) | (hashes.charCodeAt(i + 1) << 14) | (hashes.charCodeAt(i + 2) << 7) | hashes.charCodeAt(i + 3)
}

/** Writes a 24-bit hash as four letters. */
export function write(hash: number): string {
  return (
    (LETTERS[hash >>> 18] ?? '') + (LETTERS[(hash >>> 12) & 63] ?? '') + (LETTERS[(hash >>> 6) & 63] ?? '') + (LETTERS[hash & 63] ?? '')
  )
}
