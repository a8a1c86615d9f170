// Words to choose from while typing: of the commonest as many as a page has room for, so that it works without a script, which asks for the rest.
import type { WordList, WordLists } from '../db/word-lists.ts'
import { joinPieces, settled } from './html.ts'
import type { Fragment } from './html.ts'
import { renderPiece } from './render.ts'

export interface WordListView {
  name: WordList
  options: Fragment
}

/** Three lists of thirty are some 800 bytes of a compressed page. */
const ON_PAGE = 30

/** Lists are the same objects for minutes, and so are their options. */
const known = new WeakMap<WordLists, WordListView[]>()

export function wordListViews(lists: WordLists): WordListView[] {
  return known.getOrInsertComputed(lists, () =>
    (['role', 'place', 'agency'] as const).map(name => ({
      name,
      options: settled(joinPieces(lists[name].slice(0, ON_PAGE).map(value => renderPiece('word', { value })))),
    })),
  )
}
