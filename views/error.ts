// What stands where a page should be: what happened, and how to put it right.
import type { BoardQuery } from '../listings/query.ts'
import { pageView } from './page.ts'
import type { PageView, Site } from './page.ts'

export interface ErrorView {
  page: PageView
  heading: string
  words: string[]
  /** Where to go from here beside the board; null = nowhere else. */
  onward: Onward | null
  /** For somebody who reports the error; '' where there is nothing to report. */
  requestId: string
}

/** A link to what helps whoever stands before an error: "/alerts/mine", "Ask for a new link". */
export interface Onward {
  href: string
  words: string
}

const HEADINGS: Record<number, string> = {
  400: 'That request could not be read',
  403: 'That is not allowed from here',
  404: 'There is no such page',
  405: 'That cannot be done here',
  410: 'This is gone',
  413: 'That is too much at once',
  429: 'Too many requests',
  500: 'Something broke on our side',
  503: 'Dayrate is busy',
}

/**
 * @param words sentences for the person, the first one saying what happened.
 * @param typed what was asked of the board, to stand in the search again
 */
export function errorView(
  site: Site,
  status: number,
  words: string[],
  { onward = null, requestId = '', typed }: { onward?: Onward | null; requestId?: string | undefined; typed?: BoardQuery | undefined } = {},
): ErrorView {
  const heading = problemTitle(status)
  return { page: pageView(site, { title: heading, noindex: true, typed }), heading, words, onward, requestId }
}

/** What went wrong in a few words, the same for every problem of a status. */
export function problemTitle(status: number): string {
  return HEADINGS[status] ?? (status < 500 ? 'That did not work' : 'Something broke on our side')
}
