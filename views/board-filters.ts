// Every filter of the board as fields of one form, each choice with how many roles it would show.
import { ONSITE_CHOICES, RADIUS_CHOICES, TERM_BANDS, WITHIN_CHOICES } from '../listings/facets.ts'
import type { Facets } from '../listings/facets.ts'
import { HELD_CLEARANCES, UNSTATED, firstPage } from '../listings/query.ts'
import type { BoardQuery, KeepsUnstated } from '../listings/query.ts'
import { METHOD_KEYS, METHOD_LABELS } from '../listings/skill-words.ts'
import { box, countOf, group, once, select } from './filter-forms.ts'
import type { Asked, Count, Counted, Option } from './filter-forms.ts'
import { histogramPiece } from './histogram.ts'
import { HELD_LABELS, countLabel } from './labels.ts'
import { boardAddress } from './page.ts'
import { CLOSED_LISTS, choiceLabel } from './query-labels.ts'
import type { ClosedList, SourceNames } from './query-labels.ts'
import { HOLE, joinPieces } from './html.ts'
import type { Form, Fragment } from './html.ts'
import { renderForm, renderPiece } from './render.ts'
import { dayLabel } from './times.ts'

/** All filters of the board, one group under the other. */
export function filterGroups(query: BoardQuery, facets: Facets | null, sources: SourceNames, now: Date): Fragment {
  const asked: Asked = {
    ...query,
    isCounted: facets !== null,
    isRadiusCounted: query.place !== '' && facets?.radius[RADIUS_CHOICES[0]] !== undefined,
    today: Math.floor(now.getTime() / DAY_MS),
  }
  return joinPieces([
    GROUPS.rate(asked, facets, facets && histogramPiece(facets.rate, query.rate)),
    GROUPS.engagement(asked, facets),
    GROUPS.discipline(asked, facets),
    GROUPS.seniority(asked, facets),
    GROUPS.where(asked, facets),
    GROUPS.term(asked, facets, termLinks(query, facets)),
    GROUPS.start(asked, facets),
    GROUPS.clearance(asked, facets),
    GROUPS.within(asked, facets),
    GROUPS.methods(asked, facets, longList('methods', query, facets)),
    GROUPS.sector(asked, facets, longList('sector', query, facets)),
    GROUPS.advertiser(asked, facets),
    GROUPS.source(asked, facets, sourceList(query, facets, sources)),
    GROUPS.without(asked, facets, keptValues(query)),
  ])
}

const DAY_MS = 86_400_000

const GROUPS = {
  rate: group('rate', 'Day rate', ['unrated'], ({ unrated }, histogram) => [
    ...histogram,
    box('unrated', '1', 'include roles with no day rate in pounds', unrated, { filter: 'rate', value: UNSTATED }),
  ]),
  engagement: group('engagement', 'IR35 and pay route', ['engagement'], asked => list('engagement', asked.engagement)),
  discipline: group('discipline', 'Discipline', ['discipline'], asked => list('discipline', asked.discipline)),
  seniority: group('seniority', 'Rung of the ladder', ['seniority'], asked => list('seniority', asked.seniority)),
  where: group('where', 'Where', ['onsite', 'radius', 'remote', 'unstated', 'isCounted', 'isRadiusCounted'], asked => [
    select('onsite', 'on site at most', asValue(asked.onsite), ONSITE, asked.isCounted && 'onsite'),
    select('radius', 'within', asValue(asked.radius), radiusOptions(asked.radius), asked.isRadiusCounted && 'radius'),
    ...list('remote', asked.remote),
    silent('onsite', 'or days not stated', asked.unstated),
  ]),
  term: group('term', 'Length', ['termMin', 'termMax', 'unstated'], (asked, links) => [
    ...links,
    select('term_min', 'at least', asValue(asked.termMin), monthOptions(asked.termMin), false),
    select('term_max', 'at most', asValue(asked.termMax), monthOptions(asked.termMax), false),
    silent('term', 'or not stated', asked.unstated),
  ]),
  start: group('start', 'Start', ['start', 'unstated', 'today', 'isCounted'], asked => [
    select('start', 'by', asked.start, startOptions(asked.start, asked.today), asked.isCounted && 'start'),
    silent('start', 'or not stated', asked.unstated),
  ]),
  clearance: group('clearance', 'Clearance I hold', ['clearance', 'isCounted'], ({ clearance, isCounted }) => [
    select('clearance', 'held', clearance ?? '', HELD, isCounted && 'clearance'),
  ]),
  within: group('within', 'Posted', ['within', 'isCounted'], ({ within, isCounted }) => [
    select('within', 'in the', asValue(within), withinOptions(within), isCounted && 'within'),
  ]),
  methods: group('methods', 'Methods', [], justThese, asked => asked.methods.length > 0),
  sector: group('sector', 'Sector', [], justThese, asked => asked.sector.length > 0),
  advertiser: group(
    'advertiser',
    'Agency or direct',
    ['advertiser'],
    asked => list('advertiser', asked.advertiser),
    asked => asked.advertiser.length > 0,
  ),
  source: group('source', 'Source', [], justThese, asked => asked.source.length > 0),
  without: group(
    'without',
    'Leave out',
    [],
    (_, kept) => [leftOut('not_agency', 'agency', 'a company', 'agency'), leftOut('not_words', 'words', 'a word or phrase', ''), ...kept],
    (_, kept) => kept !== null,
  ),
}

