// A board to look at: roles with cards written out by hand, so that what pages show does not depend on how well the readers read.
// Everybody and everything in it is invented.
import { sql } from 'kysely'
import type { ContractCard, DayRate, Engagement, Discipline, Evidence, Pay, Place, Remote, Seniority, Where } from '../../listings/card.ts'
import type { Block } from '../../listings/text.ts'
import { READER_VERSION } from '../../listings/posting.ts'
import { blocksText } from '../../listings/text.ts'
import type { Db } from '../../db/database.ts'
import { refreshListings } from '../../db/listings.ts'
import { saveSources } from '../../db/sources.ts'
import { source } from './adverts.ts'

export interface SeedAdvert {
  source: string
  company: string
  title?: string
  url?: string
  /** Pay line as printed, and as read. */
  pay?: [printed: string, pay: Pay, dayRate?: DayRate]
  blocks?: Block[]
  postedAt?: Date
  closed?: string
  reasons?: string[]
}

export interface SeedRole {
  slug: string
  title: string
  hoursAgo: number
  engagement?: [words: string, value: Engagement]
  discipline?: Discipline
  rung?: Seniority
  term?: [words: string, months: number]
  start?: [words: string, value: string]
  places?: Place[]
  remote?: [words: string, value: Remote, days: number | null]
  clearance?: [words: string, clearance: Omit<NonNullable<ContractCard['clearance']>, 'evidence'>]
  methods?: string[]
  adverts: SeedAdvert[]
}

export const LONDON: Place = { name: 'London', kind: 'town', region: 'London', country: 'GB', lat: 51.51, lon: -0.13 }
export const LEEDS: Place = { name: 'Leeds', kind: 'town', region: 'Yorkshire and the Humber', country: 'GB', lat: 53.8, lon: -1.55 }
export const MANCHESTER: Place = { name: 'Manchester', kind: 'town', region: 'North West', country: 'GB', lat: 53.48, lon: -2.24 }

export const perDay = (min: number | null, max: number | null): NonNullable<SeedAdvert['pay']> => [
  `${min === null ? 'up to' : `£${min}`}${max === null || max === min ? '' : ` - £${max}`} per day`,
  { min, max, currency: 'GBP', period: 'day' },
  { min, max, currency: 'GBP', basis: 'stated' },
]

export const perHour = (rate: number): NonNullable<SeedAdvert['pay']> => [
  `£${rate} per hour`,
  { min: rate, max: rate, currency: 'GBP', period: 'hour' },
  { min: rate * 8, max: rate * 8, currency: 'GBP', basis: 'estimated' },
]

export const SOURCES = [
  source('harrow-board', { name: 'Harrow Board' }),
  source('fennick', {
    name: 'Fennick Jobs',
    connector: 'jobposting',
    policy: { ...source('x').policy, republish: 'snippet', attribution: { text: 'Fennick Jobs', url: 'https://fennick.example/' } },
  }),
  source('linkwell', { name: 'Linkwell Feed', connector: 'feed', policy: { ...source('x').policy, republish: 'link-only' } }),
]

/** Puts roles on the board, each with its adverts, as the linker would have filed them. @returns the listing ids by slug. */
export async function seedBoard(db: Db, roles: SeedRole[]): Promise<Map<string, number>> {
  await saveSources(db, SOURCES)
  const ids = new Map<string, number>()
  for (const role of roles) ids.set(role.slug, await seedRole(db, role))
  await refreshListings(db, [...ids.values()])
  return ids
}

async function seedRole(db: Db, role: SeedRole): Promise<number> {
  const seenAt = new Date(Date.now() - role.hoursAgo * 3_600_000)
  const { id } = await db
    .insertInto('listing')
    .values({ slug: role.slug, title: role.title, card: '{}', first_seen_at: seenAt, last_seen_at: seenAt })
    .returning('id')
    .executeTakeFirstOrThrow()
  for (const [n, advert] of role.adverts.entries()) await seedAdvert(db, role, advert, { id, n, seenAt })
  return id
}

