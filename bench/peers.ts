// How other products find the same role twice: by an exact key, or by MinHash of the text with locality-sensitive hashing (Broder 1997).
import type { Posting } from '../listings/posting.ts'
import { hash32 } from '../listings/sketch.ts'

/** Lower case, letters and digits only. */
export function exactKey({ title, company, location }: Posting): string {
  return [title, company, location].map(part => part.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')).join(' ')
}

const PERMUTATIONS = 128
const ROWS = 8
/** From here on two texts count as one; the usual choice. */
export const LIKENESS = 0.8

const MULTIPLIERS = Uint32Array.from({ length: PERMUTATIONS }, (_, i) => hash32(`a${i}`) | 1)
const ADDENDS = Uint32Array.from({ length: PERMUTATIONS }, (_, i) => hash32(`b${i}`))

/** The least hash of three-word phrases under each of 128 permutations. */
export function minHash(text: string): Uint32Array {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
  const least = new Uint32Array(PERMUTATIONS).fill(0xff_ff_ff_ff)
  for (let i = 0; i + 2 < words.length; i++) {
    const phrase = hash32(`${words[i]} ${words[i + 1]} ${words[i + 2]}`)
    for (let p = 0; p < PERMUTATIONS; p++) {
      const hash = (Math.imul(phrase, MULTIPLIERS[p] ?? 1) + (ADDENDS[p] ?? 0)) >>> 0
      if (hash < (least[p] ?? 0)) least[p] = hash
    }
  }
  return least
}

/** The share of equal least hashes: an estimate of the share of phrases in common. */
export function resemblance(a: Uint32Array, b: Uint32Array): number {
  let equal = 0
  for (let p = 0; p < PERMUTATIONS; p++) if (a[p] === b[p]) equal++
  return equal / PERMUTATIONS
}

/** Sixteen bands of eight: texts that are four fifths alike meet in one with a chance of 95 %. */
export class MinHashIndex {
  readonly #bands = Array.from({ length: PERMUTATIONS / ROWS }, () => new Map<string, number[]>())
  readonly #signed = new Map<number, Uint32Array>()

  add(id: number, signed: Uint32Array): void {
    this.#signed.set(id, signed)
    for (const [n, band] of this.#bands.entries()) band.getOrInsertComputed(keyOf(signed, n), () => []).push(id)
  }

  /** The likest text that is like enough. */
  likest(signed: Uint32Array): number | undefined {
    const met = new Set(this.#bands.flatMap((band, n) => band.get(keyOf(signed, n)) ?? []))
    const like = [...met].map(id => ({ id, likeness: resemblance(signed, this.#signed.get(id) ?? signed) }))
    return like.filter(one => one.likeness >= LIKENESS).sort((a, b) => b.likeness - a.likeness)[0]?.id
  }
}

function keyOf(signed: Uint32Array, band: number): string {
  return signed.subarray(band * ROWS, (band + 1) * ROWS).join()
}