function justThese(_: unknown, own: Counted[]): Counted[] {
  return own
}

type Listed = ClosedList | 'methods'

/** "Not stated" is a value of every list but the methods. */
function choicesOf(name: Listed): { value: string; label: string }[] {
  if (name === 'methods') return METHOD_KEYS.map(key => ({ value: key, label: METHOD_LABELS.get(key) ?? key }))
  const values: readonly string[] = CLOSED_LISTS[name].values
  return [...values.map(value => ({ value, label: choiceLabel(name, value) })), { value: UNSTATED, label: 'not stated' }]
}

function list(name: Listed, chosen: readonly string[]): Counted[] {
  return choicesOf(name).map(({ value, label }) => box(name, value, label, chosen.includes(value), { filter: name, value }))
}

/** A choice by itself, in both its ways. */
interface Box {
  count: Count
  idle: Form
  picked: Form
}

function boxOf(name: Listed | 'source', value: string, label: string): Box {
  const count = { filter: name, value }
  return { count, idle: box(name, value, label, false, count).form, picked: box(name, value, label, true, count).form }
}

/** Of a list as long as these only what roles have, or what is chosen. */
function found(boxes: readonly Box[], chosen: readonly string[], facets: Facets | null): Fragment {
  const shown: Fragment[] = []
  for (const { count, idle, picked } of boxes) {
    const [roles, isChosen] = [countOf(facets, count), chosen.includes(count.value)]
    if (roles !== 0 || isChosen) shown.push((isChosen ? picked : idle).complete([roles]))
  }
  // A group that is opened says why it is empty.
  return shown.length > 0 ? joinPieces(shown) : facets ? NONE : NOT_COUNTED
}

const NONE = renderPiece('no-choice', { words: 'None among these roles.' })
const NOT_COUNTED = renderPiece('no-choice', { words: 'Not counted yet: load the page again in a moment.' })

const longLists = new Map<Listed, Box[]>()

function longList(name: Listed, query: BoardQuery, facets: Facets | null): Fragment {
  const boxes = longLists.getOrInsertComputed(name, () => choicesOf(name).map(({ value, label }) => boxOf(name, value, label)))
  return found(boxes, query[name], facets)
}

/** Names of sources are the same object until one of them changes. */
const sourceBoxes = new WeakMap<SourceNames, Box[]>()

function sourceList(query: BoardQuery, facets: Facets | null, names: SourceNames): Fragment {
  const known = sourceBoxes.getOrInsertComputed(names, () => byLabel([...names]))
  // What an address names may be no source, and one that has just come may be counted before it is named.
  const strangers = [...Object.keys(facets?.source ?? {}), ...query.source].filter(id => !names.has(id))
  const boxes = strangers.length === 0 ? known : byLabel([...names, ...[...new Set(strangers)].map(id => [id, id] as const)])
  // Without counts nobody knows which of them have roles.
  return found(facets ? boxes : boxes.filter(({ count }) => query.source.includes(count.value)), query.source, facets)
}

function byLabel(names: readonly (readonly [id: string, label: string])[]): Box[] {
  return names.toSorted(([, a], [, b]) => (a < b ? -1 : 1)).map(([id, label]) => boxOf('source', id, label))
}

