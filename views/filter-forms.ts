// What the filters of the board are put together from: fields and groups that stand alike on page after page. Each is written once for every
// way it can be chosen, and then only filled with the counts of a page: so a page writes 14 groups, where it would write 150 choices.
import type { Facets } from '../listings/facets.ts'
import type { BoardQuery } from '../listings/query.ts'
import { Recent } from '../listings/recent.ts'
import { Form, HOLE } from './html.ts'
import type { Fragment, Text } from './html.ts'
import { renderForm } from './render.ts'

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
  /** Instead of the choices of a list, where there is none. */
  'no-choice': { words: string }
  /** Values that stand above as removable words and go with the form. */
  'kept-value': { name: string; value: string }
}

/** How many roles a choice would show. */
export interface Count {
  filter: keyof Facets
  value: string
}

/** A form, and what is counted in each of its holes. */
export interface Counted {
  form: Form
  counts: readonly (Count | typeof OWN)[]
}

/** A hole for what a page brings of its own. */
const OWN = Symbol('what a page brings of its own')
const SLOT: Counted = { form: new Form(HOLE), counts: [OWN] }

/** '' where nothing was counted. An address may name a source “constructor”, as which every object has something that is no count. */
export function countOf(facets: Facets | null, { filter, value }: Count): number | '' {
  if (!facets) return ''
  const count: unknown = facets[filter][value]
  return typeof count === 'number' ? count : 0
}

/** What the filters show beside counts. */
export interface Asked extends BoardQuery {
  isCounted: boolean
  /** Only around a point there is anything to count. */
  isRadiusCounted: boolean
  /** In days since 1970. */
  today: number
}

/** A group for a page. `own`: what stands in it on this page alone; null = nothing. */
export type Group = (asked: Asked, facets: Facets | null, own?: Fragment | null) => Fragment

/** Ways to choose that are kept of every group, 3 kB each. */
const WAYS = 200

/**
 * A group whose lines depend on these fields of what was asked for, and on whether the page brings something of its own, which goes where
 * `lines` has `own`. Where it is asked for less often it is folded away until something in it is chosen.
 */
export function group<Name extends keyof Asked>(
  id: string,
  legend: string,
  names: readonly Name[],
  lines: (asked: Pick<Asked, Name>, own: Counted[]) => Counted[],
  isOpen: (asked: Asked, own: Fragment | null) => boolean = () => true,
): Group {
  const known = new Recent<string, Counted>(WAYS)
  return (asked, facets, own = null) => {
    const open = isOpen(asked, own)
    let key = `${open} ${own !== null}`
    for (const name of names) key += `\n${String(asked[name])}`
    let whole = known.get(key)
    if (!whole) {
      const frame = renderForm('filter', { id: `f-${id}`, legend, open, matter: HOLE })
      known.set(key, (whole = around(frame, lines(asked, own ? [SLOT] : []))))
    }
    return whole.form.complete(whole.counts.map((count): Text => (count === OWN ? (own ?? '') : countOf(facets, count))))
  }
}

/** A form with counted lines in its only hole, one under the other. */
export function around(form: Form, lines: readonly Counted[]): Counted {
  return { form: form.around(lines.map(line => line.form)), counts: lines.flatMap(line => line.counts) }
}

/** Fields of groups; those that were typed make room for each other. */
const fields = new Recent<string, Counted>(2_000)

/** @param key tells this field from all others */
export function once(key: string, make: () => Counted): Counted {
  let field = fields.get(key)
  if (!field) fields.set(key, (field = make()))
  return field
}

/** A choice with its count. */
export function box(name: string, value: string, label: string, checked: boolean, count: Count): Counted {
  return once(`box\n${name}\n${value}\n${label}\n${checked}`, () => ({
    form: renderForm('choice', { name, value, label, checked, count: HOLE }),
    counts: [count],
  }))
}

export interface Option {
  value: string
  label: string
  /** Its label says how many roles it would show, where that is known: "last 7 days (31)". */
  isCounted?: boolean
}

/** @param filter whose counts stand beside the options; false where there are none */
export function select(name: string, label: string, chosen: string, options: readonly Option[], filter: Count['filter'] | false): Counted {
  const lines = options.map(({ value, label, isCounted = false }) =>
    once(`option\n${name}\n${value}\n${label}\n${value === chosen}\n${isCounted && filter}`, () => ({
      form: renderForm('option', { value, label: isCounted && filter ? `${label} (${HOLE})` : label, chosen: value === chosen }),
      counts: isCounted && filter ? [{ filter, value }] : [],
    })),
  )
  return around(renderForm('select', { name, label, options: HOLE }), lines)
}
