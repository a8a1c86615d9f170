// What the board says where it has no rows: which filter to widen or drop and what that would give, or what is being read right now.
import type { BoardState } from '../db/board-facts.ts'
import type { Found, Widening } from '../db/search.ts'
import { RADIUS_CHOICES } from '../listings/facets.ts'
import type { Facets } from '../listings/facets.ts'
import { LAST_PAGE, PAGE_SIZE, NO_FILTER, UNSTATED, firstPage, isFiltered } from '../listings/query.ts'
import type { BoardQuery } from '../listings/query.ts'
import { countLabel, totalLabel } from './labels.ts'
import { unheardLabel } from './meant.ts'
import { boardAddress } from './page.ts'
import { queryParts } from './query-labels.ts'
import type { SourceNames } from './query-labels.ts'
import { inWords } from './sentences.ts'

export interface EmptyView {
  heading: string
  /** Sentences, in order. */
  words: string[]
  widenings: { href: string; words: string; total: string }[]
  /** "" unless a search can be kept as an alert. */
  alert: string
}

/** From a query that finds nothing: what leaving out one filter finds; failing that, what each filter finds alone. */
export interface WaysOut {
  widenings: Widening[]
  alone: { words: string; query: BoardQuery; total: number }[]
  /** Words of the query that no role has. */
  unheard: string[]
}

export interface EmptyMatter {
  sources: SourceNames
  /** Both only where nothing was found. */
  state?: BoardState | undefined
  ways?: WaysOut | undefined
  /** Where the search is kept as an alert; '' where it cannot be. */
  alert: string
}

const NO_WAYS: WaysOut = { widenings: [], alone: [], unheard: [] }

export function emptyView(query: BoardQuery, found: Found, { sources, state, ways = NO_WAYS, alert }: EmptyMatter): EmptyView {
  if (found.total > 0 || !state) return pastTheEnd(query, found)
  if (!isFiltered(query)) return { ...firstRun(state), alert: '' }
  if (state.live === 0) return { ...firstRun(state), alert }
  const told = noMatch(query, found.facets, { state, ways, sources })
  return found.isPossible ? { ...told, alert } : { ...told, heading: 'This search cannot find anything', alert: '' }
}

function pastTheEnd(query: BoardQuery, found: Found): EmptyView {
  const { total } = found
  const lastPage = Math.min(Math.ceil(total / PAGE_SIZE), LAST_PAGE)
  return {
    heading: 'This page is past the end',
    words: [`There ${total === 1 ? 'is' : 'are'} ${totalLabel(found)} for this search, on earlier pages.`],
    widenings: [
      { href: boardAddress(firstPage(query)), words: 'back to the first page', total: '' },
      ...(lastPage > 1 ? [{ href: boardAddress({ ...firstPage(query), page: lastPage }), words: 'to the last page', total: '' }] : []),
    ],
    alert: '',
  }
}

type Told = Omit<EmptyView, 'alert'>
type WayOut = EmptyView['widenings'][number]

function noMatch(
  query: BoardQuery,
  facets: Facets | null,
  { state, ways, sources }: { state: BoardState; ways: WaysOut; sources: SourceNames },
): Told {
  const heading = 'Nothing fits all of that today'
  const missed = ways.unheard.length > 0 ? [`${unheardLabel(ways.unheard)} today.`] : []
  const dropped = ways.widenings.map(way => wayOut(wideningLabel(query, way, sources), way.query, way.total))
  if (dropped.length > 0) {
    const wider = facets ? [...fartherOut(query, facets), ...forLess(query, facets)] : []
    const words = `${changeLabel(ways.widenings, wider.length > 0)}:`
    return { heading, words: [...missed, words], widenings: [...wider, ...dropped] }
  }
  const alone = ways.alone.map(({ words, query: only, total }) => wayOut(`only ${words}`, only, total))
  return {
    heading,
    words: [...missed, 'More than one filter has to go. This is what there is:'],
    widenings: [...alone, wayOut('every role on the board', NO_FILTER, state.live)],
  }
}

