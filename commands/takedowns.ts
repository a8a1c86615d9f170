// `dayrate takedown`: what may not be shown because somebody with a right to it asked.
import type { Db } from '../db/database.ts'
import { listTakedowns, subjectsAt, takeDown, undoTakedownOf } from '../db/takedowns.ts'
import type { Subject } from '../db/takedowns.ts'
import { countLabel } from '../views/labels.ts'
import { answer, publicUrlOf, say, withDatabase } from './console.ts'
import type { Console } from './console.ts'
import { UsageError } from './faults.ts'
import { knownSource, linkAndSay } from './crawl.ts'

export interface TakedownOptions {
  source?: string
  because?: string
  undo?: boolean
}

/** Takes down or shows again; asked for neither an address nor a source, lists every takedown as JSON lines. */
export async function takedown(url: string | undefined, { source, because = '', undo = false }: TakedownOptions): Promise<void> {
  if (url !== undefined && source !== undefined) throw new UsageError('give an address or --source, not both')
  await withDatabase(async console => {
    const { db, config } = console
    if (url === undefined && source === undefined) return list(db, undo)
    const subjects =
      source === undefined ? await subjectsOf(db, url ?? '', publicUrlOf(config), undo) : [{ sourceId: await knownSource(db, source) }]
    await (undo ? showAgain(console, subjects) : keepAway(console, subjects, because.slice(0, 500)))
    await linkAndSay(db)
  })
}

async function showAgain({ db, note }: Console, subjects: Subject[]): Promise<void> {
  const undone: Subject[] = []
  for (const subject of subjects) if (await undoTakedownOf(db, subject)) undone.push(subject)
  if (undone.length === 0)
    throw new UsageError(`nothing of ${subjects.map(nameOf).join(', ')} is taken down; \`dayrate takedown\` lists what is`)
  for (const subject of undone) await note('undid a takedown', nameOf(subject))
  say('It may be shown again.')
}

async function keepAway({ db, note }: Console, subjects: Subject[], because: string): Promise<void> {
  let adverts = 0
  for (const subject of subjects) {
    adverts += await takeDown(db, subject, because)
    await note('took down', `${nameOf(subject)}${because === '' ? '' : ` (${because})`}`)
  }
  const here = adverts === 0 ? 'No advert of it is here now' : `${countLabel(adverts, 'advert is', 'adverts are')} kept from being shown`
  say(`${here}; whatever comes of it later stays away, too. \`--undo\` shows it again.`)
}

function nameOf(subject: Subject): string {
  return 'url' in subject ? subject.url : `source ${subject.sourceId}`
}

async function list(db: Db, undo: boolean): Promise<void> {
  if (undo) throw new UsageError('--undo needs an address or --source')
  for (const one of await listTakedowns(db)) answer(one)
}

async function subjectsOf(db: Db, url: string, publicUrl: string, undo: boolean): Promise<Subject[]> {
  const found = await subjectsAt(db, url, publicUrl, undo)
  if (!found) throw new UsageError(`“${url}” is no web address; give one that begins with https://, or a path of ours: /roles/…`)
  if (found.length === 0)
    throw new UsageError(`nothing of ours at “${url}” has an advert behind it that is ${undo ? 'taken down' : 'shown'}`)
  return found
}
