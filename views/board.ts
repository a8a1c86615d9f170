// The board: rows, filters, chosen filters, pages.
import { areaOf } from '../listings/area.ts'
import { LEAST_RATES } from '../listings/facets.ts'
import { LAST_PAGE, SORTS, queryString, firstPage } from '../listings/query.ts'
import type { BoardQuery, Sort } from '../listings/query.ts'
import type { WordLists } from '../db/word-lists.ts'
import type { BoardState } from '../db/board-facts.ts'
import type { BoardRow, Found } from '../db/search.ts'
import {
  SORT_LABELS,
  advertisersLabel,
  capital,
  clearanceLabel,
  countLabel,
  engagementLabel,
  moneyLabel,
  numberLabel,
  placeLabel,
  rateLabel,
  startLabel,
  termLabel,
  titleLabel,
  totalLabel,
} from './labels.ts'
import type { EngagementLabel, RateLabel } from './labels.ts'
import { joinPieces } from './html.ts'
import type { Fragment } from './html.ts'
import { renderPiece } from './render.ts'
import { ageLabel, agoWords, applyByWords } from './times.ts'
import { meantWords } from './meant.ts'
import { queryParts } from './query-labels.ts'
import type { SourceNames } from './query-labels.ts'
import type { TimeLabel } from './times.ts'
import { boardAddress, pageView } from './page.ts'
import type { PageView, Site } from './page.ts'
import { wordListViews } from './word-lists.ts'
import type { WordListView } from './word-lists.ts'
import { emptyView } from './board-empty.ts'
import type { EmptyView, WaysOut } from './board-empty.ts'
import { filterGroups } from './board-filters.ts'

/** One role as a line of the board. */
export interface RowView {
  href: string
  title: string
  rate: RateLabel
  engagement: EngagementLabel
  /** "Harrow Lane, 1 more · London, 2 days on site · SC eligible · from £55 an hour" */
  facts: string
  /** "6 months" */
  length: string
  /** "ASAP", "12 Jan 2027" */
  start: string
  age: TimeLabel
  adverts: string
}

export interface LinkView {
  href: string
  label: string
  current: boolean
}

export interface BoardView {
  page: PageView
  /** "42 roles", "About 12,000 roles" */
  heading: string
  /** "£560 a day (n = 31)"; '' where too few roles state a rate. */
  median: string
  /** "“pmo”, outside IR35", '' without a filter. */
  asked: string
  chosen: { label: string; href: string }[]
  /** Said where other words are shown than were typed, with an alert for what was typed. */
  meant: { words: string; alert: string } | null
  remarks: string[]
  sorts: LinkView[]
  addresses: { alert: string; atom: string; csv: string; json: string; clear: string }
  /** RowViews; null for none. */
  rows: Fragment | null
  /** Which of how many: "26–50 of 118", "26–50 of about 12,000"; '' on an only page. */
  range: string
  previous: string
  next: string
  /** The filters. */
  groups: Fragment
  sort: string
  submit: string
  empty: EmptyView | null
  lists: WordListView[]
}

/** What a page of the board is told beyond what was found. */
export interface BoardAround {
  sources: SourceNames
  words: WordLists
  /** What was asked for, where it is not what is shown: its words find nothing, and others were meant. */
  typed?: BoardQuery
  /** The words of that which no role has. */
  unheard?: readonly string[] | undefined
  /** Both only where nothing was found. */
  state?: BoardState | undefined
  ways?: WaysOut | undefined
}

/** The board for a query. */
export function boardView(site: Site, query: BoardQuery, found: Found, around: BoardAround): BoardView {
  const { sources } = around
  const parts = queryParts(query, sources)
  const roles = totalLabel(found)
  const heading = found.total === 0 ? 'No roles' : capital(roles)
  const ordered = orderedStrings(query)
  const addresses = { ...addressesOf(query, ordered), ...(!found.isPossible && { alert: '' }) }
  const asked = parts.map(part => part.words).join(', ')
  return {
    page: pageView(site, {
      title: asked
        ? `${heading}: ${asked}`
        : found.total === 0
          ? 'Contract PM and PMO roles'
          : `${heading} for contract PMs and PMO people`,
      ...(asked && { description: `${heading}: ${asked}. The day rate, the IR35 claim and the length of each, read from the adverts.` }),
      path: boardAddress(query),
      noindex: found.total === 0 || query.page > 1 || query.after !== '',
      feed: addresses.atom,
      query,
    }),
    heading,
    median: medianWords(found.medianRate),
    asked,
    chosen: parts.map(part => ({ label: part.words, href: boardAddress(part.without) })),
    meant: meantView(query, found.total, around),
    remarks: found.remarks,
    sorts: SORTS.map(sort => ({
      href: addressWith(ordered[sort]),
      label: SORT_LABELS[sort],
      current: sort === query.sort,
    })),
    addresses,
    rows: found.rows.length > 0 ? joinPieces(found.rows.map(row => rowPiece(row, site.now))) : null,
    range: rangeOf(query, found),
    previous: previousAddress(query),
    next: nextAddress(query, found),
    groups: filterGroups(query, found.facets, sources, site.now),
    sort: query.sort === 'fit' ? '' : query.sort,
    submit: found.total === 0 ? 'Show roles' : `Show ${roles}`,
    lists: wordListViews(around.words),
    empty: found.rows.length > 0 ? null : emptyView(query, found, { ...around, alert: addresses.alert }),
  }
}

