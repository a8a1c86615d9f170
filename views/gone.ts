// Where a role stood that nobody can apply for any more: what became of it, and open roles like it.
import type { SimilarRole } from '../db/similar.ts'
import { pageView } from './page.ts'
import type { PageView, Site } from './page.ts'
import { similarView } from './similar.ts'
import type { SimilarView } from './similar.ts'

export interface GoneView {
  page: PageView
  heading: string
  words: string
  similarHeading: string
  roles: SimilarView[]
  all: string
}

/** @param title of the role; '' where not even that may be shown. */
export function goneView(site: Site, { title, similar, all }: { title: string; similar: SimilarRole[]; all: string }): GoneView {
  return {
    page: pageView(site, { title: title === '' ? 'A role that is gone' : `${title} (closed)`, noindex: true }),
    heading: title === '' ? 'This role is gone' : title,
    words:
      title === ''
        ? 'No advert of it may be shown any more, or none is left.'
        : 'This role closed more than a month ago, so what we read of it is no longer shown.',
    similarHeading: similar.length > 0 ? 'Open roles like it' : 'No open role is like it today',
    roles: similarView(similar, site.now),
    all,
  }
}
