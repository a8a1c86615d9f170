// What reading an advert costs: the whole card against a careless reader, each reader for itself, and each against texts that were made
// to be slow. Processor time, not wall time. What may be spent: 0.5 ms on an advert of 4 kB, 20 ms on 20 kB of malice.
import type { Advert } from '../listings/advert.ts'
import { readAdvertiser } from '../listings/agency.ts'
import { readClearance } from '../listings/clearance.ts'
import { readContract } from '../listings/contract.ts'
import { readCourseSeller, readDiscipline } from '../listings/discipline.ts'
import { readEngagement } from '../listings/engagement.ts'
import { readPay } from '../listings/pay.ts'
import { readPlaces } from '../listings/place.ts'
import { advertOf, readPosting } from '../listings/posting.ts'
import type { RawPosting } from '../listings/posting.ts'
import { readRemote } from '../listings/remote.ts'
import { readSeniority } from '../listings/seniority.ts'
import { readMethods, readSector, readSteppingStone, readTools } from '../listings/skills.ts'
import { readDaysPerWeek, readStart, readTerm } from '../listings/term.ts'
import { hostileTexts, makeLongAdverts } from './adverts.ts'
import { cpuMs, inTurn, perSecond } from './measure.ts'
import type { Measured, Way } from './measure.ts'

const ADVERTS = 500
const ROUNDS = 7
const HOSTILE_SIZE = 20_000

/** Readers that share work (one walk over the text, one look at the title) are measured together; the second of them costs nothing. */
const READERS: Record<string, (advert: Advert) => unknown> = {
  pay: readPay,
  contract: advert => readContract(advert),
  engagement: advert => readEngagement(advert, undefined, undefined),
  'discipline, seniority, stepping stone': readRole,
  term: readTerm,
  start: readStart,
  'days a week': readDaysPerWeek,
  remote: readRemote,
  places: readPlaces,
  clearance: readClearance,
  'methods, tools, sector': advert => [readMethods(advert), readTools(advert), readSector(advert)],
  advertiser: readAdvertiser,
  'course sellers': readCourseSeller,
}

function readRole(advert: Advert): unknown {
  const discipline = readDiscipline(advert)?.value ?? 'project'
  const seniority = readSeniority(advert, discipline)
  return [seniority, readSteppingStone(advert, discipline, seniority?.rung)]
}

export async function benchReaders(): Promise<Measured[]> {
  const raws = makeLongAdverts(ADVERTS)
  const size = raws.reduce((sum, raw) => sum + Buffer.byteLength(raw.description ?? ''), 0) / raws.length / 1_000
  return [...(await wholeCard(raws, size)), ...(await eachReader(raws, size)), ...hostileCosts()]
}

async function wholeCard(raws: RawPosting[], size: number): Promise<Measured[]> {
  const ways = [
    { name: 'ours, whole card and refusal', run: async () => raws.forEach(raw => readPosting(raw)) },
    { name: 'baseline: tags stripped, one pattern for pay', run: async () => raws.forEach(readCarelessly) },
  ]
  const times = await inTurn(ways, ROUNDS, cpuMs)
  const ms = times.get(ways[0]?.name ?? '') ?? Number.NaN
  const name = `read an advert of ${size.toFixed(1)} kB`
  return [...perSecond(name, raws.length, times), { name, way: 'ours, whole card and refusal', value: ms / raws.length, unit: 'ms of CPU' }]
}

/** What a first attempt looks like: it is fast, and reads budgets as pay. */
function readCarelessly({ title, description = '' }: RawPosting): unknown {
  const text = `${title} ${description}`
    .replaceAll(/<[^>]{1,200}>/g, ' ')
    .replaceAll('&amp;', '&')
    .replaceAll(/\s{1,100}/g, ' ')
  return /(?:£|\$|€)\s?(\d[\d,.]{0,9})\s?(?:(?:-|–|to)\s?(?:£|\$|€)?\s?(\d[\d,.]{0,9}))?\s?(?:per|a|an|\/|p)?\s?(day|hour|annum|year|month|week|d|h)\b/i.exec(
    text,
  )
}

/** Every reader over adverts of its own, since some remember what they read of an advert. */
async function eachReader(raws: RawPosting[], size: number): Promise<Measured[]> {
  const adverts = raws.map(raw => advertOf(raw).advert)
  const ways: Way[] = [
    { name: 'text: blocks, mending, personal data', run: async () => raws.forEach(raw => advertOf(raw)) },
    ...Object.entries(READERS).map(([name, read]) => ({ name, run: async () => adverts.forEach(advert => read({ ...advert })) })),
  ]
  const times = await inTurn(ways, ROUNDS, cpuMs)
  return [...times]
    .sort(([, a], [, b]) => b - a)
    .map(([way, ms]) => ({ name: `of it, ${size.toFixed(1)} kB`, way, value: ms / raws.length, unit: 'ms of CPU' }))
}

/** The worst of all hostile texts for each reader. */
function hostileCosts(): Measured[] {
  const texts = hostileTexts(HOSTILE_SIZE)
  const raw = (description: string): RawPosting => ({ externalId: 'x', url: '', title: 'Project Manager', description })
  const advert = (description: string): Advert => ({ ...advertOf(raw('')).advert, title: 'Project Manager', description })
  return [
    worst('whole card', texts, text => readPosting(raw(text))),
    worst('text', texts, text => advertOf(raw(text))),
    ...Object.entries(READERS).map(([name, read]) => worst(name, texts, text => read(advert(text)))),
  ].sort((a, b) => b.value - a.value)
}

function worst(reader: string, texts: Map<string, string>, read: (text: string) => unknown): Measured {
  let [most, by] = [0, '']
  for (const [piece, text] of texts) {
    const ms = leastMs(() => read(text))
    if (ms > most) [most, by] = [ms, piece]
  }
  return { name: '20 kB of malice, the worst', way: `${reader}: ${JSON.stringify(by)} over and over`, value: most, unit: 'ms of CPU' }
}

/** The least of four: what it costs once it is compiled, without a collection that happened to fall in. */
function leastMs(work: () => unknown): number {
  const times = Array.from({ length: 4 }, () => {
    const started = cpuMs()
    work()
    return cpuMs() - started
  })
  return Math.min(...times)
}
