// Every filter of the board as fields of one form, each choice with how many roles it would show.
import { ONSITE_CHOICES, RADIUS_CHOICES, TERM_BANDS, WITHIN_CHOICES } from '../listings/facets.ts'
import type { Facets, Filter } from '../listings/facets.ts'
import { HELD_CLEARANCES, UNSTATED, firstPage } from '../listings/query.ts'
import type { BoardQuery } from '../listings/query.ts'
import { METHOD_KEYS, METHOD_LABELS } from '../listings/skill-words.ts'
import { histogramView } from './histogram.ts'
import type { HistogramView } from './histogram.ts'
import { HELD_LABELS, countLabel, numberLabel } from './labels.ts'
import { boardAddress } from './page.ts'
import { CLOSED_LISTS, choiceLabel } from './query-labels.ts'
import type { ClosedList, SourceNames } from './query-labels.ts'
import { joinPieces, renderPiece } from './render.ts'
import type { Fragment } from './render.ts'
import { dayLabel } from './times.ts'

export interface FilterGroup {
  /** Of the element, so that a script finds it again on the next page. */
  id: string
  legend: string
  /** Folded away until something in it is chosen, where it is asked for less often. */
  open: boolean
  histogram: HistogramView | null
  /** CountedChoices. */
  choices: Fragment
  selects: SelectView[]
  /** Ways to a query of their own: what two fields would have to say together. */
  links: { href: string; label: string; count: string; current: boolean }[]
  words: { name: string; label: string; hint: string }[]
  /** Values that stand above as removable words and go with the form. */
  kept: { name: string; value: string }[]
}

export interface CountedChoice {
  name: string
  value: string
  label: string
  checked: boolean
  /** Roles it would show; '' where it is not known. */
  count: string
}

export interface SelectView {
  name: string
  label: string
  /** SelectOptions. */
  options: Fragment
}

export interface SelectOption {
  value: string
  label: string
  chosen: boolean
}

export function filterGroups(query: BoardQuery, facets: Facets | null, sources: SourceNames, now: Date): FilterGroup[] {
  return [
    group('rate', 'Day rate', {
      histogram: facets ? histogramView(facets.rate, query.rate) : null,
      choices: [silent('unrated', '1', 'include roles with no rate stated', query.unrated, facets?.rate)],
    }),
    group('engagement', 'IR35 and pay route', { choices: listed('engagement', query, facets) }),
    group('discipline', 'Discipline', { choices: listed('discipline', query, facets) }),
    group('seniority', 'Rung of the ladder', { choices: listed('seniority', query, facets) }),
    whereGroup(query, facets),
    termGroup(query, facets),
    group('start', 'Start', {
      selects: [select('start', 'by', startOptions(query, facets, now))],
      choices: [silent('unstated', 'start', 'or not stated', query.unstated.includes('start'), facets?.start)],
    }),
    group('clearance', 'Clearance I hold', { selects: [select('clearance', 'held', heldOptions(query, facets))] }),
    group('within', 'Posted', { selects: [select('within', 'in the', withinOptions(query, facets))] }),
    folded('methods', 'Methods', methodChoices(query, facets)),
    folded('sector', 'Sector', listed('sector', query, facets)),
    folded('advertiser', 'Agency or direct', listed('advertiser', query, facets)),
    folded('source', 'Source', sourceChoices(query, facets, sources)),
    withoutGroup(query),
  ]
}

const NOTHING = { open: true, histogram: null, selects: [], links: [], words: [], kept: [] }

type Matter = Partial<Omit<FilterGroup, 'choices'>> & { choices?: CountedChoice[] }

function group(id: string, legend: string, { choices = [], ...matter }: Matter): FilterGroup {
  return { id: `f-${id}`, legend, ...NOTHING, ...matter, choices: joinPieces(choices.map(choicePiece)) }
}

/** Folded away unless something in it is chosen. */
function folded(id: string, legend: string, choices: CountedChoice[]): FilterGroup {
  return group(id, legend, { choices, open: choices.some(choice => choice.checked) })
}

