// A made-up market: as many live roles as asked for, with the frequencies of words and facts that adverts have, and questions about them.
// Every word, company and role in it is invented; the same seed makes the same market.
import { sql } from 'kysely'
import type { Db } from '../db/database.ts'
import type { ListingRow } from '../db/listings.ts'
import { writeSearchRows } from '../db/search-rows.ts'
import { CLEARANCE_LEVELS, DISCIPLINES, ENGAGEMENTS, REMOTES, SECTORS, SENIORITIES } from '../listings/card.ts'
import type { ContractCard, Place } from '../listings/card.ts'
import { placeNear } from '../listings/place.ts'
import { METHOD_KEYS, METHOD_LABELS } from '../listings/skill-words.ts'

/** Numbers from 0 to 1 that look random (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

export const ROLES = [
  'Project Manager',
  'Senior Project Manager',
  'Programme Manager',
  'PMO Analyst',
  'PMO Lead',
  'Head of PMO',
  'Change Manager',
  'Delivery Manager',
  'Scrum Master',
  'Portfolio Manager',
  'Project Coordinator',
  'Project Planner',
  'Transformation Director',
  'Business Change Lead',
  'Project Support Officer',
  'Release Manager',
]
export const DOMAINS = ['payments', 'rail signalling', 'cloud migration', 'data centre', 'ERP', 'CRM', 'cyber', 'water', 'claims', 'pensions', 'housing', 'NHS', 'retail banking', 'telecoms', 'wind farm', 'nuclear', 'school estate', 'logistics', 'workplace', 'licensing'] // prettier-ignore
export const CITIES = ['London', 'Leeds', 'Manchester', 'Birmingham', 'Bristol', 'Glasgow', 'Edinburgh', 'Cardiff', 'Belfast', 'Sheffield', 'York', 'Reading', 'Derby', 'Exeter', 'Norwich', 'Newcastle upon Tyne', 'Southampton', 'Nottingham', 'Bradford', 'Swindon', 'Warwick', 'Dublin'] // prettier-ignore
const AGENCIES = ['Harrow Lane', 'Fennick Cole', 'Osprey & Dunn', 'Linkwell', 'Tarn Partners', 'Quillfeather', 'Marlowe Public', 'Ashgrove Interim', 'Beck & Rowntree', 'Larkhill Build', 'Kestrel', 'Alder Wick', 'Pennine Foods', 'Civic Works', 'Moss Talent'] // prettier-ignore
const SOURCES = Array.from({ length: 12 }, (_, n) => `board-${n + 1}`)
const COMMON = 'the plan risks budget team delivery stakeholder report board supplier scope governance change business milestones dependencies project manager programme quality release benefits tracking reporting weekly senior experience required support process project'.split(' ') // prettier-ignore
const places = CITIES.flatMap(name => placeNear(name) ?? [])

type Random = () => number
const pick = <T>(random: Random, all: readonly T[]): T => all[Math.floor(random() * all.length)] as T // never called with an empty list
const maybe = <T>(random: Random, share: number, value: () => T): T | undefined => (random() < share ? value() : undefined)
/** The front of a list far more often than its end. */
const skewed = <T>(random: Random, all: readonly T[]): T => all[Math.floor(random() ** 2.5 * all.length)] as T // as above

const evidence = { evidence: [] }

