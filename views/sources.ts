// Where the adverts come from: how each source was last read, when it is read next, and what its owner allows.
import type { CrawlRun } from '../db/crawl-runs.ts'
import type { CrawlOutcome } from '../db/schema.ts'
import type { RunOnRecord } from '../db/run-history.ts'
import type { SourceStatus } from '../db/sources.ts'
import { barsView } from './charts.ts'
import type { BarsView } from './charts.ts'
import { countLabel, numberLabel } from './labels.ts'
import { ageLabel, dueLabel } from './times.ts'
import type { TimeLabel } from './times.ts'
import { pageView } from './page.ts'
import type { PageView, Site } from './page.ts'
import { webAddress } from '../listings/web-address.ts'

export interface RunView {
  outcome: string
  /** The class of the outcome's mark. */
  look: 'good' | 'bad' | 'busy'
  at: TimeLabel
  counts: string
  reason: string
}

export interface SourceView {
  id: string
  name: string
  kind: string
  last: RunView | null
  onBoard: string
  refused: string
  refusedHref: string
  next: TimeLabel | null
  paused: string
  policy: string
  attribution: { text: string; href: string }
  /** When it was last read to the end, unless that was the last run. */
  complete: TimeLabel | null
  robots: string
  /** Its runs look wrong, or its host is gone: why its adverts are not to be relied on; '' otherwise. */
  doubt: string
  shapeTested: boolean
  /** Null before the second run: one bar says nothing. */
  chart: BarsView | null
  runs: (RunView & { found: string; expected: string })[]
  runsHeading: string
}

export interface SourcesView {
  page: PageView
  heading: string
  summary: string
  sources: SourceView[]
}

/** How a run ended, in words for everybody, and the look of its mark. */
export const OUTCOMES: Record<CrawlOutcome, { words: string; look: RunView['look'] }> = {
  running: { words: 'being read now', look: 'busy' },
  complete: { words: 'read to the end', look: 'good' },
  imported: { words: 'imported', look: 'good' },
  partial: { words: 'read in part', look: 'bad' },
  suspect: { words: 'looked wrong, so nothing was closed', look: 'bad' },
  blocked: { words: 'turned us away', look: 'bad' },
  deferred: { words: 'put off', look: 'bad' },
  failed: { words: 'could not be read', look: 'bad' },
  crashed: { words: 'broke off', look: 'bad' },
}

/** What there is to say of kinds of source, by the names of their connectors. */
export interface SourceKinds {
  /** Nobody could record one: they were written from documents. */
  shapeTested: ReadonlySet<string>
  /** Asked with a key their owner gave out, and so by its terms and not by robots.txt (docs/decisions/7). */
  keyed: ReadonlySet<string>
}

export const NO_KINDS: SourceKinds = { shapeTested: new Set(), keyed: new Set() }

interface SourcesMatter {
  /** The ended runs of each source, newest first. */
  histories: Map<string, RunOnRecord[]>
  kinds: SourceKinds
}

export function sourcesView(site: Site, sources: SourceStatus[], matter: Partial<SourcesMatter> = {}): SourcesView {
  const { histories = new Map<string, RunOnRecord[]>(), kinds = NO_KINDS } = matter
  const onBoard = sources.reduce((sum, source) => sum + source.openPostings, 0)
  return {
    page: pageView(site, {
      title: 'Sources',
      path: '/sources',
      description: 'Every place Dayrate reads adverts from: when it was last read, how that went, and what its owner allows.',
    }),
    heading: countLabel(sources.length, 'source'),
    summary: `${countLabel(onBoard, 'advert')} for the board. Each source is asked politely: under our own name, one request at a time, robots.txt obeyed. In the charts a bar is what a run found and the line across it what was expected.`,
    sources: sources.map(source => ({
      ...sourceView(source, site.now, kinds),
      ...historyView(histories.get(source.id) ?? [], site.now),
    })),
  }
}

type Told = 'chart' | 'runs' | 'runsHeading'

function sourceView(source: SourceStatus, now: Date, kinds: SourceKinds): Omit<SourceView, Told> {
  const { attribution } = source.policy
  return {
    id: source.id,
    name: source.name,
    kind: kindLabel(source),
    last: source.lastRun ? runView(source.lastRun, now) : null,
    onBoard: numberLabel(source.openPostings),
    refused: numberLabel(source.refused),
    refusedHref: '/refused',
    next: source.pausedAt || source.origin === 'import' ? null : dueLabel(source.nextCrawlAt, now),
    paused: source.pausedAt ? `paused${source.pausedBecause ? `: ${source.pausedBecause}` : ''}` : '',
    policy: policyWords(source),
    attribution: { text: attribution.text, href: webAddress(attribution.url) },
    complete: source.lastCompleteAt && source.lastRun?.outcome !== 'complete' ? ageLabel(source.lastCompleteAt, now) : null,
    robots: robotsWords(source, now, kinds),
    shapeTested: kinds.shapeTested.has(source.connector),
    doubt: source.degradedAt ? doubtWords(source, now) : '',
  }
}

