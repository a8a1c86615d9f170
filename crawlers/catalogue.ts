// The kinds of place we can read, and the sources every installation begins with. A source is data: adding one is adding a row.
import type { SourcePolicy } from '../db/schema.ts'
import type { Connector } from './connector.ts'
import type { Key } from './keys.ts'
import { adzuna } from './connectors/adzuna.ts'
import { arbeitnow } from './connectors/arbeitnow.ts'
import { ashby } from './connectors/ashby.ts'
import { bamboohr } from './connectors/bamboohr.ts'
import { bullhorn } from './connectors/bullhorn.ts'
import { feed } from './connectors/feed.ts'
import { file } from './connectors/file.ts'
import { greenhouse } from './connectors/greenhouse.ts'
import { himalayas } from './connectors/himalayas.ts'
import { jobicy } from './connectors/jobicy.ts'
import { jobposting } from './connectors/jobposting.ts'
import { lever } from './connectors/lever.ts'
import { nhs } from './connectors/nhs.ts'
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
  bullhorn,
  feed,
  file,
  greenhouse,
  himalayas,
  jobicy,
  jobposting,
  lever,
  nhs,
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

/** The keys a kind of source cannot do without and that are not among those given. */
export function missingKeys(connector: string, given: Readonly<Record<string, string>>): string[] {
  return Object.keys(connectorOf(connector).needs ?? {}).filter(name => given[name] === undefined)
}

/** The keys that are set, each with the hosts that may get it. */
export function keysOf(given: Readonly<Record<string, string>>): Key[] {
  const needs = Object.values(CONNECTORS).flatMap(connector => Object.entries(connector.needs ?? {}))
  return needs.flatMap(([name, hosts]) => (given[name] === undefined ? [] : [{ name, value: given[name], hosts }]))
}

/** The kinds nobody could record a page of, written from documents; and those that are asked with a key of the configuration. */
export const SOURCE_KINDS = { shapeTested: kindsThat(kind => kind.shapeTested), keyed: kindsThat(kind => kind.needs !== undefined) }

function kindsThat(fits: (connector: Connector) => boolean | undefined): ReadonlySet<string> {
  const fitting = Object.values(CONNECTORS).filter(fits)
  return new Set(fitting.map(({ name }) => name))
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

/** What is looked for where a source must be asked for something: the roles of the board. */
const PHRASES = ['project manager', 'programme manager', 'PMO', 'delivery manager'] as const

/** One source for each phrase, so that one that fails does not hold up the others. */
function searches(
  connector: string,
  name: string,
  settings: (phrase: string) => object,
  rest: Pick<CatalogueEntry, 'crawlEveryMinutes' | 'policy'>,
): CatalogueEntry[] {
  return PHRASES.map(phrase => ({
    id: `${connector}-${phrase.toLowerCase().replace(' ', '-')}`,
    name: `${name}: ${phrase}`,
    connector,
    settings: settings(phrase),
    ...rest,
  }))
}

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
  {
    id: 'weworkremotely',
    name: 'We Work Remotely',
    connector: 'feed',
    settings: { url: 'https://weworkremotely.com/remote-jobs.rss', companyInTitle: true },
    crawlEveryMinutes: 360,
    policy: { ...FEW_CALLS, attribution: { text: 'We Work Remotely', url: 'https://weworkremotely.com' }, requestsPerDay: 8 },
  },
  ...searches('nhs', 'NHS Jobs', keyword => ({ keyword, pages: 5 }), {
    crawlEveryMinutes: 720,
    policy: { ...FEW_CALLS, attribution: { text: 'NHS Jobs', url: 'https://www.jobs.nhs.uk' }, requestsPerDay: 20 },
  }),
  ...searches('reed', 'Reed', keywords => ({ keywords, pages: 5 }), {
    crawlEveryMinutes: 360,
    policy: { ...FEW_CALLS, attribution: { text: 'Reed', url: 'https://www.reed.co.uk' }, requestsPerDay: 1_000, delayMs: 1_000 },
  }),
  // 250 requests a day for all searches together (their terms, read November 2026); their figures are not to be counted.
  ...searches('adzuna', 'Adzuna', phrase => ({ phrase, country: 'gb', days: 2, pages: 5 }), {
    crawlEveryMinutes: 240,
    policy: {
      ...FEW_CALLS,
      attribution: { text: 'Adzuna', url: 'https://www.adzuna.co.uk' },
      requestsPerDay: 60,
      delayMs: 2_500,
      statistics: false,
    },
  }),
  ...searches('usajobs', 'USAJOBS', phrase => ({ keyword: phrase.replace('programme', 'program'), pages: 5 }), {
    crawlEveryMinutes: 720,
    policy: { ...FEW_CALLS, attribution: { text: 'USAJOBS', url: 'https://www.usajobs.gov' }, requestsPerDay: 20 },
  }),
]
