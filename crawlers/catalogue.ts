// The kinds of place we can read, and the sources every installation begins with. A source is data: adding one is adding a row.
import type { Connector, SourcePolicy } from './connector.ts'
import { adzuna } from './connectors/adzuna.ts'
import { arbeitnow } from './connectors/arbeitnow.ts'
import { ashby } from './connectors/ashby.ts'
import { bamboohr } from './connectors/bamboohr.ts'
import { feed } from './connectors/feed.ts'
import { file } from './connectors/file.ts'
import { greenhouse } from './connectors/greenhouse.ts'
import { himalayas } from './connectors/himalayas.ts'
import { jobicy } from './connectors/jobicy.ts'
import { jobposting } from './connectors/jobposting.ts'
import { lever } from './connectors/lever.ts'
import { page } from './connectors/page.ts'
import { personio } from './connectors/personio.ts'
import { pinpoint } from './connectors/pinpoint.ts'
import { recruitee } from './connectors/recruitee.ts'
import { reed } from './connectors/reed.ts'
import { remoteok } from './connectors/remoteok.ts'
import { remotive } from './connectors/remotive.ts'
import { smartrecruiters } from './connectors/smartrecruiters.ts'
import { teamtailor } from './connectors/teamtailor.ts'
import { usajobs } from './connectors/usajobs.ts'
import { workable } from './connectors/workable.ts'
import { workday } from './connectors/workday.ts'

export const CONNECTORS: Readonly<Record<string, Connector>> = {
  adzuna,
  arbeitnow,
  ashby,
  bamboohr,
  feed,
  file,
  greenhouse,
  himalayas,
  jobicy,
  jobposting,
  lever,
  page,
  personio,
  pinpoint,
  recruitee,
  reed,
  remoteok,
  remotive,
  smartrecruiters,
  teamtailor,
  usajobs,
  workable,
  workday,
}

/** @throws Error naming the kinds there are, when there is none of this name. */
export function connectorOf(name: string): Connector {
  const connector = Object.hasOwn(CONNECTORS, name) ? CONNECTORS[name] : undefined
  if (connector === undefined) throw new Error(`There is no connector “${name}”. There are: ${Object.keys(CONNECTORS).join(', ')}.`)
  return connector
}

export interface CatalogueEntry {
  id: string
  name: string
  connector: string
  settings: object
  crawlEveryMinutes: number
  policy: SourcePolicy
}

/** The keyless public boards ask for few calls a day and a link back (their API notes, read November 2026). */
const FEW_CALLS = { republish: 'snippet', statistics: true, delayMs: 2_000, graceHours: 48 } as const

export const CATALOGUE: readonly CatalogueEntry[] = [
  {
    id: 'remotive',
    name: 'Remotive',
    connector: 'remotive',
    settings: {},
    crawlEveryMinutes: 360,
    policy: { ...FEW_CALLS, attribution: { text: 'Remotive', url: 'https://remotive.com' }, requestsPerDay: 8 },
  },
  {
    id: 'remoteok',
    name: 'Remote OK',
    connector: 'remoteok',
    settings: {},
    crawlEveryMinutes: 360,
    policy: { ...FEW_CALLS, attribution: { text: 'Remote OK', url: 'https://remoteok.com' }, requestsPerDay: 8 },
  },
  {
    id: 'jobicy',
    name: 'Jobicy',
    connector: 'jobicy',
    settings: { count: 100 },
    crawlEveryMinutes: 360,
    policy: { ...FEW_CALLS, attribution: { text: 'Jobicy', url: 'https://jobicy.com' }, requestsPerDay: 8 },
  },
  {
    id: 'himalayas',
    name: 'Himalayas',
    connector: 'himalayas',
    settings: { pages: 20 },
    crawlEveryMinutes: 720,
    policy: { ...FEW_CALLS, attribution: { text: 'Himalayas', url: 'https://himalayas.app' }, requestsPerDay: 60 },
  },
  {
    id: 'arbeitnow',
    name: 'Arbeitnow',
    connector: 'arbeitnow',
    settings: { pages: 5 },
    crawlEveryMinutes: 720,
    policy: { ...FEW_CALLS, attribution: { text: 'Arbeitnow', url: 'https://www.arbeitnow.com' }, requestsPerDay: 20 },
  },
]