/** Most pages show the same choices with the same counts: pieces by what is in them. Cleared whole when there are many. */
const pieces = new Map<string, Fragment>()
const MOST_PIECES = 20_000

function kept(key: string, make: () => Fragment): Fragment {
  const known = pieces.get(key)
  if (known) return known
  if (pieces.size >= MOST_PIECES) pieces.clear()
  const made = make()
  pieces.set(key, made)
  return made
}

function choicePiece(choice: CountedChoice): Fragment {
  const { name, value, label, checked, count } = choice
  return kept(`${name}\n${value}\n${label}\n${checked ? 1 : 0}${count}`, () => renderPiece('choice', choice))
}

function optionPiece(option: SelectOption): Fragment {
  return kept(`${option.value}\n${option.label}\n${option.chosen ? 1 : 0}`, () => renderPiece('option', option))
}

/** A closed list of values, and "not stated"; of the long ones only what roles have. */
function listed(name: ClosedList, query: BoardQuery, facets: Facets | null): CountedChoice[] {
  const { values }: { values: readonly string[] } = CLOSED_LISTS[name]
  const chosen: readonly string[] = query[name]
  const label = (value: string): string => (value === UNSTATED ? 'not stated' : choiceLabel(name, value))
  const choices = [...values, UNSTATED].map(value => choice(name, value, label(value), chosen.includes(value), facets?.[name]))
  return values.length > 9 ? choices.filter(isWorthShowing) : choices
}

function methodChoices({ methods }: BoardQuery, facets: Facets | null): CountedChoice[] {
  return METHOD_KEYS.map(key => choice('methods', key, METHOD_LABELS.get(key) ?? key, methods.includes(key), facets?.methods)).filter(
    isWorthShowing,
  )
}

function isWorthShowing({ checked, count }: CountedChoice): boolean {
  return checked || count !== '0'
}

function choice(name: string, value: string, label: string, checked: boolean, counts: Record<string, number> | undefined): CountedChoice {
  return { name, value, label, checked, count: counts ? numberLabel(counts[value] ?? 0) : '' }
}

/** Keeps roles that do not say, beside a filter that would leave them out. */
function silent(name: string, value: string, label: string, checked: boolean, counts: Record<string, number> | undefined): CountedChoice {
  return { name, value, label, checked, count: counts ? numberLabel(counts[UNSTATED] ?? 0) : '' }
}

function whereGroup(query: BoardQuery, facets: Facets | null): FilterGroup {
  const choices = listed('remote', query, facets)
  const days = ONSITE_CHOICES.map(most => ({
    value: String(most),
    label: counted(most === 0 ? 'no days' : `at most ${countLabel(most, 'day')}`, facets?.onsite, most),
    chosen: query.onsite === most,
  }))
  return group('where', 'Where', {
    choices: [...choices, silent('unstated', 'onsite', 'or days not stated', query.unstated.includes('onsite'), facets?.onsite)],
    selects: [
      select('onsite', 'on site', [{ value: '', label: 'any number of days', chosen: query.onsite === null }, ...days]),
      select('radius', 'within', radiusOptions(query, facets)),
    ],
  })
}

function radiusOptions({ radius, place }: BoardQuery, facets: Facets | null): SelectOption[] {
  return withOwn(RADIUS_CHOICES, radius).map(miles => ({
    value: String(miles),
    label: counted(countLabel(miles, 'mile'), place === '' || facets?.radius[miles] === undefined ? undefined : facets.radius, miles),
    chosen: miles === radius,
  }))
}

/** Months a select offers; others can be in the address. */
const MONTHS = [1, 2, 3, 6, 9, 12, 18, 24]

