// Every filter of the board as fields of one form, each choice with how many roles it would show.
import { ONSITE_CHOICES, RADIUS_CHOICES, TERM_BANDS, WITHIN_CHOICES } from '../listings/facets.ts'
import type { Facets } from '../listings/facets.ts'
import { HELD_CLEARANCES, UNSTATED, firstPage } from '../listings/query.ts'
import type { BoardQuery, KeepsUnstated } from '../listings/query.ts'
import { METHOD_KEYS, METHOD_LABELS } from '../listings/skill-words.ts'
import { histogramPiece } from './histogram.ts'
import { HELD_LABELS, countLabel, numberLabel } from './labels.ts'
import { boardAddress } from './page.ts'
import { CLOSED_LISTS, choiceLabel } from './query-labels.ts'
import type { ClosedList, SourceNames } from './query-labels.ts'
import { Form, HOLE, joinPieces } from './html.ts'
import type { Fragment } from './html.ts'
import { renderForm, renderPiece } from './render.ts'
import { dayLabel } from './times.ts'

/** The partials that the filters are made of. */
export interface FilterPieces {
  /** `id` is of the element, so that a script finds it again on the next page. */
  filter: { id: string; legend: string; open: boolean; matter: string }
  /** `count`: roles it would show; '' where it is not known. */
  choice: { name: string; value: string; label: string; checked: boolean; count: string }
  select: { name: string; label: string; options: string }
  option: { value: string; label: string; chosen: boolean }
  /** Ways to a query of their own: what two fields would have to say together. */
  terms: { links: string }
  'term-link': { href: string; label: string; count: string; current: boolean }
  /** `list`: the words to choose from while typing; '' = none. */
  'left-out': { name: string; label: string; hint: string; list: string }
  /** Values that stand above as removable words and go with the form. */
  'kept-value': { name: string; value: string }
}

type Counts = Readonly<Record<string, number>> | undefined

/** All filters of the board, one group under the other. */
export function filterGroups(query: BoardQuery, facets: Facets | null, sources: SourceNames, now: Date): Fragment {
  return joinPieces([
    rateGroup(query, facets?.rate),
    group('engagement', 'IR35 and pay route', [listed('engagement', query, facets)]),
    group('discipline', 'Discipline', [listed('discipline', query, facets)]),
    group('seniority', 'Rung of the ladder', [listed('seniority', query, facets)]),
    whereGroup(query, facets),
    termGroup(query, facets),
    group('start', 'Start', [
      select('start', 'by', query.start, facets?.start, chosen => startOptions(chosen, now), `${dayNumber(now)}`),
      silent('start', 'or not stated', query, facets?.start),
    ]),
    group('clearance', 'Clearance I hold', [select('clearance', 'held', query.clearance ?? '', facets?.clearance, () => HELD)]),
    group('within', 'Posted', [select('within', 'in the', asValue(query.within), facets?.within, withinOptions)]),
    folded('methods', 'Methods', query.methods, [listed('methods', query, facets)]),
    folded('sector', 'Sector', query.sector, [listed('sector', query, facets)]),
    folded('advertiser', 'Agency or direct', query.advertiser, [listed('advertiser', query, facets)]),
    folded('source', 'Source', query.source, sourceChoices(query, facets, sources)),
    withoutGroup(query),
  ])
}

/** A form with holes for the counts of these values, in their order. */
interface CountedForm {
  form: Form
  values: readonly string[]
}

/** The same forms stand on page after page and only their counts differ: by what else is in them. Cleared whole when there are many. */
const forms = new Map<string, CountedForm>()
const MOST_FORMS = 2_000

function formOf(key: string, make: () => CountedForm): CountedForm {
  const known = forms.get(key)
  if (known) return known
  if (forms.size >= MOST_FORMS) forms.clear()
  const made = make()
  forms.set(key, made)
  return made
}

function withCounts({ form, values }: CountedForm, counts: Counts): Fragment {
  return form.complete(values.map(value => (counts ? numberLabel(counts[value] ?? 0) : '')))
}

/** A form whose holes are no counts. */
function plain(form: Form): CountedForm {
  return { form, values: [] }
}

function group(id: string, legend: string, matter: readonly Fragment[], open = true): Fragment {
  const { form } = formOf(`${id} ${open}`, () => plain(renderForm('filter', { id: `f-${id}`, legend, open, matter: HOLE })))
  return form.complete([joinPieces(matter)])
}

/** Folded away until something in it is chosen, where it is asked for less often. */
function folded(id: string, legend: string, chosen: readonly string[], matter: readonly Fragment[]): Fragment {
  return group(id, legend, matter, chosen.length > 0)
}

