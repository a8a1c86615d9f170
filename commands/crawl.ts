// Commands that fill the board and empty it into files: `crawl`, `import`, `export`, `rejected`, `rescue`.
import { access, constants } from 'node:fs/promises'
import { basename } from 'node:path'
import { batchesOf, importFile } from '../crawlers/import.ts'
import { sampleOrigins } from '../crawlers/installation.ts'
import { runSource } from '../crawlers/run.ts'
import type { CrawlWorld, RunProgress } from '../crawlers/run.ts'
import { LEASE_SECONDS, runningRun } from '../db/crawl-runs.ts'
import type { Db } from '../db/database.ts'
import { findCards } from '../db/listings.ts'
import { exportBoard } from '../db/search.ts'
import type { BoardRow } from '../db/search.ts'
import { linkPending } from '../db/linker.ts'
import { exportPostings, listRefused, rescuePosting } from '../db/postings.ts'
import { dueSources, findSource, listSources } from '../db/sources.ts'
import { cardRecord } from '../listings/card-record.ts'
import { REFUSAL_REASONS } from '../listings/card.ts'
import { parseQuery } from '../listings/query.ts'
import { countLabel } from '../views/labels.ts'
import { answer, say, withDatabase } from './console.ts'
import { UsageError } from './faults.ts'
import { commandFetcher } from './fetching.ts'
import { crawlProgressView, workProgressView } from './progress.ts'

/**
 * Crawls the named source, or every source that is due. Interrupted, it ends the page it is at; the next crawl goes on from there. Fails where
 * no run brought an answer.
 */
export async function crawl(source: string | undefined): Promise<void> {
  await withDatabase(
    async ({ db, config, log, signal, note }) => {
      const ids = source === undefined ? await dueSources(db) : [await knownSource(db, source)]
      if (ids.length === 0) return say('No source is due. Name one to crawl it now; `dayrate source list` shows them.')
      const allow = await sampleOrigins(db)
      if (source !== undefined && allow.size === 0) await refuseRestingSample(db, source)
      await note('asked for a crawl', ids.join(', '))
      const fetcher = commandFetcher(config, { db, allow })
      const progress = crawlProgressView()
      const world = { db, fetcher, log, signal, onProgress: progress.show }
      try {
        const runs = await Promise.all(ids.map(id => (source === undefined ? runSource(world, id) : crawlInTurn(world, id))))
        progress.stop()
        await linkAndSay(db)
        if (source !== undefined && runs[0] === undefined) say('That source is being crawled already.')
        if (runs.every(run => run !== undefined && NO_ANSWER.has(run.outcome))) process.exitCode = 1
      } finally {
        progress.stop()
        await fetcher.close()
      }
    },
    { heedsSignal: true },
  )
}

/** @throws UsageError where a source is a sample board and those rest: its address is on this machine, which the crawler reaches no more. */
async function refuseRestingSample(db: Db, id: string): Promise<void> {
  const source = (await listSources(db)).find(one => one.id === id)
  if (source?.origin !== 'sample' || source.pausedAt === null) return
  throw new UsageError(`“${id}” is a sample board, and those have left the board: ${source.pausedBecause ?? 'they are paused'}`)
}

const NO_ANSWER: ReadonlySet<string> = new Set(['failed', 'blocked', 'deferred'])

/** A process that beats does so every ten seconds; one that has been silent for longer may be dead, and its lease ends by itself. */
const SILENT_SECONDS = 15

/** Crawls a source whose lease a dead process may still hold: who is only silent is waited for, and said to be. */
async function crawlInTurn(world: CrawlWorld, id: string): Promise<RunProgress | undefined> {
  let said = false
  for (;;) {
    const run = await runSource(world, id)
    const holder = run ? undefined : await runningRun(world.db, id)
    if (run || holder === undefined || holder.silentSeconds < SILENT_SECONDS || world.signal?.aborted) return run
    const left = Math.max(Math.ceil(LEASE_SECONDS - holder.silentSeconds), 1)
    if (!said)
      say(
        `waiting for the crawl of ${id} that began at ${clockTime(holder.startedAt)}: its process gives no sign, and is given up in ${left} s`,
      )
    said = true
    await new Promise(resolve => setTimeout(resolve, 1_000))
  }
}

function clockTime(at: Date): string {
  return at.toISOString().slice(11, 16)
}

