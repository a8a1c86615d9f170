// The list of what somebody saved: the page is the same for all, a script fills it from their own browser.
import { pageView } from './page.ts'
import type { PageView, Site } from './page.ts'

export interface SavedView {
  page: PageView
}

export function savedView(site: Site): SavedView {
  return { page: pageView(site, { title: 'Roles you saved', path: '/saved', noindex: true }) }
}
