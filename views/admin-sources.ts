// Sources for the people who run the site: how each stands, and what can be done about it.
import type { SourceStatus } from '../db/sources.ts'
import { adminFrame } from './admin.ts'
import type { AdminFrame } from './admin.ts'
import { countLabel, numberLabel } from './labels.ts'
import { attentionOf } from './source-attention.ts'
import { countsLabel, NO_KINDS, OUTCOMES, robotsWords } from './sources.ts'
import type { SourceKinds } from './sources.ts'
import { ageLabel, dueLabel } from './times.ts'
import type { TimeLabel } from './times.ts'
import type { Site } from './page.ts'

export interface AdminSourceView {
  id: string
  /** What somebody just did with it. */
  done: string
  name: string
  about: string
  outcome: string
  look: 'good' | 'bad' | 'busy' | 'plain'
  at: TimeLabel | null
  counts: string
  /** Why somebody should look; failing that, why the last run ended as it did. */
  why: string
  robots: string
  next: TimeLabel | null
  paused: string
  onBoard: string
  /** Addresses of the buttons; '' = not offered. */
  crawl: string
  pause: string
  resume: string
  drift: string
  run: string
}

export interface AdminSourcesView extends AdminFrame {
  summary: string
  /** Where a source is added; '' where this server cannot look at any. */
  add: string
  sources: AdminSourceView[]
}

export interface AdminSourcesOptions {
  canCrawl?: boolean
  canAdd?: boolean
  kinds?: SourceKinds
  said?: string
  /** The source it is said of; '' or one we do not have = above them all. */
  saidAt?: string
}

export function adminSourcesView(
  site: Site,
  sources: SourceStatus[],
  { canCrawl = false, canAdd = false, kinds = NO_KINDS, said = '', saidAt = '' }: AdminSourcesOptions = {},
): AdminSourcesView {
  const paused = sources.filter(source => source.pausedAt).length
  const isThere = sources.some(source => source.id === saidAt)
  return {
    ...adminFrame(site, 'Sources', '/admin/sources', isThere ? '' : said),
    summary: `${countLabel(sources.length, 'source')}, ${numberLabel(paused)} of them paused.`,
    add: canAdd ? '/admin/sources/new' : '',
    sources: sources.map(source => ({
      ...adminSourceView(source, site.now, canCrawl, kinds),
      done: source.id === saidAt ? said : '',
    })),
  }
}

function adminSourceView(source: SourceStatus, now: Date, canCrawl: boolean, kinds: SourceKinds): Omit<AdminSourceView, 'done'> {
  const { id, lastRun, pausedAt, pausedBecause } = source
  const imported = source.origin === 'import'
  const at = (action: string): string => `/admin/sources/${id}/${action}`
  return {
    id,
    name: source.name,
    about: [
      id,
      source.connector,
      source.origin === 'catalogue' ? '' : source.origin,
      kinds.shapeTested.has(source.connector) ? 'shape-tested' : '',
    ]
      .filter(words => words !== '')
      .join(' · '),
    ...(lastRun ? markOf(lastRun.outcome) : { outcome: 'not read yet', look: 'plain' as const }),
    at: lastRun ? ageLabel(lastRun.finishedAt ?? lastRun.startedAt, now) : null,
    counts: lastRun ? countsLabel(lastRun) : '',
    why: attentionOf(source, now) || (lastRun?.reason ?? ''),
    robots: robotsWords(source, now, kinds),
    next: pausedAt || imported ? null : dueLabel(source.nextCrawlAt, now),
    paused: pausedAt ? `paused${pausedBecause ? `: ${pausedBecause}` : ''}` : '',
    onBoard: countLabel(source.openPostings, 'advert'),
    crawl: canCrawl && !imported ? at('crawls') : '',
    pause: pausedAt || imported ? '' : at('pause'),
    resume: pausedAt && !imported ? at('resume') : '',
    drift: lastRun?.outcome === 'suspect' || source.degradedAt ? at('drift') : '',
    run: lastRun ? `/admin/runs/${lastRun.id}` : '',
  }
}

function markOf(outcome: keyof typeof OUTCOMES): Pick<AdminSourceView, 'outcome' | 'look'> {
  const { words, look } = OUTCOMES[outcome]
  return { outcome: words, look }
}
