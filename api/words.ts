// Words to choose from while somebody types, for the script; without one the page has the commonest in itself.
import type { RequestHandler } from 'express'
import { WORD_LISTS, wordsBegun } from '../db/word-lists.ts'
import { cleanWords } from '../listings/parameters.ts'
import { answer, searchParams } from './answer.ts'
import { HttpError } from './errors.ts'
import type { World } from './server.ts'

const MOST = 12

/** `/words.json?for=place&begun=lee` → ["Leeds", "Leek"] */
export function words({ db }: World): RequestHandler {
  return async (req, res) => {
    const params = searchParams(req)
    const list = WORD_LISTS.find(one => one === params.get('for'))
    if (!list) throw new HttpError(400, `“for” is one of ${WORD_LISTS.join(', ')}.`)
    const found = await wordsBegun(db, list, cleanWords(params.get('begun') ?? '', 200), MOST)
    answer(req, res, { body: JSON.stringify(found), type: 'application/json; charset=utf-8', cache: 'public' })
  }
}
