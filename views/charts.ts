// Charts made on the server: numbers become the coordinates of an SVG that a template draws. Beside each stands a table or list of the same.

/** A line of dots: one for each thing that happened, where it stands in time. */
export interface DotsView {
  width: number
  height: number
  dots: { x: string; y: string; look: string }[]
}

const DOTS = { width: 600, height: 24, margin: 8, apart: 11 }

/** @param at in order; `look` is a class of the dot. Dots of one moment stand side by side, or the later would hide the earlier. */
export function dotsView(happened: readonly { at: Date; look: string }[], until: Date): DotsView {
  const { width, height, margin, apart } = DOTS
  const first = happened[0]?.at.getTime() ?? 0
  const span = Math.max(until.getTime() - first, 1)
  // With more dots than there is room they stand closer, down to on top of one another.
  const gap = Math.min(apart, (width - 2 * margin) / Math.max(happened.length - 1, 1))
  let left = -Infinity
  const xs = happened.map(({ at }, n) => {
    const room = width - margin - gap * (happened.length - 1 - n)
    left = Math.min(Math.max(margin + ((at.getTime() - first) / span) * (width - 2 * margin), left + gap), room)
    return left
  })
  return { width, height, dots: happened.map(({ look }, n) => ({ x: (xs[n] ?? 0).toFixed(1), y: String(height / 2), look })) }
}

/** Bars of what was found, with a mark at each for what was expected. */
export interface BarsView {
  width: number
  height: number
  bars: { x: string; y: string; width: string; height: string; look: 'whole' | 'part' }[]
  expected: { x: string; y: string; width: string }[]
}

const BARS = { width: 240, height: 48, bar: 10, gap: 6 }

export interface Counted {
  found: number
  /** Null where nothing was expected yet. */
  expected: number | null
  /** Whether what was found is all there was. */
  whole: boolean
}

/** @param runs oldest first; the newest twelve or so fit. */
export function barsView(runs: readonly Counted[]): BarsView {
  const { width, height, bar, gap } = BARS
  const most = Math.max(1, ...runs.flatMap(run => [run.found, run.expected ?? 0]))
  const scaled = (n: number): number => (n / most) * (height - 4)
  const shown = runs.slice(-Math.floor(width / (bar + gap)))
  const at = (n: number): number => n * (bar + gap) + gap / 2
  return {
    width,
    height,
    bars: shown.map((run, n) => {
      // A run that found nothing is a line at the foot, not a hole.
      const tall = Math.max(scaled(run.found), 1)
      return {
        x: at(n).toFixed(1),
        y: (height - tall).toFixed(1),
        width: String(bar),
        height: tall.toFixed(1),
        look: run.whole ? 'whole' : 'part',
      }
    }),
    expected: shown.flatMap((run, n) =>
      run.expected === null
        ? []
        : [{ x: (at(n) - 2).toFixed(1), y: (height - scaled(run.expected) - 1).toFixed(1), width: String(bar + 4) }],
    ),
  }
}

/** What many pay, as one bar with a mark at the middle, and what one pays as a line under it. Places are per cent, so that words beside them keep their size. */
export interface SpreadView {
  height: number
  from: string
  span: string
  middle: string
  /** `words` stand around `at`, or begin or end there where they would leave the picture. */
  own: { from: string; to: string; look: string; words: string; at: string; anchor: 'start' | 'middle' | 'end' } | null
}

export interface OwnRate {
  from: number
  to: number
  look: 'stated' | 'estimated'
  words: string
}

const HEIGHTS = { bar: 44, withOwn: 78 }

/** @param own what one pays; it may lie beside the bar, which then makes room for it */
export function spreadView({ low, median, high }: { low: number; median: number; high: number }, own: OwnRate | undefined): SpreadView {
  const [least, most] = [Math.min(low, own?.from ?? low), Math.max(high, own?.to ?? high)]
  const at = (amount: number): number => (most === least ? 50 : ((amount - least) / (most - least)) * 100)
  return {
    height: own ? HEIGHTS.withOwn : HEIGHTS.bar,
    from: percent(at(low)),
    // Where all pay the same, it is still seen.
    span: percent(Math.max(at(high) - at(low), 0.5)),
    middle: percent(at(median)),
    own: own
      ? { from: percent(at(own.from)), to: percent(at(own.to)), look: own.look, words: own.words, ...anchored(at(own.from), at(own.to)) }
      : null,
  }
}

function anchored(from: number, to: number): { at: string; anchor: 'start' | 'middle' | 'end' } {
  const middle = (from + to) / 2
  if (middle < 30) return { at: percent(from), anchor: 'start' }
  return middle > 70 ? { at: percent(to), anchor: 'end' } : { at: percent(middle), anchor: 'middle' }
}

function percent(n: number): string {
  return `${n.toFixed(1)}%`
}