function cardOf(random: Random, place: Place | undefined): ContractCard {
  const rate = maybe(random, 0.78, () => 200 + Math.floor(random() ** 1.5 * 36) * 25)
  const months = maybe(random, 0.7, () => pick(random, [1, 3, 3, 6, 6, 6, 9, 12, 12, 18, 24]))
  const remote = maybe(random, 0.7, () => pick(random, REMOTES))
  const level = maybe(random, 0.2, () => pick(random, CLEARANCE_LEVELS))
  const methods = METHOD_KEYS.filter(() => random() < 0.05).map(key => METHOD_LABELS.get(key) ?? key)
  const day = (offset: number): string => new Date(Date.UTC(2027, 0, 1 + offset)).toISOString().slice(0, 10)
  return Object.fromEntries(
    Object.entries({
      dayRate: rate && {
        min: rate,
        max: random() < 0.5 ? rate + 50 : null,
        currency: random() < 0.97 ? 'GBP' : 'EUR',
        basis: 'stated',
        ...evidence,
      },
      engagement: maybe(random, 0.6, () => ({ value: skewed(random, ENGAGEMENTS), ...evidence })),
      discipline: { value: skewed(random, DISCIPLINES), ...evidence },
      seniority: maybe(random, 0.9, () => ({ rung: pick(random, SENIORITIES), modifier: null, ...evidence })),
      term: months && { months, monthsMax: random() < 0.2 ? months + 6 : null, endDate: null, extension: false, ...evidence },
      start: maybe(random, 0.5, () => ({ value: random() < 0.6 ? 'asap' : day(Math.floor(random() * 120)), ...evidence })),
      remote: remote && {
        value: remote,
        onSiteDaysPerWeek: random() < 0.5 && remote !== 'remote' ? 1 + Math.floor(random() * 5) : null,
        ...evidence,
      },
      places: place && { value: [place], ...evidence },
      clearance: level && { level, mode: pick(random, ['required', 'eligible', 'preferred', null] as const), ...evidence },
      methods: methods.length > 0 ? { value: methods, ...evidence } : undefined,
      sector: maybe(random, 0.8, () => ({ value: skewed(random, SECTORS), ...evidence })),
      advertiser: maybe(random, 0.9, () => ({ kind: random() < 0.8 ? 'agency' : 'direct', name: '', ...evidence })),
    }).filter(([, tag]) => tag !== undefined),
  ) // the tags above
}

/** About `length` characters: the words of the trade over and over, a long tail of words hardly anybody uses, and what the role is about. */
function textOf(random: Random, title: string, length: number): string {
  const words = [title]
  for (let size = title.length; size < length; size += 8)
    words.push(random() < 0.75 ? pick(random, COMMON) : `w${Math.floor(random() ** 4 * 30_000).toString(36)}x`)
  return `${words.join(' ')}. ${pick(random, DOMAINS)} ${pick(random, CITIES)}`
}

export interface MarketOptions {
  /** The first listing's id; ids follow on. */
  firstId?: number
  /** Characters of an advert. */
  textLength?: number
  seed?: number
  /** Days over which the roles were first seen. */
  days?: number
  /** Keeps the texts in a table "bench_text" for designs that search them. */
  keepTexts?: boolean
}

/** One role of a market. */
export function makeRole(random: Random, id: number, { textLength = 2_300, days = 60 }: MarketOptions = {}): ListingRow {
  const place = maybe(random, 0.9, () => skewed(random, places))
  const title = `${skewed(random, ROLES)}, ${pick(random, DOMAINS)}${random() < 0.2 ? ` (${pick(random, DOMAINS)})` : ''}`
  const seen = new Date(Date.now() - Math.floor(random() * days * 86_400_000))
  const advertisers = [...new Set(Array.from({ length: 1 + Math.floor(random() ** 3 * 3) }, () => skewed(random, AGENCIES)))]
  return {
    id,
    facts: { title, card: cardOf(random, place), provenance: {}, order: [] },
    text: textOf(random, title, textLength),
    advertisers: random() < 0.95 ? advertisers : [],
    sources: [...new Set(Array.from({ length: 1 + Math.floor(random() * 2) }, () => SOURCES[Math.floor(random() ** 2 * 12)] ?? ''))].map(
      id => ({ id, name: id }),
    ),
    adverts: 1,
    found: true,
    sample: false,
    first_seen_at: seen,
    last_seen_at: new Date(),
    closes_at: maybe(random, 0.3, () => new Date(Date.now() + Math.floor(random() * 30) * 86_400_000)) ?? null,
    open: true,
    closed_because: null,
  }
}

/** Puts live roles on the board as the linker would have filed them, without their adverts. */
export async function makeMarket(db: Db, count: number, options: MarketOptions = {}): Promise<void> {
  const random = randomFrom(options.seed ?? 1)
  const first = options.firstId ?? 1
  await insertSources(db)
  if (options.keepTexts) await sql`create table if not exists bench_text (id bigint primary key, text text not null)`.execute(db)
  for (let from = 0; from < count; from += 500) {
    const roles = Array.from({ length: Math.min(500, count - from) }, (_, n) => makeRole(random, first + from + n, options))
    await insertListings(db, roles)
    await writeSearchRows(db, roles)
    if (options.keepTexts)
      await sql`insert into bench_text select * from unnest(${roles.map(role => role.id)}::bigint[], ${roles.map(role => `${role.facts.title} ${role.text}`)}::text[])`.execute(
        db,
      )
  }
  await sql`select gin_clean_pending_list('listing_search_head'), gin_clean_pending_list('listing_search_body')`.execute(db)
  await sql`analyze listing_search`.execute(db)
}