function rateGroup({ rate, unrated }: BoardQuery, counts: Counts): Fragment {
  const histogram = counts && histogramPiece(counts, rate)
  const kept = checkbox('unrated', '1', 'include roles with no rate stated', unrated, UNSTATED, counts)
  return group('rate', 'Day rate', histogram ? [histogram, kept] : [kept])
}

type Listed = ClosedList | 'methods'

interface Choice {
  value: string
  label: string
}

/** "Not stated" is a value of every list but the methods. */
function choicesOf(name: Listed): Choice[] {
  if (name === 'methods') return METHOD_KEYS.map(key => ({ value: key, label: METHOD_LABELS.get(key) ?? key }))
  const values: readonly string[] = CLOSED_LISTS[name].values
  return [...values.map(value => ({ value, label: choiceLabel(name, value) })), { value: UNSTATED, label: 'not stated' }]
}

/** Of a list as long as this only what roles have, or what is chosen. */
const LONG = 11

function listed(name: Listed, query: BoardQuery, facets: Facets | null): Fragment {
  const chosen: readonly string[] = query[name]
  const counts = facets?.[name]
  const all = boxForms(name)
  if (all.length < LONG || !counts) {
    const whole = formOf(`all of ${name} ${chosen.join()}`, () => boxes(all, chosen))
    return withCounts(whole, counts)
  }
  const shown: Fragment[] = []
  for (const { value, idle, picked } of all) {
    const [count, isChosen] = [counts[value] ?? 0, chosen.includes(value)]
    if (count > 0 || isChosen) shown.push((isChosen ? picked : idle).complete([numberLabel(count)]))
  }
  return joinPieces(shown)
}

function boxes(all: readonly BoxForms[], chosen: readonly string[]): CountedForm {
  const lines = all.map(({ value, idle, picked }) => (chosen.includes(value) ? picked : idle))
  return { form: new Form(HOLE).around(lines), values: all.map(({ value }) => value) }
}

interface BoxForms {
  value: string
  idle: Form
  picked: Form
}

const allBoxForms = new Map<Listed, BoxForms[]>()

function boxForms(name: Listed): BoxForms[] {
  return allBoxForms.getOrInsertComputed(name, () =>
    choicesOf(name).map(({ value, label }) => ({
      value,
      idle: boxForm(name, value, label, false),
      picked: boxForm(name, value, label, true),
    })),
  )
}

function boxForm(name: string, value: string, label: string, checked: boolean): Form {
  return renderForm('choice', { name, value, label, checked, count: HOLE })
}

/** @param counted the value whose count stands beside it */
function checkbox(name: string, value: string, label: string, checked: boolean, counted: string, counts: Counts): Fragment {
  const form = formOf(`${name}\n${value}\n${label}\n${checked}`, () => ({
    form: boxForm(name, value, label, checked),
    values: [counted],
  }))
  return withCounts(form, counts)
}

/** Keeps roles that do not say, beside a filter that would leave them out. */
function silent(filter: KeepsUnstated, label: string, { unstated }: BoardQuery, counts: Counts): Fragment {
  return checkbox('unstated', filter, label, unstated.includes(filter), UNSTATED, counts)
}

interface Option extends Choice {
  /** Its label says how many roles it would show, where that is known: "last 7 days (31)". */
  isCounted?: boolean
}

/** @param also what the options depend on beside the chosen value */
function select(
  name: string,
  label: string,
  chosen: string,
  counts: Counts,
  options: (chosen: string) => readonly Option[],
  also = '',
): Fragment {
  const form = formOf(`select ${name} ${chosen} ${counts !== undefined} ${also}`, () => {
    const all = options(chosen)
    const counted = counts ? all.filter(one => one.isCounted).map(one => one.value) : []
    const lines = all.map(one => {
      const words = counted.includes(one.value) ? `${one.label} (${HOLE})` : one.label
      return renderForm('option', { value: one.value, label: words, chosen: one.value === chosen })
    })
    return { form: renderForm('select', { name, label, options: HOLE }).around(lines), values: counted }
  })
  return withCounts(form, counts)
}

function asValue(n: number | null): string {
  return n === null ? '' : String(n)
}

function whereGroup(query: BoardQuery, facets: Facets | null): Fragment {
  return group('where', 'Where', [
    select('onsite', 'on site', asValue(query.onsite), facets?.onsite, () => ONSITE),
    select('radius', 'within', asValue(query.radius), radiusCounts(query, facets), radiusOptions),
    listed('remote', query, facets),
    silent('onsite', 'or days not stated', query, facets?.onsite),
  ])
}