async function seedAdvert(db: Db, role: SeedRole, advert: SeedAdvert, at: { id: number; n: number; seenAt: Date }): Promise<void> {
  const externalId = `${role.slug}-${at.n}`
  const url = advert.url ?? `https://${advert.source}.example/adverts/${externalId}`
  const blocks = advert.blocks ?? textOf(role, advert, at.n === 0)
  const title = advert.title ?? role.title
  const location = role.places?.map(place => place.name).join(' / ') ?? ''
  const posted = advert.postedAt ?? at.seenAt
  const row = await db
    .insertInto('posting')
    .values({
      source_id: advert.source,
      external_id: externalId,
      url,
      raw: JSON.stringify({ externalId, url, title }),
      title,
      company: advert.company,
      location,
      blocks: JSON.stringify(blocks),
      card: JSON.stringify(cardOf(role, advert, blocksText(blocks))),
      content_hash: externalId,
      reader_version: READER_VERSION,
      posted_at: posted,
      first_seen_at: posted,
      listing_id: at.id,
      linked_at: sql<Date>`now()`,
      ...(advert.closed && { closed_at: sql<Date>`now()`, closed_because: advert.closed }),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await db
    .insertInto('link_evidence')
    .values({ posting_id: row.id, listing_id: at.id, score: 1, rules_version: 1, reasons: JSON.stringify(advert.reasons ?? []) })
    .execute()
}

function textOf(role: SeedRole, advert: SeedAdvert, first: boolean): Block[] {
  const said = [role.term?.[0], role.remote?.[0], role.engagement?.[0], role.clearance?.[0], role.start?.[0]].filter(Boolean).join(', ')
  return [
    { kind: 'heading', text: 'About the role' },
    { kind: 'paragraph', text: `${advert.company} seeks a ${role.title}. ${said}.` },
    {
      kind: 'paragraph',
      text: 'You will own the plan from mobilisation to handover, keep risks, costs and dates honest, and tell the steering group early when one of them moves.',
    },
    { kind: 'heading', text: 'What you bring' },
    ...(role.methods ?? []).map(method => ({ kind: 'item' as const, text: `${method} and the sense to know when not to use it` })),
    { kind: 'item', text: 'A record of moving services without anybody noticing' },
    { kind: 'item', text: 'Suppliers who would work with you again' },
    ...(first
      ? [{ kind: 'paragraph' as const, text: 'The team is small, the sponsor is close, and the work has been funded to the end.' }]
      : []),
  ]
}

function cardOf(role: SeedRole, advert: SeedAdvert, text: string): ContractCard {
  const inText = (words: string): Evidence[] => [{ words, where: 'description', start: Math.max(text.indexOf(words), 0) }]
  const at = (where: Where, words: string): Evidence[] => [{ words, where, start: 0 }]
  return {
    ...(advert.pay && { pay: { main: advert.pay[1], others: [], evidence: at('pay', advert.pay[0]) } }),
    ...(advert.pay?.[2] && { dayRate: { ...advert.pay[2], evidence: at('pay', advert.pay[0]) } }),
    ...(role.engagement && { engagement: { value: role.engagement[1], evidence: inText(role.engagement[0]) } }),
    contract: { value: 'contract', evidence: at('field', 'Contract') },
    ...(role.discipline && { discipline: { value: role.discipline, evidence: at('title', role.title) } }),
    ...(role.rung && { seniority: { rung: role.rung, modifier: null, evidence: at('title', role.title) } }),
    ...(role.term && { term: { months: role.term[1], monthsMax: null, endDate: null, extension: false, evidence: inText(role.term[0]) } }),
    ...(role.start && { start: { value: role.start[1], evidence: inText(role.start[0]) } }),
    ...(role.places && { places: { value: role.places, evidence: at('location', role.places.map(place => place.name).join(' / ')) } }),
    ...(role.remote && { remote: { value: role.remote[1], onSiteDaysPerWeek: role.remote[2], evidence: inText(role.remote[0]) } }),
    ...(role.clearance && { clearance: { ...role.clearance[1], evidence: inText(role.clearance[0]) } }),
    ...(role.methods && { methods: { value: role.methods, evidence: role.methods.flatMap(inText) } }),
  }
}

/** Refused adverts, one of each of the commoner reasons. */
export async function seedRefused(db: Db): Promise<void> {
  await saveSources(db, SOURCES)
  const rows: [string, string, string, Evidence[]][] = [
    ['Project Manager (permanent)', 'Larkhill Build', 'permanent', [{ words: 'permanent', where: 'title', start: 17 }]],
    ['Product Manager, mobile', 'Quillfeather', 'off-family', []],
    [
      'Trainee Project Manager, placement programme',
      'Upskill Now',
      'course-seller',
      [{ words: 'placement programme', where: 'title', start: 25 }],
    ],
    ['Project Coordinator', 'St Aldhelm Trust', 'contract-not-stated', []],
    [
      'Project Manager',
      'Beck & Rowntree',
      'permanent',
      [{ words: '£62,000 plus pension and 28 days’ leave', where: 'description', start: 140 }],
    ],
  ]
  await db
    .insertInto('posting')
    .values(
      rows.map(([title, company, refusal, evidence], n) => ({
        source_id: 'harrow-board',
        external_id: `refused-${n}`,
        url: `https://harrow-board.example/adverts/refused-${n}`,
        raw: '{}',
        title,
        company,
        location: 'Leeds',
        blocks: '[]',
        card: '{}',
        content_hash: `refused-${n}`,
        reader_version: READER_VERSION,
        refusal,
        refusal_evidence: JSON.stringify(evidence),
      })),
    )
    .execute()
}