function wayOut(words: string, query: BoardQuery, total: number): WayOut {
  return { href: boardAddress(firstPage(query)), words, total: countLabel(total, 'role') }
}

/** The next circle that holds a role. */
function fartherOut(query: BoardQuery, { radius: counts }: Facets): WayOut[] {
  const miles = RADIUS_CHOICES.find(miles => miles > query.radius && (counts[miles] ?? 0) > 0)
  if (query.place === '' || miles === undefined) return []
  const words = wordsOf({ place: query.place, radius: miles })
  return [wayOut(words, { ...query, radius: miles }, counts[miles] ?? 0)]
}

/** The highest rate that finds a role, by the steps in which rates are counted. */
function forLess(query: BoardQuery, { rate: counts }: Facets): WayOut[] {
  const bands = Object.keys(counts).filter(band => band !== UNSTATED && (counts[band] ?? 0) > 0)
  const { rate: asked, unrated } = query
  const below = asked === null ? [] : bands.map(Number).filter(band => band > 0 && band < asked)
  if (below.length === 0) return []
  const rate = Math.max(...below)
  const total = bands.reduce((sum, band) => sum + (Number(band) >= rate ? (counts[band] ?? 0) : 0), 0)
  return [wayOut(wordsOf({ rate, unrated }), { ...query, rate }, total + (unrated ? (counts[UNSTATED] ?? 0) : 0))]
}

function wordsOf(only: Partial<BoardQuery>): string {
  return queryParts({ ...NO_FILTER, ...only })
    .map(part => part.words)
    .join(', ')
}

/** What the ways out have in common. */
function changeLabel(widenings: readonly Widening[], isWidened: boolean): string {
  if (widenings.some(({ word, query }) => word !== '' && word === query.q)) return 'No role has all of these words. This is what there is'
  const change = widenings.some(({ word }) => word !== '') ? 'Change one thing' : `${isWidened ? 'Widen or drop' : 'Drop'} one filter`
  return `${change} and this is what you would see`
}

function wideningLabel(asked: BoardQuery, { dropped, word, query }: Widening, sources: SourceNames): string {
  if (query.place !== '' && asked.place === '') return wordsOf({ q: query.q, place: query.place, radius: query.radius })
  if (word === '') return `without ${droppedLabel(asked, dropped, sources)}`
  return `${word === query.q ? 'only' : 'without'} “${word.replaceAll('"', '')}”`
}

/** The words of what was dropped: all values of a filter together, "outside IR35 or umbrella". */
function droppedLabel(query: BoardQuery, dropped: keyof BoardQuery, sources: SourceNames): string {
  if (dropped === 'within') return 'the limit on age'
  const { radius, termMin, termMax } = query
  const together = dropped === 'place' ? { radius } : dropped === 'termMin' ? { termMin, termMax } : {}
  const words = queryParts({ ...NO_FILTER, ...together, [dropped]: query[dropped] }, sources).map(part => part.words)
  return dropped === 'rate' || dropped === 'place' ? `“${words.join(' or ')}”` : words.join(' or ')
}

function firstRun({ running, lastCrawlAt, refused }: BoardState): Told {
  const reading =
    running.length > 0
      ? `Reading ${inWords(running)} right now. The first roles appear here as soon as a source has been read; this takes about a minute.`
      : lastCrawlAt === null
        ? 'No source has been read yet. The first crawl starts within a minute of the worker starting.'
        : 'All sources have been read, and none has a contract PM or PMO role just now.'
  const unseen = `${countLabel(refused, 'advert was', 'adverts were')} read and not shown: permanent roles, other work, or no sign of a contract. “Refused” lists each with its reason.`
  return { heading: 'The board is empty', words: refused > 0 ? [reading, unseen] : [reading], widenings: [] }
}
