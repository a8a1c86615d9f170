// `dayrate takedown`: what may not be shown because somebody with a right to it asked.
import type { Db } from '../db/database.ts'
import { listTakedowns, takeDown, undoTakedownOf } from '../db/takedowns.ts'
import type { Subject } from '../db/takedowns.ts'
import { countLabel } from '../views/labels.ts'
import { answer, say, UsageError, withDatabase } from './console.ts'
import { knownSource, linkAndSay } from './crawl.ts'

export interface TakedownOptions {
  source?: string
  because?: string
  undo?: boolean
}

/** Takes down or shows again; asked for neither an address nor a source, lists every takedown as JSON lines. */
export async function takedown(url: string | undefined, { source, because = '', undo = false }: TakedownOptions): Promise<void> {
  if (url !== undefined && source !== undefined) throw new UsageError('give an address or --source, not both')
  await withDatabase(async ({ db, note }) => {
    if (url === undefined && source === undefined) return list(db, undo)
    const subject = await subjectOf(db, url, source)
    const name = 'url' in subject ? subject.url : `source ${subject.sourceId}`
    if (undo) {
      if (!(await undoTakedownOf(db, subject))) throw new UsageError(`nothing of ${name} is taken down; \`dayrate takedown\` lists what is`)
      await note('undid a takedown', name)
      say('It may be shown again.')
    } else {
      const adverts = await takeDown(db, subject, because.slice(0, 500))
      await note('took down', `${name}${because === '' ? '' : ` (${because.slice(0, 500)})`}`)
      const here =
        adverts === 0 ? 'No advert of it is here now' : `${countLabel(adverts, 'advert is', 'adverts are')} kept from being shown`
      say(`${here}; whatever comes of it later stays away, too. \`--undo\` shows it again.`)
    }
    await linkAndSay(db)
  })
}

async function list(db: Db, undo: boolean): Promise<void> {
  if (undo) throw new UsageError('--undo needs an address or --source')
  for (const one of await listTakedowns(db)) answer(one)
}

async function subjectOf(db: Db, url: string | undefined, source: string | undefined): Promise<Subject> {
  if (source !== undefined) return { sourceId: await knownSource(db, source) }
  const parsed = URL.parse(url ?? '')
  if (!parsed || !/^https?:$/.test(parsed.protocol)) throw new UsageError(`“${url}” is no web address; give one that begins with https://`)
  return { url: parsed.href }
}