/** Boards that are never crawled; two of them keep out of statistics. */
async function insertSources(db: Db): Promise<void> {
  const rows = SOURCES.map((id, n) => ({ id, policy: { statistics: n % 6 !== 2 } }))
  await sql`
    insert into source (id, name, connector, policy, origin, crawl_every_minutes, next_crawl_at)
    select id, id, 'feed', policy, 'added', 60, 'infinity' from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row (id text, policy jsonb)
    on conflict do nothing`.execute(db)
}

async function insertListings(db: Db, roles: ListingRow[]): Promise<void> {
  const rows = roles.map(({ id, facts, advertisers, first_seen_at, last_seen_at, closes_at }) => ({
    id,
    slug: `role-${id}`,
    title: facts.title,
    card: facts.card,
    advertisers,
    first_seen_at,
    last_seen_at,
    closes_at,
  }))
  await sql`
    insert into listing (id, slug, title, card, advertisers, adverts, first_seen_at, last_seen_at, closes_at)
    select id, slug, title, card, advertisers, 1, first_seen_at, last_seen_at, closes_at from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as row (id bigint, slug text, title text, card jsonb, advertisers text[], first_seen_at timestamptz, last_seen_at timestamptz, closes_at timestamptz)
    on conflict (id) do nothing`.execute(db)
}

const WORDS = ['project manager', 'pmo', 'pm', 'programme', 'payments', 'rail signalling', 'manager -payments', 'cloud or cyber', 'paym*', 'scrum master', 'pmo leeds', 'analyst erp', 'w1x', 'zzzz', 'senior -rail*', 'change london'] // prettier-ignore
const PHRASES = ['"rail signalling"', '"data centre" -cyber', 'manager "wind farm"']

/** A question somebody might ask, as an address: words, and up to five filters. */
export function randomQuery(random: Random, { phrases = true }: { phrases?: boolean } = {}): string {
  const some = (all: readonly string[]): string =>
    [...new Set([skewed(random, all), pick(random, all)])].slice(0, 1 + Math.floor(random() * 2)).join(',')
  const filters: (() => string)[] = [
    () => `rate=${200 + Math.floor(random() * 30) * 25}${random() < 0.3 ? '&unrated=1' : ''}`,
    () => `engagement=${some([...ENGAGEMENTS, 'unstated'])}`,
    () => `discipline=${some(DISCIPLINES)}`,
    () => `seniority=${some([...SENIORITIES, 'unstated'])}`,
    () => `remote=${some([...REMOTES, 'unstated'])}`,
    () => `onsite=${Math.floor(random() * 6)}${random() < 0.3 ? '&unstated=onsite' : ''}`,
    () => `place=${pick(random, [...CITIES, 'England', 'Scotland', 'South East', 'United Kingdom'])}${random() < 0.5 ? '&radius=50' : ''}`,
    () => `term_min=${pick(random, [1, 3, 6])}${random() < 0.5 ? '&term_max=12' : ''}`,
    () => `start=${random() < 0.5 ? 'asap' : '2027-02-15'}${random() < 0.3 ? '&unstated=start' : ''}`,
    () => `clearance=${pick(random, ['none', 'bpss', 'sc', 'dv', 'nppv'])}`,
    () => `methods=${some(METHOD_KEYS.slice(0, 12))}`,
    () => `sector=${some([...SECTORS, 'unstated'])}`,
    () => `advertiser=${pick(random, ['agency', 'direct', 'unstated'])}`,
    () => `source=${pick(random, SOURCES)}`,
    () => `within=${pick(random, [1, 3, 7, 30])}`,
    () => `not_agency=${encodeURIComponent(skewed(random, AGENCIES))}&not_agency=Kestrel Ltd`,
    () => `not_words=${pick(random, ['payments', 'nhs', 'water'])}`,
  ]
  const chosen = Array.from({ length: Math.floor(random() ** 1.5 * 5) }, () => pick(random, filters)())
  const words = random() < 0.7 ? [`q=${encodeURIComponent(pick(random, phrases && random() < 0.1 ? PHRASES : WORDS))}`] : []
  return [...words, ...chosen, `sort=${pick(random, ['fit', 'fit', 'newest', 'rate', 'closing'])}`].join('&')
}