function medianWords(rate: Found['medianRate']): string {
  return rate && rate.stated >= LEAST_RATES ? `${moneyLabel(rate.median, 'GBP')} a day (n = ${numberLabel(rate.stated)})` : ''
}

/** Lines as they were rendered last, with the minute of it: rows are the same objects until they change, and only their age grows and their last day passes. */
const pieces = new WeakMap<BoardRow, { minute: number; aging: string; piece: Fragment }>()

function rowPiece(row: BoardRow, now: Date): Fragment {
  const minute = Math.floor(now.getTime() / 60_000)
  const known = pieces.get(row)
  if (known?.minute === minute) return known.piece
  const aging = `${agoWords(row.firstSeenAt, now)} ${applyByWords(row.closesAt, now)}`
  if (known?.aging === aging) {
    known.minute = minute
    return known.piece
  }
  const piece = renderPiece('row', rowView(row, now))
  pieces.set(row, { minute, aging, piece })
  return piece
}

/** One line of the board. Literal objects only: this runs for every row of every page. */
export function rowView(row: BoardRow, now: Date): RowView {
  const { card } = row
  const rate = rateLabel(card)
  const facts = [
    advertisersLabel(row.advertisers),
    placeLabel(card),
    card.clearance ? clearanceLabel(card.clearance) : '',
    rate.from,
    applyByWords(row.closesAt, now),
  ]
  return {
    href: `/roles/${row.slug}`,
    title: titleLabel(row.title),
    rate,
    engagement: engagementLabel(card),
    facts: joined(facts),
    length: card.term ? termLabel(card.term, 'short') : '',
    start: card.start ? startLabel(card.start.value, 'short') : '',
    age: ageLabel(row.firstSeenAt, now),
    adverts: countLabel(row.adverts, 'advert'),
  }
}

/** Parts with a middle dot between them, empty ones left out. */
export function joined(parts: string[]): string {
  return parts.filter(part => part !== '').join(' · ')
}

/** The first page in every order: a page writes each of these addresses several times, and they differ in their last parameter alone. */
function orderedStrings(query: BoardQuery): Record<Sort, string> {
  const fit = queryString({ ...firstPage(query), sort: 'fit' })
  const inOrder = (sort: Sort): string => `${fit}${fit && '&'}sort=${sort}`
  return { fit, newest: inOrder('newest'), rate: inOrder('rate'), closing: inOrder('closing') }
}

function addressWith(params: string, kind = ''): string {
  return `/${kind}${params ? `?${params}` : ''}`
}

function addressesOf(query: BoardQuery, ordered = orderedStrings(query)): BoardView['addresses'] {
  const [params, plain] = [ordered[query.sort], ordered.fit]
  // A place nobody knows would keep an alert silent for ever.
  const isKnown = areaOf(query) !== 'unknown'
  return {
    alert: isKnown ? addressWith(plain, 'alerts/new') : '',
    atom: addressWith(params, '.atom'),
    csv: addressWith(params, '.csv'),
    json: addressWith(params, '.json'),
    clear: '/',
  }
}

function meantView(shown: BoardQuery, total: number, { typed = shown, unheard = [] }: BoardAround): BoardView['meant'] {
  const meant = meantWords(shown, typed, unheard)
  if (!meant) return null
  return { words: `${meant.why}. ${total > 0 ? 'These are' : 'This is'} for ${meant.what}.`, alert: addressesOf(typed).alert }
}

function rangeOf(query: BoardQuery, found: Found): string {
  const { rows, total, isTotalExact, first, nextCursor } = found
  if (rows.length === 0 || (query.page === 1 && query.after === '' && nextCursor === null)) return ''
  if (first === null) return `${capital(totalLabel(found))} in all`
  return `${numberLabel(first)}–${numberLabel(first + rows.length - 1)} of ${isTotalExact ? '' : 'about '}${numberLabel(total)}`
}

/** Behind a cursor nobody knows what came before, only where it all begins. */
function previousAddress(query: BoardQuery): string {
  if (query.after !== '') return boardAddress(firstPage(query))
  return query.page > 1 ? boardAddress({ ...query, page: query.page - 1 }) : ''
}

/** By number as long as there are numbers, then from row to row. */
export function nextAddress(query: BoardQuery, { next, nextCursor }: Found, kind: '' | '.json' = ''): string {
  if (next !== null && next <= LAST_PAGE) return boardAddress({ ...query, page: next }, kind)
  return nextCursor === null ? '' : boardAddress({ ...query, page: 1, after: nextCursor }, kind)
}
