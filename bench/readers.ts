// What reading an advert costs: the whole card against a careless reader, each reader for itself, and each against texts that were made
// to be slow. Processor time, not wall time. What may be spent: 0.5 ms on an advert of 4 kB, 20 ms on 20 kB of malice.
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { gunzipSync } from 'node:zlib'
import { z } from 'zod'
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
import { cpuMs, inTurn, median, perSecond } from './measure.ts'
import type { Measured } from './measure.ts'

const ADVERTS = 500
const ROUNDS = 11
const HOSTILE_SIZE = 20_000
const OURS = 'ours, whole card and refusal'

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
  const real = await realAdverts()
  if (real.length === 0) process.stderr.write('the adverts of ../shared/corpus are not there: only our own are read\n')
  const whole = await wholeCard('our own', raws)
  const ms = whole.at(-1)?.value ?? Number.NaN
  return [...whole, ...(real.length > 0 ? await wholeCard('real', real) : []), ...eachReader(raws, sizeOf(raws), ms), ...hostileCosts()]
}

async function wholeCard(whose: string, raws: RawPosting[]): Promise<Measured[]> {
  const ways = [
    { name: OURS, run: async () => raws.forEach(raw => readPosting(raw)) },
    { name: 'baseline: tags stripped, one pattern for pay', run: async () => raws.forEach(readCarelessly) },
  ]
  const times = await inTurn(ways, ROUNDS, cpuMs)
  const name = `read ${whose} adverts of ${sizeOf(raws).toFixed(1)} kB`
  const ms = (times.get(OURS) ?? Number.NaN) / raws.length
  return [...perSecond(name, raws.length, times), { name, way: OURS, value: ms, unit: 'ms of CPU' }]
}

/** Mean size of the texts in kB. */
function sizeOf(raws: RawPosting[]): number {
  return raws.reduce((sum, raw) => sum + Buffer.byteLength(raw.description ?? ''), 0) / raws.length / 1_000
}

const CORPUS = new URL('../../shared/corpus/dedup/corpus.jsonl.gz', import.meta.url)

/** Adverts of 3 to 5 kB from the corpus beside the project, where it is. */
async function realAdverts(): Promise<RawPosting[]> {
  if (!existsSync(CORPUS)) return []
  const lines = gunzipSync(await readFile(CORPUS))
    .toString()
    .split('\n')
  const rows = lines.filter(line => line !== '').map(line => CORPUS_LINE.parse(JSON.parse(line)))
  return rows
    .filter(({ description }) => description.length > 3_000 && description.length < 5_000)
    .slice(0, ADVERTS)
    .map(({ id, ...row }) => ({ externalId: id, url: '', ...row }))
}

const words = z
  .string()
  .nullish()
  .transform(text => text ?? '')
const CORPUS_LINE = z.object({ id: z.coerce.string(), title: words, company: words, location: words, description: words })

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

/**
 * Every reader in its turn, advert by advert, as it happens when a card is read: one reader over many adverts would find the processor's
 * caches warm and look twice as fast. A cost is the reader's share of the time, in processor time.
 */
function eachReader(raws: RawPosting[], size: number, whole: number): Measured[] {
  const rounds = Array.from({ length: ROUNDS }, () => sharesOf(raws))
  const costs = Object.keys(rounds[0] ?? {}).map(name => [name, median(rounds.map(round => round[name] ?? Number.NaN))] as const)
  const rest = whole - costs.reduce((sum, [, ms]) => sum + ms, 0)
  return [...costs, ['the rest: content hash, refusal', Math.max(0, rest)] as const]
    .sort(([, a], [, b]) => b - a)
    .map(([way, value]) => ({ name: `of it, ${size.toFixed(1)} kB`, way, value, unit: 'ms of CPU' }))
}

/** Milliseconds of processor time an advert, by reader. */
function sharesOf(raws: RawPosting[]): Record<string, number> {
  const spent: Record<string, number> = {}
  const [cpu, wall] = [cpuMs(), performance.now()]
  for (const raw of raws) {
    let at = performance.now()
    const lap = (name: string): void => {
      const now = performance.now()
      spent[name] = (spent[name] ?? 0) + now - at
      at = now
    }
    const { advert } = advertOf(raw)
    lap('text: blocks, mending, personal data')
    for (const [name, read] of Object.entries(READERS)) {
      read(advert)
      lap(name)
    }
  }
  const share = (cpuMs() - cpu) / (performance.now() - wall) / raws.length
  return Object.fromEntries(Object.entries(spent).map(([name, ms]) => [name, ms * share]))
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