function historyView(runs: RunOnRecord[], now: Date): Pick<SourceView, 'chart' | 'runs' | 'runsHeading'> {
  const counted = runs.map(({ found, expected, outcome }) => ({ found, expected, whole: outcome === 'complete' })).reverse()
  return {
    chart: runs.length > 1 ? barsView(counted) : null,
    runs: runs.map(run => ({
      ...runView(run, now),
      found: numberLabel(run.found),
      expected: run.expected === null ? '–' : numberLabel(Math.round(run.expected)),
    })),
    runsHeading: runs.length === 1 ? 'last run' : `last ${countLabel(runs.length, 'run')}`,
  }
}

/** "last checked 9 days ago: the host was not found" */
function doubtWords({ degradedBecause, lastCompleteAt, staleAt }: SourceStatus, now: Date): string {
  const checked = lastCompleteAt ? `last checked ${ageLabel(lastCompleteAt, now).label}` : 'not checked lately'
  return `Its adverts were ${checked}${degradedBecause ? `: ${degradedBecause}` : '.'}${staleAt ? ' They are left out of the search until it can be read again.' : ''}`
}

/** What robots.txt lets us do, as the last run found it that heard of it; many a run ends before it asks. */
export function robotsWords(
  { runs, origin, connector }: Pick<SourceStatus, 'runs' | 'origin' | 'connector'>,
  now: Date,
  { keyed }: SourceKinds,
): string {
  if (origin === 'import') return ''
  const ended = runs.filter(run => run.outcome !== 'running')
  const usual = keyed.has(connector) ? BY_KEY : ALLOWED
  const heard = ended.find(run => heardOfRobots(run, usual) !== '')
  if (heard) return `${heardOfRobots(heard, usual)}${heard === ended[0] ? '' : ` (${ageLabel(heard.startedAt, now).label})`}`
  if (usual === BY_KEY) return BY_KEY
  const of = ended.length === 1 ? 'its last run' : `each of its last ${countLabel(ended.length, 'run')}`
  return ended.length === 0 ? 'robots.txt: not asked yet' : `robots.txt: ${of} ended before there was an answer, so no page was asked for`
}

const ALLOWED = 'robots.txt allows what we read'
const BY_KEY = 'robots.txt is not asked: its owner gave out a key, and we read by the terms of that'

/** What a run found out about robots.txt; '' where it came to its end before it asked. @param usual when it had nothing to say of it */
function heardOfRobots({ reason, flaws, found, pages }: CrawlRun, usual: string): string {
  const said = [reason ?? '', ...flaws].filter(words => words.includes('robots'))
  const says = (words: string): boolean => said.some(one => one.includes(words))
  if (says('robots.txt could not be read'))
    return pages > 0
      ? 'robots.txt of one of its hosts could not be had, so nothing was asked there'
      : 'robots.txt could not be had, so nothing was asked'
  if (says('between two requests')) return 'robots.txt asks for a longer pause than we can keep'
  if (says('does not allow'))
    return found > 0 ? 'robots.txt keeps some of its pages from us; those are not read' : 'robots.txt forbids it, so it is not read'
  if (says('robots_is_cut')) return `${ALLOWED}; it is longer than anybody has to read`
  if (says('robots_is_')) return 'its robots.txt holds nothing that can be read as rules'
  return pages > 0 ? usual : ''
}

function kindLabel({ origin, connector }: SourceStatus): string {
  if (origin === 'sample') return `${connector} · sample board`
  if (origin === 'import') return 'imported file'
  return connector
}

function runView(run: CrawlRun, now: Date): RunView {
  const { words, look } = OUTCOMES[run.outcome]
  return { outcome: words, look, at: ageLabel(run.finishedAt ?? run.startedAt, now), counts: countsLabel(run), reason: run.reason ?? '' }
}

/** "112 adverts, 3 new, 1 changed, 2 refused, 4 pages" */
export function countsLabel(run: CrawlRun): string {
  if (run.outcome !== 'running' && run.found === 0 && run.pages === 0) return ''
  return `${countLabel(run.found, 'advert')}, ${newsLabel(run)}`
}

/** "3 new, 1 changed, 2 refused, 4 pages" */
export function newsLabel(run: CrawlRun): string {
  const news = [
    run.new > 0 ? `${numberLabel(run.new)} new` : '',
    run.changed > 0 ? `${numberLabel(run.changed)} changed` : '',
    run.refused > 0 ? `${numberLabel(run.refused)} refused` : '',
  ].filter(words => words !== '')
  return [...news, countLabel(run.pages, 'page')].join(', ')
}

/** "Whole advert shown, counts in statistics. Read every hour, 2 s between two requests, at most 500 a day." */
export function policyWords({ policy, origin, crawlEveryMinutes }: Pick<SourceStatus, 'policy' | 'origin' | 'crawlEveryMinutes'>): string {
  const shown = { full: 'Whole advert shown', snippet: 'First lines shown', 'link-only': 'Facts and a link only' }
  const use = `${shown[policy.republish]}, ${policy.statistics ? 'counts in statistics' : 'left out of statistics'}.`
  if (origin === 'import') return use
  const every = crawlEveryMinutes % 60 === 0 ? everyHours(crawlEveryMinutes / 60) : `every ${countLabel(crawlEveryMinutes, 'minute')}`
  const pause = policy.delayMs > 0 ? `${policy.delayMs / 1000} s between two requests, ` : ''
  return `${use} Read ${every}, ${pause}at most ${numberLabel(policy.requestsPerDay)} requests a day.`
}

function everyHours(hours: number): string {
  return hours === 1 ? 'every hour' : `every ${countLabel(hours, 'hour')}`
}
