// Boards of any size by a seed: roles that several agencies advertise in their own words and at their own rates.
import type { RawPosting } from '../../listings/posting.ts'
import { agencyAdvert, BRIDGE } from './one-role.ts'

export type Random = () => number

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function randomOf(seed: number): Random {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

export function pick<T>(random: Random, some: readonly T[]): T {
  const one = some[Math.floor(random() * some.length)]
  if (one === undefined) throw new Error('there is nothing to pick from')
  return one
}

export function shuffled<T>(random: Random, some: readonly T[]): T[] {
  return some
    .map(one => ({ one, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ one }) => one)
}

const TOWNS = ['Leeds', 'Bristol', 'Exeter', 'Norwich', 'Carlisle', 'Cardiff', 'Dundee']
const WORK = [
  'warehouse cutover',
  'ticketing',
  'payroll',
  'meter exchange',
  'claims archive',
  'depot closure',
  'signalling',
  'data centre exit',
]
const NOUNS = ['Programme Manager', 'Project Manager', 'PMO Analyst', 'Change Manager']
const FIRMS = ['Kestrel Resourcing', 'Wren & Partner Talent', 'Sedge Search', 'Heron Interim', 'Plover People']
const DECORATIONS = ['', ' (Contract)', ' - outside IR35', ' | 6 months']

/** `roles` roles with one to four adverts each; one in ten comes as two that a third shows to be one. Ids are "r3.1". */
export function manyAdverts(random: Random, roles: number): RawPosting[] {
  return Array.from({ length: roles }, (_, n) => advertsOfRole(random, n)).flat()
}

function advertsOfRole(random: Random, n: number): RawPosting[] {
  const location = TOWNS[n % TOWNS.length] ?? 'Leeds'
  const work = WORK[Math.floor(n / TOWNS.length) % WORK.length]
  const title = `${NOUNS[Math.floor(n / (TOWNS.length * WORK.length)) % NOUNS.length]}, ${work}`
  if (n % 10 === 9)
    return [BRIDGE.one, BRIDGE.other, BRIDGE.both].map((make, k) => make(`r${n}.${k}`, { location, title: `Project Manager ${work}` }))
  const first = 1 + (n % 6)
  const parts = [first, (first % 6) + 1]
  const firms = shuffled(random, FIRMS).slice(0, 1 + Math.floor(random() * 4))
  return firms.map((company, k) =>
    agencyAdvert(`r${n}.${k}`, {
      company,
      location,
      title: `${title}${pick(random, DECORATIONS)}`,
      parts: random() < 0.3 ? [...parts, ((first + 1) % 6) + 1] : parts,
      rate: `£${500 + 5 * Math.floor(random() * 4)} per day`,
    }),
  )
}
