// What an alert would have sent, in words, and what would make it more or less.
import type { BackTest } from '../db/back-test.ts'
import { isFiltered } from '../listings/query.ts'
import type { BoardQuery } from '../listings/query.ts'
import { savedQuery } from './alert.ts'
import { countLabel, numberLabel, rateLabel } from './labels.ts'
import { queryParts } from './query-labels.ts'
import type { QueryPart } from './query-labels.ts'
import { ageLabel } from './times.ts'
import type { TimeLabel } from './times.ts'

/** A search beside the one that is asked for: a filter less, or one more. */
export interface Variant {
  kind: 'wider' | 'narrower'
  /** "without outside IR35", "only outside IR35" */
  words: string
  query: BoardQuery
}

/** Searches counted beside one: each costs as much as a page of the board. */
const MOST_WIDER = 8

/** What leaves one filter out, and what adds one of those that people narrow by. A search without any filter is no alert, and not offered. */
export function variantsOf(query: BoardQuery): Variant[] {
  const wider = queryParts(query)
    .filter(part => isFiltered(part.without))
    .slice(0, MOST_WIDER)
    .map(part => ({ kind: 'wider' as const, words: withoutWords(part), query: part.without }))
  const narrower = narrowings(query).map(change => {
    const narrowed = { ...query, ...change }
    const before = new Set(queryParts(query).map(part => part.words))
    const added = queryParts(narrowed).flatMap(part => (before.has(part.words) ? [] : [part.words]))
    return { kind: 'narrower' as const, words: `only ${added.join(' or ')}`, query: narrowed }
  })
  return [...wider, ...narrower]
}

/** Where “without” before the words of a filter is no English. */
const WITHOUT: Partial<Record<keyof BoardQuery, string>> = {
  rate: 'at any rate, or none stated',
  onsite: 'on site however often',
  place: 'anywhere',
  termMin: 'of any length',
  start: 'starting any time',
  clearance: 'whatever clearance they need',
}

function withoutWords({ filter, words }: QueryPart): string {
  if (filter === 'notAgency') return `${words.slice('not '.length)} too`
  if (filter === 'notWords') return `${words.replace('without', 'with')} too`
  return WITHOUT[filter] ?? `without ${words}`
}

/** Pounds a day by which a least rate is raised. */
const RATE_STEP = 50
const FIRST_RATE = 500

function narrowings(query: BoardQuery): Partial<BoardQuery>[] {
  return [
    { rate: query.rate === null ? FIRST_RATE : query.rate + RATE_STEP },
    ...(query.engagement.length === 0 ? [{ engagement: ['outside' as const] }] : []),
    ...(query.remote.length === 0 ? [{ remote: ['remote' as const, 'hybrid' as const] }] : []),
    ...(query.termMin === null ? [{ termMin: 6 }] : []),
  ]
}

export interface BackTestView {
  /** "In the last 30 days this would have sent 3.2 roles a day, 96 in all." */
  words: string
  /** What keeps it from being the whole truth; '' for nothing. */
  remark: string
  /** "The newest 10 of the 36 it would have sent" */
  lastHeading: string
  last: { href: string; title: string; rate: string; seen: TimeLabel; closed: boolean }[]
  /** The widest first. */
  wider: VariantView[]
  /** The narrowest first. */
  narrower: VariantView[]
  /** There is something wider or narrower. */
  tuned: boolean
}

export interface VariantView {
  words: string
  /** "41 instead of 36", of the same days */
  would: string
  /** Where it is asked for as a new alert. */
  href: string
  query: string
}

/** @param variants those whose counts `test.others` are, in their order */
export function backTestView(test: BackTest, variants: readonly Variant[], now: Date): BackTestView {
  const { days, total, last, boardDays } = test
  const counted = variants.flatMap((variant, n) => {
    const count = test.others?.[n]
    return count === undefined ? [] : [{ ...variant, count }]
  })
  const viewOf = ({ words, query, count }: (typeof counted)[number]): VariantView => {
    const saved = savedQuery(query)
    return {
      words,
      would: `${numberLabel(count)} instead of ${total === 0 ? 'none' : numberLabel(total)}`,
      href: `/alerts/new?${saved}`,
      query: saved,
    }
  }
  const wider = counted.filter(one => one.kind === 'wider' && one.count > total).sort((a, b) => b.count - a.count)
  const narrower = counted.filter(one => one.kind === 'narrower' && one.count > 0 && one.count < total).sort((a, b) => a.count - b.count)
  return {
    words: `In the last ${days} days this would have sent ${total === 0 ? 'nothing' : sentLabel(total, days)}.`,
    remark:
      boardDays < days
        ? `This board has watched for ${boardDays === 0 ? 'less than a day' : countLabel(boardDays, 'day')}; what closed before is not counted.`
        : '',
    lastHeading:
      total > last.length
        ? `The newest ${last.length} of the ${numberLabel(total)} it would have sent`
        : 'What it would have sent, the newest first',
    last: last.map(({ row, closed }) => ({
      href: `/roles/${row.slug}`,
      title: row.title,
      rate: rateLabel(row.card).words,
      seen: ageLabel(row.firstSeenAt, now),
      closed,
    })),
    wider: wider.map(viewOf),
    narrower: narrower.map(viewOf),
    tuned: wider.length + narrower.length > 0,
  }
}

/** "3.2 roles a day, 96 in all", of fewer "2 roles a week, 9 in all", of the rarest "2 roles" */
function sentLabel(total: number, days: number): string {
  const [daily, weekly] = [total / days, (total * 7) / days].map(often => Math.round(often * 10) / 10) as [number, number]
  if (weekly < 1) return countLabel(total, 'role')
  const pace = daily >= 1 ? `${countLabel(daily, 'role')} a day` : `${countLabel(weekly, 'role')} a week`
  return `${pace}, ${numberLabel(total)} in all`
}
