// Keys under which adverts of one role meet, so that a new advert is compared with a handful of others and not with all.
import type { Signature } from './signature.ts'
import { hash32 } from './sketch.ts'

const MOST_PLACES = 4
const MOST_REFS = 2
/** Eight of the smallest phrases: texts that share a third of their phrases meet with a chance of 96 %. */
const MOST_PHRASES = 8

/**
 * Keys under which postings of one role meet: signed 64-bit integers as decimal strings, at most 16.
 * Measured on the hand-read pairs: 99 % of the pairs of one role share a key; ten keys a posting.
 */
export function blockingKeys(signature: Signature): string[] {
  const { core, firm, refs, phrases } = signature
  const title = [...core].sort().join(' ')
  const places = [...new Set([...signature.stated, ...signature.located].map(place => place.name))].slice(0, MOST_PLACES)
  const keys = (places.length > 0 ? places : ['']).map(place => `place ${title} ${place}`)
  if (firm.length > 0) keys.push(`firm ${title} ${firmStart(firm)}`, `firm ${core.slice(0, 2).sort().join(' ')} ${firmStart(firm)}`)
  keys.push(...refs.slice(0, MOST_REFS).map(ref => `ref ${ref}`))
  const noun = core.find(word => NOUNS.has(word)) ?? core[0] ?? ''
  for (let i = 0; i < MOST_PHRASES; i++)
    if (i * 4 < phrases.hashes.length) keys.push(`text ${noun} ${phrases.hashes.slice(i * 4, i * 4 + 4)}`)
  return [...new Set(keys)].map(hash64)
}

/** What a person does, whatever is added before or after it. */
const NOUNS = new Set(
  'manager analyst engineer developer architect consultant scientist officer coordinator administrator specialist owner planner controller designer master advisor worker nurse technician accountant buyer surveyor partner tester trader writer'.split(
    ' ',
  ),
)

/** "Acme" and "Acme Interim" start alike. */
function firmStart(firm: readonly string[]): string {
  return firm.join('').slice(0, 8)
}

const HALVES = new Uint32Array(2)
const WHOLE = new BigInt64Array(HALVES.buffer)

function hash64(text: string): string {
  HALVES[0] = hash32(text, 0x9747b28c)
  HALVES[1] = hash32(text)
  return String(WHOLE[0])
}