const ONSITE: readonly Option[] = [
  { value: '', label: 'any number of days' },
  ...ONSITE_CHOICES.map(most => ({
    value: String(most),
    label: most === 0 ? 'no days' : `at most ${countLabel(most, 'day')}`,
    isCounted: true,
  })),
]

/** Only around a point there is anything to count. */
function radiusCounts({ place }: BoardQuery, facets: Facets | null): Counts {
  return place === '' || facets?.radius[RADIUS_CHOICES[0]] === undefined ? undefined : facets.radius
}

function radiusOptions(chosen: string): Option[] {
  return withOwn(RADIUS_CHOICES, chosen).map(({ n, isOwn }) => ({ value: String(n), label: countLabel(n, 'mile'), isCounted: !isOwn }))
}

/** Months a select offers; others can be in the address. */
const MONTHS = [1, 2, 3, 6, 9, 12, 18, 24]

function termGroup(query: BoardQuery, facets: Facets | null): Fragment {
  const first = firstPage(query)
  const links = TERM_BANDS.map(({ name, min, max }) => {
    const current = query.termMin === min && query.termMax === max
    const { form } = formOf(`term ${name} ${current}`, () => {
      const label = min === null ? `up to ${max} months` : max === null ? `${min} months and more` : `${min}–${max} months`
      return plain(renderForm('term-link', { href: HOLE, label, count: HOLE, current }))
    })
    return form.complete([boardAddress({ ...first, termMin: min, termMax: max }), facets ? numberLabel(facets.term[name] ?? 0) : ''])
  })
  return group('term', 'Length', [
    formOf('terms', () => plain(renderForm('terms', { links: HOLE }))).form.complete([joinPieces(links)]),
    select('term_min', 'at least', asValue(query.termMin), undefined, monthOptions),
    select('term_max', 'at most', asValue(query.termMax), undefined, monthOptions),
    silent('term', 'or not stated', query, facets?.term),
  ])
}

function monthOptions(chosen: string): Option[] {
  const months = withOwn(MONTHS, chosen).map(({ n }) => ({ value: String(n), label: countLabel(n, 'month') }))
  return [{ value: '', label: 'any length' }, ...months]
}

const START_WITHIN_DAYS = [14, 28, 56, 91]

function dayNumber(at: Date): number {
  return Math.floor(at.getTime() / 86_400_000)
}

function startOptions(start: string, now: Date): Option[] {
  const days = START_WITHIN_DAYS.map(n => new Date((dayNumber(now) + n) * 86_400_000).toISOString().slice(0, 10))
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

function withinOptions(chosen: string): Option[] {
  const days = withOwn(WITHIN_CHOICES, chosen).map(({ n, isOwn }) => ({
    value: String(n),
    label: n === 1 ? 'last day' : `last ${n} days`,
    isCounted: !isOwn,
  }))
  return [{ value: '', label: 'any time' }, ...days]
}

function sourceChoices(query: BoardQuery, facets: Facets | null, names: SourceNames): Fragment[] {
  const counts = facets?.source ?? {}
  const ids = [...new Set([...Object.keys(counts).filter(id => counts[id] !== 0), ...query.source])]
  return ids
    .map(id => ({ id, label: names.get(id) ?? id }))
    .sort((a, b) => (a.label < b.label ? -1 : 1))
    .map(({ id, label }) => checkbox('source', id, label, query.source.includes(id), id, facets?.source))
}

function withoutGroup({ notAgency, notWords }: BoardQuery): Fragment {
  const word = (name: string, label: string, hint: string, list = ''): Fragment =>
    formOf(`left out ${name}`, () => plain(renderForm('left-out', { name, label, hint, list }))).form.complete([])
  const kept = (name: string, values: readonly string[]): Fragment[] => values.map(value => renderPiece('kept-value', { name, value }))
  const matter = [
    word('not_agency', 'agency', 'a company', 'agency'),
    word('not_words', 'words', 'a word or phrase'),
    ...kept('not_agency', notAgency),
    ...kept('not_words', notWords),
  ]
  return folded('without', 'Leave out', [...notAgency, ...notWords], matter)
}

/** The steps, and among them the value that was asked for, which nobody counted. */
function withOwn(steps: readonly number[], own: string): { n: number; isOwn: boolean }[] {
  const all = own === '' || steps.includes(Number(own)) ? [...steps] : [...steps, Number(own)].sort((a, b) => a - b)
  return all.map(n => ({ n, isOwn: !steps.includes(n) }))
}