/** Keeps roles that do not say, beside a filter that would leave them out. */
function silent(filter: KeepsUnstated, label: string, unstated: readonly KeepsUnstated[]): Counted {
  return box('unstated', filter, label, unstated.includes(filter), { filter, value: UNSTATED })
}

function asValue(n: number | null): string {
  return n === null ? '' : String(n)
}

const ONSITE: readonly Option[] = [
  { value: '', label: 'any number' },
  ...ONSITE_CHOICES.map(most => ({
    value: String(most),
    label: most === 0 ? 'no days' : countLabel(most, 'day'),
    isCounted: true,
  })),
]

function radiusOptions(chosen: number): Option[] {
  return withOwn(RADIUS_CHOICES, chosen).map(({ n, isOwn }) => ({ value: String(n), label: countLabel(n, 'mile'), isCounted: !isOwn }))
}

function termLinks(query: BoardQuery, facets: Facets | null): Fragment {
  const first = firstPage(query)
  const chosen = TERM_BANDS.find(({ min, max }) => query.termMin === min && query.termMax === max)
  const { form } = once(`terms ${chosen?.name}`, () => ({
    form: renderForm('terms', { links: HOLE }).around(TERM_BANDS.map(band => termLink(band, band === chosen))),
    counts: [],
  }))
  return form.complete(
    TERM_BANDS.flatMap(({ name, min, max }) => [
      boardAddress({ ...first, termMin: min, termMax: max }),
      countOf(facets, { filter: 'term', value: name }),
    ]),
  )
}

function termLink({ min, max }: (typeof TERM_BANDS)[number], current: boolean): Form {
  const label = min === null ? `up to ${max} months` : max === null ? `${min} months and more` : `${min}–${max} months`
  return renderForm('term-link', { href: HOLE, label, count: HOLE, current })
}

/** Months a select offers; others can be in the address. */
const MONTHS = [1, 2, 3, 6, 9, 12, 18, 24]

function monthOptions(chosen: number | null): Option[] {
  const months = withOwn(MONTHS, chosen).map(({ n }) => ({ value: String(n), label: countLabel(n, 'month') }))
  return [{ value: '', label: 'any length' }, ...months]
}

const START_WITHIN_DAYS = [14, 28, 56, 91]

function startOptions(start: string, today: number): Option[] {
  const days = START_WITHIN_DAYS.map(n => new Date((today + n) * DAY_MS).toISOString().slice(0, 10))
  const all = start === '' || start === 'asap' || days.includes(start) ? days : [...days, start].sort()
  return [
    { value: '', label: 'any day' },
    { value: 'asap', label: 'ASAP', isCounted: true },
    ...all.map(day => ({ value: day, label: dayLabel(day, 'short') })),
  ]
}

const HELD: readonly Option[] = [
  { value: '', label: 'does not matter' },
  ...HELD_CLEARANCES.map(level => ({ value: level, label: level === 'none' ? 'none' : HELD_LABELS[level], isCounted: true })),
]

function withinOptions(chosen: number | null): Option[] {
  const days = withOwn(WITHIN_CHOICES, chosen).map(({ n, isOwn }) => ({
    value: String(n),
    label: n === 1 ? 'last day' : `last ${n} days`,
    isCounted: !isOwn,
  }))
  return [{ value: '', label: 'any time' }, ...days]
}

/** The steps, and among them the value that was asked for, which nobody counted. */
function withOwn(steps: readonly number[], own: number | null): { n: number; isOwn: boolean }[] {
  const all = own === null || steps.includes(own) ? [...steps] : [...steps, own].sort((a, b) => a - b)
  return all.map(n => ({ n, isOwn: !steps.includes(n) }))
}

function leftOut(name: string, label: string, hint: string, words: string): Counted {
  return { form: renderForm('left-out', { name, label, hint, list: words }), counts: [] }
}

/** What is left out by name stands above as removable words, and goes with the form. */
function keptValues({ notAgency, notWords }: BoardQuery): Fragment | null {
  const piece = (name: string, value: string): Fragment => renderPiece('kept-value', { name, value })
  const pieces = [...notAgency.map(value => piece('not_agency', value)), ...notWords.map(value => piece('not_words', value))]
  return pieces.length === 0 ? null : joinPieces(pieces)
}
