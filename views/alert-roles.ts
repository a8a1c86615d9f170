// The page of all roles of one mail.
import type { DigestRole } from '../db/digest-roles.ts'
import type { BoardRow } from '../db/search.ts'
import { firstPage } from '../listings/query.ts'
import type { BoardQuery } from '../listings/query.ts'
import { joined, rowView } from './board.ts'
import type { RowView } from './board.ts'
import { newsLabel } from './digest.ts'
import { countLabel } from './labels.ts'
import { boardAddress, pageView } from './page.ts'
import type { PageView, Site } from './page.ts'
import { queryLabel } from './query-labels.ts'
import { dayLabel } from './times.ts'

export interface AlertRolesView {
  page: PageView
  heading: string
  about: string
  rows: RowView[]
  board: string
  /** "Page 2 of 4"; '' on an only page. */
  range: string
  previous: string
  next: string
}

export interface AlertRolesMatter {
  query: BoardQuery
  localDate: string
  roles: (Pick<DigestRole, 'news' | 'was'> & { row: BoardRow })[]
  /** Roles of the digest that are still live; `roles` are one page of them. */
  live: number
  /** Roles the digest was promised with, closed ones too. */
  total: number
  /** From 1. */
  pageNumber: number
  pages: number
  /** Path of this page. */
  path: string
}

/** Exactly the roles of one digest. */
export function alertRolesView(site: Site, matter: AlertRolesMatter): AlertRolesView {
  const { query, localDate, roles, live, total, pageNumber, pages, path } = matter
  const closed = total - live
  const heading = `${countLabel(live, 'role')} of ${dayLabel(localDate)}`
  const gone = closed > 0 ? `; ${countLabel(closed, 'more has', 'more have')} closed since` : ''
  return {
    page: pageView(site, { title: heading, noindex: true }),
    heading,
    about: `New or changed that day for ${queryLabel(query)}${gone}.`,
    rows: roles.map(role => toldRow(role, site.now)),
    board: boardAddress(firstPage(query)),
    range: pages > 1 ? `Page ${pageNumber} of ${pages}` : '',
    previous: pageNumber > 1 ? `${path}?page=${pageNumber - 1}` : '',
    next: pageNumber < pages ? `${path}?page=${pageNumber + 1}` : '',
  }
}

/** What changed of a role stands before its facts; that a role is new, most are, says the page once. */
function toldRow({ row, news, was }: AlertRolesMatter['roles'][number], now: Date): RowView {
  const view = rowView(row, now)
  return news === 'new' ? view : { ...view, facts: joined([newsLabel(news, was, row.card.dayRate), view.facts]) }
}
