// `dayrate source …`: the places adverts come from.
import { createInterface } from 'node:readline/promises'
import { shownSettings } from '../crawlers/canonical-url.ts'
import { CONNECTORS } from '../crawlers/catalogue.ts'
import { previewSource } from '../crawlers/recognise.ts'
import { acceptDrift, listSources, pauseSource, resumeSource, saveSources } from '../db/sources.ts'
import type { SourceStatus } from '../db/sources.ts'
import { countLabel } from '../views/labels.ts'
import { answer, say, withDatabase } from './console.ts'
import { UsageError } from './faults.ts'
import { commandFetcher } from './fetching.ts'
import { knownSource } from './crawl.ts'

/** One source a line: as a table on a terminal, as JSON lines into a pipe. */
export async function listAll(): Promise<void> {
  await withDatabase(async ({ db }) => {
    const sources = await listSources(db)
    if (process.stdout.isTTY) printTable(sources.map(tableRow))
    else for (const { runs: _, ...source } of sources) answer({ ...source, settings: shownSettings(source.settings) })
  })
}

function tableRow(source: SourceStatus): string[] {
  const last = source.lastRun
  const when = last?.startedAt.toISOString().slice(0, 16).replace('T', ' ') ?? '–'
  return [
    source.id,
    source.connector,
    source.pausedAt ? 'paused' : source.degradedAt ? 'degraded' : (last?.outcome ?? 'not yet'),
    when,
    `${source.openPostings} open`,
    `${source.refused} refused`,
  ]
}

function printTable(rows: string[][]): void {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map(row => row[column]?.length ?? 0)))
  for (const row of rows)
    answer(
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
}

interface AddOptions {
  yes?: boolean
  name?: string
  connector?: string
  settings?: string
}

/** Finds out what an address runs on (or is told), shows what it would bring, and stores the source when asked to. */
export async function addSource(url: string, options: AddOptions): Promise<void> {
  const described = descriptionOf(options)
  await withDatabase(async ({ db, config, note }) => {
    const fetcher = commandFetcher(config, { db })
    try {
      const found = await previewSource(url, fetcher, described)
      if ('sorry' in found) throw new UsageError(found.sorry)
      say(`${found.source.name}: ${found.source.connector}, ${countLabel(found.found, 'advert')} on the first pages.`)
      for (const { card, ...advert } of found.adverts) answer({ ...advert, ...card })
      if (!(options.yes ?? (await agreed('Store it and crawl it from now on?')))) return say('Nothing was stored.')
      const name = options.name ?? found.source.name
      await saveSources(db, [{ ...found.source, name, origin: 'added' }])
      await note('added a source', `${found.source.id} (${name})`)
      say(`Stored as “${found.source.id}”. It is due now: \`dayrate crawl ${found.source.id}\`, or wait for the worker.`)
    } finally {
      await fetcher.close()
    }
  })
}

function descriptionOf({ connector, settings }: AddOptions): { connector: string; settings: object } | undefined {
  if (connector === undefined && settings === undefined) return undefined
  if (connector === undefined) throw new UsageError('--settings needs --connector, whose settings they are')
  if (!Object.hasOwn(CONNECTORS, connector)) throw new UsageError(`--connector can be ${Object.keys(CONNECTORS).join(', ')}`)
  return { connector, settings: jsonObject(settings ?? '{}') }
}

function jsonObject(text: string): object {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  } catch {
    // Said below, as of everything else that is no object.
  }
  throw new UsageError(`--settings is JSON: '{ "list": "li.job", "title": "h3", "link": "a@href" }'`)
}

/** Without a terminal nobody can answer, so nothing is stored unless --yes says so. */
async function agreed(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) return false
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  const reply = await terminal.question(`${question} [y/N] `)
  terminal.close()
  return /^y(es)?$/i.test(reply.trim())
}

export async function pause(id: string, options: { because?: string }): Promise<void> {
  await withDatabase(async ({ db, note }) => {
    const because = (options.because ?? '').trim().slice(0, 200) || 'paused by hand'
    await pauseSource(db, await knownSource(db, id), because)
    await note('paused a source', `${id} (${because})`)
    say(`“${id}” is paused. \`dayrate source resume ${id}\` wakes it.`)
  })
}

export async function resume(id: string): Promise<void> {
  await withDatabase(async ({ db, note }) => {
    await resumeSource(db, await knownSource(db, id))
    await note('resumed a source', id)
    say(`“${id}” is due now.`)
  })
}

/** What the source shows now is right, odd as it looked: the next crawl says what to expect from then on. */
export async function accept(id: string): Promise<void> {
  await withDatabase(async ({ db, note }) => {
    await acceptDrift(db, await knownSource(db, id))
    await note('accepted a drift', id)
    say(`What “${id}” shows is taken as right from its next crawl on. It is due now: \`dayrate crawl ${id}\`, or wait for the worker.`)
  })
}