function termGroup(query: BoardQuery, facets: Facets | null): FilterGroup {
  const months = (name: string, label: string, value: number | null): SelectView =>
    select(name, label, [
      { value: '', label: 'any length', chosen: value === null },
      ...withOwn(MONTHS, value).map(one => ({ value: String(one), label: countLabel(one, 'month'), chosen: one === value })),
    ])
  return group('term', 'Length', {
    links: TERM_BANDS.map(({ name, min, max }) => ({
      href: boardAddress({ ...firstPage(query), termMin: min, termMax: max }),
      label: min === null ? `up to ${max} months` : max === null ? `${min} months and more` : `${min}–${max} months`,
      count: facets ? numberLabel(facets.term[name] ?? 0) : '',
      current: query.termMin === min && query.termMax === max,
    })),
    selects: [months('term_min', 'at least', query.termMin), months('term_max', 'at most', query.termMax)],
    choices: [silent('unstated', 'term', 'or not stated', query.unstated.includes('term'), facets?.term)],
  })
}

const START_WITHIN_DAYS = [14, 28, 56, 91]

/** Days the last page offered, with their labels: the same until midnight. */
let startDays = { today: 0, labels: new Map<string, string>() }

function startDaysFrom(now: Date): ReadonlyMap<string, string> {
  const today = Math.floor(now.getTime() / 86_400_000)
  if (startDays.today !== today) {
    const days = START_WITHIN_DAYS.map(n => new Date((today + n) * 86_400_000).toISOString().slice(0, 10))
    startDays = { today, labels: new Map(days.map(day => [day, dayLabel(day, 'short')])) }
  }
  return startDays.labels
}

function startOptions({ start }: BoardQuery, facets: Facets | null, now: Date): SelectOption[] {
  const labels = startDaysFrom(now)
  const days = [...labels.keys()]
  const all = start === '' || start === 'asap' || days.includes(start) ? days : [...days, start].sort()
  return [
    { value: '', label: 'any day', chosen: start === '' },
    { value: 'asap', label: counted('ASAP', facets?.start, 'asap'), chosen: start === 'asap' },
    ...all.map(day => ({ value: day, label: labels.get(day) ?? dayLabel(day, 'short'), chosen: day === start })),
  ]
}

function heldOptions({ clearance }: BoardQuery, facets: Facets | null): SelectOption[] {
  const levels = HELD_CLEARANCES.map(level => ({
    value: level,
    label: counted(level === 'none' ? 'none' : HELD_LABELS[level], facets?.clearance, level),
    chosen: level === clearance,
  }))
  return [{ value: '', label: 'does not matter', chosen: clearance === null }, ...levels]
}

function withinOptions({ within }: BoardQuery, facets: Facets | null): SelectOption[] {
  const days = withOwn(WITHIN_CHOICES, within).map(n => ({
    value: String(n),
    label: counted(n === 1 ? 'last day' : `last ${n} days`, facets?.within[n] === undefined ? undefined : facets.within, n),
    chosen: n === within,
  }))
  return [{ value: '', label: 'any time', chosen: within === null }, ...days]
}

function sourceChoices(query: BoardQuery, facets: Facets | null, names: SourceNames): CountedChoice[] {
  const ids = [...new Set([...Object.keys(facets?.source ?? {}), ...query.source])]
  return ids
    .map(id => choice('source', id, names.get(id) ?? id, query.source.includes(id), facets?.source))
    .sort((a, b) => (a.label < b.label ? -1 : 1))
}

function withoutGroup({ notAgency, notWords }: BoardQuery): FilterGroup {
  return group('without', 'Leave out', {
    open: notAgency.length + notWords.length > 0,
    words: [
      { name: 'not_agency', label: 'agency', hint: 'a company' },
      { name: 'not_words', label: 'words', hint: 'a word or phrase' },
    ],
    kept: [...notAgency.map(value => ({ name: 'not_agency', value })), ...notWords.map(value => ({ name: 'not_words', value }))],
  })
}

function select(name: string, label: string, options: SelectOption[]): SelectView {
  return { name, label, options: joinPieces(options.map(optionPiece)) }
}

/** The steps, and among them the value that was asked for. */
function withOwn(steps: readonly number[], own: number | null): number[] {
  return own === null || steps.includes(own) ? [...steps] : [...steps, own].sort((a, b) => a - b)
}

/** "last 7 days (31)" */
function counted(label: string, counts: Facets[Filter] | undefined, value: string | number): string {
  return counts ? `${label} (${numberLabel(counts[value] ?? 0)})` : label
}
