// Crawl runs for the people who run the site: those under way with how far they are, those that ended with why, and one with its flaws.
import type { RunOnRecord } from '../db/run-history.ts'
import { adminFrame } from './admin.ts'
import type { AdminFrame } from './admin.ts'
import { assetAddress } from './assets.ts'
import { countLabel, numberLabel } from './labels.ts'
import { newsLabel, OUTCOMES } from './sources.ts'
import { ageLabel } from './times.ts'
import type { TimeLabel } from './times.ts'
import type { Site } from './page.ts'

export interface RunView {
  href: string
  source: string
  outcome: string
  look: 'good' | 'bad' | 'busy'
  started: TimeLabel
  ended: TimeLabel | null
  news: string
  /** "38 of about 112 adverts", once ended "38 adverts, about 112 expected"; "38 adverts" while nothing is expected. */
  progress: string
  /** For the bar; 0 where nothing is expected, and then there is no bar. */
  expected: number
  found: number
  reason: string
  flaws: string
}

export interface RunsView extends AdminFrame {
  summary: string
  /** The two regions that follow by themselves while the page is open. */
  live: string
  /** What lets them. */
  script: string
  underWay: { runs: RunView[] }
  ended: { runs: RunView[] }
}

export function runsView(site: Site, underWay: RunOnRecord[], ended: RunOnRecord[]): RunsView {
  return {
    ...adminFrame(site, 'Crawl runs', '/admin/runs'),
    summary:
      'What is being read now follows by itself while this page is open; without a script, load it again. Only a run that read to the end takes adverts off the board.',
    live: '/admin/runs/events',
    script: assetAddress('live.js'),
    underWay: underWayView(underWay, site.now),
    ended: endedView(ended, site.now),
  }
}

export function underWayView(runs: RunOnRecord[], now: Date): { runs: RunView[] } {
  return { runs: runs.map(run => runView(run, now)) }
}

export function endedView(runs: RunOnRecord[], now: Date): { runs: RunView[] } {
  return { runs: runs.map(run => runView(run, now)) }
}

function runView(run: RunOnRecord, now: Date): RunView {
  const { words, look } = OUTCOMES[run.outcome]
  const expected = run.expected === null ? 0 : Math.round(run.expected)
  return {
    href: `/admin/runs/${run.id}`,
    source: run.sourceName,
    outcome: words,
    look,
    started: ageLabel(run.startedAt, now),
    ended: run.finishedAt ? ageLabel(run.finishedAt, now) : null,
    news: newsLabel(run),
    progress: expected > 0 ? progressLabel(run, expected) : countLabel(run.found, 'advert'),
    expected,
    // A bar that is full before the end would say "done".
    found: Math.min(run.found, expected),
    reason: run.reason ?? '',
    flaws: run.flaws.length === 0 ? '' : countLabel(run.flaws.length, 'flaw'),
  }
}

function progressLabel(run: RunOnRecord, expected: number): string {
  if (run.finishedAt === null) return `${numberLabel(run.found)} of about ${countLabel(expected, 'advert')}`
  return `${countLabel(run.found, 'advert')}, about ${numberLabel(expected)} expected`
}

/** One run: its page. */
export interface RunFrameView extends AdminFrame {
  run: RunView
  /** Where its source can be paused, read again or believed. */
  source: string
  facts: { label: string; value: string }[]
  flaws: string[]
  flawsHeading: string
}

export function runFrameView(site: Site, run: RunOnRecord): RunFrameView {
  return {
    ...adminFrame(site, `${run.sourceName}: run ${run.id}`, `/admin/runs/${run.id}`),
    run: runView(run, site.now),
    source: `/admin/sources#${run.sourceId}`,
    facts: factsOf(run),
    flaws: run.flaws,
    flawsHeading: run.flaws.length === 0 ? 'No flaws' : countLabel(run.flaws.length, 'flaw'),
  }
}

function factsOf(run: RunOnRecord): { label: string; value: string }[] {
  const seconds = Math.round(((run.finishedAt ?? run.heartbeatAt).getTime() - run.startedAt.getTime()) / 1_000)
  const facts: [label: string, value: string][] = [
    [
      'expected',
      run.expected === null ? 'not known before the first complete run' : `about ${countLabel(Math.round(run.expected), 'advert')}`,
    ],
    ['found', countLabel(run.found, 'advert')],
    ['new', numberLabel(run.new)],
    ['changed', numberLabel(run.changed)],
    ['unchanged', numberLabel(run.unchanged)],
    ['refused', numberLabel(run.refused)],
    ['pages', numberLabel(run.pages)],
    ['received', sizeLabel(run.bytes)],
    ['took', seconds < 120 ? countLabel(seconds, 'second') : countLabel(Math.round(seconds / 60), 'minute')],
  ]
  return facts.map(([label, value]) => ({ label, value }))
}

function sizeLabel(bytes: number): string {
  return bytes < 1_000_000 ? `${numberLabel(Math.round(bytes / 1_000))} kB` : `${numberLabel(Math.round(bytes / 1_000_000))} MB`
}
