// Which sources this installation has: the shipped catalogue, the sample boards while they are wanted, and what people added.
import { createConnection } from 'node:net'
import type { Db } from '../db/database.ts'
import { retireSamples } from '../db/closings.ts'
import { listSources, pauseAwake, pauseOrigin, resumeOrigin, saveSources, WITHOUT_KEY } from '../db/sources.ts'
import type { SampleSource } from './samples/server.ts'
import type { Source } from '../db/sources.ts'
import { CATALOGUE, missingKeys } from './catalogue.ts'
import type { CatalogueEntry } from './catalogue.ts'
import type { AllowedOrigins } from './guard.ts'

const SWITCHED_OFF = 'switched off in the settings'

/** Sample boards are asked often, so that a first look shows a board that moves. */
const SAMPLE_EVERY_MINUTES = 30

export interface WantedCatalogue {
  publicSources: boolean
  /** The keys that are set, by name. */
  sourceKeys?: Readonly<Record<string, string>>
}

export interface Wanted extends WantedCatalogue {
  /** The sample boards as they are served now; undefined = switched off. */
  samples: SampleSource[] | undefined
}

/** Makes the stored sources agree with the settings. What is no longer wanted is paused, never deleted. */
export async function installSources(db: Db, { samples, ...wanted }: Wanted): Promise<void> {
  await installCatalogue(db, wanted)
  if (samples) {
    await saveSources(db, samples.map(toSource))
    await resumeOrigin(db, 'sample', SWITCHED_OFF)
  } else await retireSamples(db, SWITCHED_OFF)
}

/** The shipped sources. One that wants a key is there only while its key is; it waits, paused, when the key is taken away. */
export async function installCatalogue(db: Db, { publicSources, sourceKeys = {} }: WantedCatalogue): Promise<void> {
  const lacksKey = (entry: CatalogueEntry) => missingKeys(entry.connector, sourceKeys).length > 0
  const ready = CATALOGUE.filter(entry => !lacksKey(entry))
  await saveSources(
    db,
    ready.map(entry => ({ ...entry, origin: 'catalogue' as const })),
  )
  await resumeOrigin(db, 'catalogue', WITHOUT_KEY)
  await pauseAwake(
    db,
    CATALOGUE.filter(lacksKey).map(({ id }) => id),
    WITHOUT_KEY,
  )
  if (publicSources) await resumeOrigin(db, 'catalogue', SWITCHED_OFF)
  else await pauseOrigin(db, 'catalogue', SWITCHED_OFF)
}

/**
 * Whether another process on this machine serves the sample boards of this database. One that is just starting gets a moment to store
 * where it serves them; one that died has left addresses at which nobody answers.
 */
export async function samplesServedElsewhere(db: Db, waitMs = 3_000): Promise<boolean> {
  for (const until = Date.now() + waitMs; ;) {
    const [host] = await sampleOrigins(db)
    if (host !== undefined) return isAnswering(host)
    if (Date.now() >= until) return false
    await new Promise(resolve => setTimeout(resolve, 200))
  }
}

function isAnswering(host: string): Promise<boolean> {
  const { hostname, port } = new URL(`http://${host}`)
  return new Promise(resolve => {
    const socket = createConnection({ host: hostname, port: Number(port), timeout: 1_000 })
    const answer = (isSo: boolean) => () => {
      socket.destroy()
      resolve(isSo)
    }
    socket.once('connect', answer(true)).once('error', answer(false)).once('timeout', answer(false))
  })
}

/** Where another process of this installation serves its sample boards: the loopback origins a crawler may reach while they are wanted. */
export async function sampleOrigins(db: Db): Promise<AllowedOrigins> {
  const samples = (await listSources(db)).filter(source => source.origin === 'sample' && source.pausedAt === null)
  const found = JSON.stringify(samples.map(source => source.settings)).matchAll(/http:\/\/(127\.0\.0\.1:\d{1,5})/g)
  return new Set([...found].map(([, host = '']) => host))
}

function toSource({ id, name, connector, settings, attribution }: SampleSource): Source {
  return {
    id,
    name,
    connector,
    settings,
    origin: 'sample',
    crawlEveryMinutes: SAMPLE_EVERY_MINUTES,
    policy: {
      attribution: { text: attribution, url: '' },
      republish: 'full',
      statistics: true,
      requestsPerDay: 10_000,
      delayMs: 0,
      graceHours: 48,
    },
  }
}