/** @throws UsageError naming the sources there are. */
export async function knownSource(db: Db, id: string): Promise<string> {
  if (await findSource(db, id)) return id
  const ids = (await listSources(db)).map(source => source.id)
  throw new UsageError(`there is no source “${id}”; there are ${ids.join(', ') || 'none yet'}`)
}

/** Files what waits, and says how much that was. */
export async function linkAndSay(db: Db): Promise<void> {
  const { linked, listings } = await linkPending(db)
  if (linked > 0) say(`${countLabel(linked, 'advert was', 'adverts were')} filed; ${countLabel(listings, 'new listing')}.`)
}

/** Imports a file of adverts and files them. Complaints about single lines go to standard error; the rest is imported. */
export async function importAdverts(file: string, options: { accept?: string }): Promise<void> {
  if (options.accept !== undefined && options.accept !== 'all') throw new UsageError('--accept can only be “all”')
  await access(file, constants.R_OK)
  await withDatabase(async ({ db, note }) => {
    await note('asked for an import', `${basename(file)}${options.accept === 'all' ? ', whatever the readers say' : ''}`)
    const progress = workProgressView('importing')
    const counts = await importFile(db, file, {
      acceptAll: options.accept === 'all',
      onProgress: ({ bytes, of, adverts }) => progress.show(bytes, of, adverts),
    }).finally(() => progress.stop())
    for (const complaint of counts.complaints) say(complaint)
    const { linked, listings } = await linkPending(db)
    const { complaints: _, samplesRetired, ...told } = counts
    answer({ ...told, linked, listings })
    if (samplesRetired > 0)
      say(`The sample boards have left (${countLabel(samplesRetired, 'advert')}), because a real source delivers now.`)
    if (counts.found + counts.unreadable === 0) say(`“${file}” holds no advert.`)
    if (counts.found === 0 && counts.unreadable > 0) process.exitCode = 1
  })
}

/** The board as JSON lines, or with --postings every advert on it with its listing. */
export async function exportAll(options: { postings?: boolean; query?: string }): Promise<void> {
  await withDatabase(async ({ db }) => {
    if (options.postings) for await (const row of exportPostings(db)) answer(row)
    else
      for await (const { card, ...row } of withEvidence(db, exportBoard(db, queryOf(options.query))))
        answer({ ...row, ...cardRecord(card) })
  })
}

/** Cards read at once. */
const CARDS = 200

/** The board's lines keep no evidence, which its pages do not show; an export is for whoever wants to check. */
async function* withEvidence(db: Db, rows: AsyncIterable<BoardRow>): AsyncGenerator<BoardRow> {
  for await (const batch of batchesOf(rows, CARDS)) {
    const cards = await findCards(
      db,
      batch.map(row => row.id),
    )
    for (const row of batch) yield { ...row, card: cards.get(row.id) ?? row.card }
  }
}

function queryOf(text: string | undefined) {
  const { query, remarks } = parseQuery(new URLSearchParams(text ?? ''))
  if (remarks.length > 0) throw new UsageError(remarks.join('; '))
  return query
}

/** The rejection record, newest first. */
export async function rejected(options: { reason?: string; limit: string }): Promise<void> {
  const limit = Number(options.limit)
  if (!(Number.isSafeInteger(limit) && limit > 0)) throw new UsageError('--limit is a whole number above 0')
  const reasons: readonly string[] = REFUSAL_REASONS
  if (options.reason !== undefined && !reasons.includes(options.reason)) throw new UsageError(`--reason can be ${reasons.join(', ')}`)
  await withDatabase(async ({ db }) => {
    const { rows, total, byReason } = await listRefused(db, { limit, ...(options.reason ? { reason: options.reason } : {}) })
    for (const row of rows) answer(row)
    say(
      `${rows.length} of ${total}; all: ${
        Object.entries(byReason)
          .map(([reason, count]) => `${reason} ${count}`)
          .join(', ') || 'none'
      }`,
    )
  })
}

/** Puts a refused advert on the board for good. */
export async function rescue(id: string): Promise<void> {
  if (!/^\d{1,15}$/.test(id)) throw new UsageError('the id is the number that `dayrate rejected` shows')
  await withDatabase(async ({ db, note }) => {
    if (!(await rescuePosting(db, Number(id)))) throw new UsageError(`no refused advert has the id ${id}; \`dayrate rejected\` shows them`)
    await note('rescued a refused advert', `posting ${id}`)
    await linkAndSay(db)
  })
}
