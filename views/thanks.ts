// After somebody said what belongs together: what becomes of it.
import { pageView } from './page.ts'
import type { PageView, Site } from './page.ts'

export interface ThanksView {
  page: PageView
  heading: string
  words: string
  back: string
}

/** How a suggestion was taken; the words for each. */
export const TAKEN = {
  noted: 'Thank you. A person will look at both adverts and decide; until then the page stays as it is.',
  counted: 'Thank you. Others have said so before you, and it counts for more now. A person will look at it.',
  again: 'You have said so already. A person will look at both adverts and decide; until then the page stays as it is.',
  decided: 'Thank you. A person has looked at these two adverts before and decided, so nothing changes for now.',
  full: 'Thank you. So many suggestions wait just now that this one could not be added. Please try again in some days.',
} as const

export type Taken = keyof typeof TAKEN

export function thanksView(site: Site, taken: Taken, back: string): ThanksView {
  return { page: pageView(site, { title: 'Thank you', noindex: true }), heading: 'Thank you', words: TAKEN[taken], back }
}
