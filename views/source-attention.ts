// Whether a person should look at a source, and why: one sentence, for the overview, the list and the command line alike.
import type { SourceStatus } from '../db/sources.ts'
import { countLabel } from './labels.ts'

/** A source that was not read to the end for this many of its rounds, and at least two days, is no longer a passing trouble. */
const ROUNDS = 3
const LEAST_HOURS = 48

/** The clock asks for whatever is due once a minute. */
const WAITING_HOURS = 2

function hoursSince(at: Date, now: Date): number {
  return (now.getTime() - at.getTime()) / 3_600_000
}

/** '' where there is nothing to do. */
export function attentionOf(source: SourceStatus, now: Date): string {
  if (source.origin === 'import' || source.origin === 'sample') return ''
  if (source.degradedAt)
    return `${source.pausedAt ? 'It was paused' : 'It is no longer believed'}: ${source.degradedBecause ?? 'its runs look wrong'}`
  if (source.pausedAt) return ''
  const [last] = source.runs.filter(run => run.outcome !== 'running')
  const waiting = hoursSince(source.nextCrawlAt, now)
  if (waiting >= WAITING_HOURS && source.lastRun?.outcome !== 'running')
    return `It has waited to be read for ${countLabel(Math.floor(waiting), 'hour')}: no worker takes it up. Is one running?`
  if (!last) return ''
  if (last.outcome === 'suspect') return `It looked wrong: ${last.reason ?? 'it showed far fewer or far more adverts than usual'}.`
  if (source.lastCompleteAt === null && last.outcome !== 'partial')
    return `It was never read to the end${last.reason ? `: ${last.reason}` : '.'}`
  const hours = hoursSince(source.lastCompleteAt ?? source.runs.at(-1)?.startedAt ?? now, now)
  if (hours >= Math.max(LEAST_HOURS, (ROUNDS * source.crawlEveryMinutes) / 60))
    return `It was not read to the end for ${countLabel(Math.floor(hours / 24), 'day')}${last.reason ? `: ${last.reason}` : '.'}`
  if (last.outcome === 'failed' || last.outcome === 'blocked')
    return `Its last run ${last.outcome === 'failed' ? 'failed' : 'was turned away'}${last.reason ? `: ${last.reason}` : '.'}`
  return ''
}
