// Progress on long work: bars on a terminal, plain lines anywhere else, always on standard error.
import { MultiBar, SingleBar } from 'cli-progress'
import type { RunProgress } from '../crawlers/run.ts'
import { countLabel } from '../views/labels.ts'

export interface CrawlProgressView {
  show(progress: RunProgress): void
  /** Leaves what was shown standing and gives the terminal back. */
  stop(): void
}

const OUTCOMES: Record<RunProgress['outcome'], string> = {
  running: 'reading',
  complete: 'complete',
  imported: 'imported',
  partial: 'partly read',
  suspect: 'odd, nothing taken off',
  blocked: 'does not want us',
  deferred: 'put off',
  failed: 'failed',
  crashed: 'broke off',
}

/** One line a source, however many pages it has. */
export function crawlProgressView(stream: NodeJS.WriteStream = process.stderr): CrawlProgressView {
  return stream.isTTY ? barView(stream) : lineView(stream)
}

function lineView(stream: NodeJS.WriteStream): CrawlProgressView {
  return {
    show(progress) {
      if (progress.outcome !== 'running') stream.write(`  ${summary(progress)}\n`)
    },
    stop: () => undefined,
  }
}

/** The bar fills towards what the source's last runs showed; a first run has nothing to fill towards and only counts. */
function barView(stream: NodeJS.WriteStream): CrawlProgressView {
  const bars = new Map<string, SingleBar>()
  const all = new MultiBar({ stream, format: '  {bar} {summary}', barsize: 20, hideCursor: true, emptyOnZero: true, fps: 10 })
  let stopped = false
  return {
    show(progress) {
      // A bar made after the end would start the drawing anew, and nothing would ever stop it.
      if (stopped) return
      const done = progress.outcome !== 'running'
      const of = done ? Math.max(progress.found, 1) : Math.max(progress.expected ?? progress.found * 2, 1)
      const bar = bars.getOrInsertComputed(progress.source, () => all.create(of, 0, { summary: progress.source }))
      bar.setTotal(of)
      bar.update(done && progress.outcome === 'complete' ? of : Math.min(progress.found, of), { summary: summary(progress) })
    },
    stop() {
      stopped = true
      all.stop()
    },
  }
}

function summary({ source, outcome, found, refused, pages, reason }: RunProgress): string {
  const adverts = found === 0 ? '' : `, ${countLabel(found, 'advert')}${refused > 0 ? ` (${refused} refused)` : ''}`
  const read = pages === 0 ? '' : `, ${countLabel(pages, 'page')}`
  return `${source}: ${OUTCOMES[outcome]}${adverts}${read}${reason && outcome !== 'running' ? ` – ${reason}` : ''}`
}

/** One bar over a known size (an import); on anything but a terminal a line a tenth. */
export function workProgressView(
  what: string,
  stream: NodeJS.WriteStream = process.stderr,
): { show(done: number, of: number, count: number): void; stop(): void } {
  if (!stream.isTTY) return tenthsView(what, stream)
  const bar = new SingleBar({ stream, format: `${what} {bar} {percentage} %, {count} adverts`, barsize: 30, hideCursor: true })
  bar.start(1, 0, { count: 0 })
  return {
    show(done, of, count) {
      bar.setTotal(Math.max(of, 1))
      bar.update(done, { count })
    },
    stop: () => bar.stop(),
  }
}

function tenthsView(what: string, stream: NodeJS.WriteStream) {
  let told = 0
  return {
    show(done: number, of: number, count: number) {
      const tenth = Math.floor((10 * done) / Math.max(of, 1))
      if (tenth <= told) return
      told = tenth
      stream.write(`${what}: ${tenth * 10} %, ${countLabel(count, 'advert')}\n`)
    },
    stop: () => undefined,
  }
}
