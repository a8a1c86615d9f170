// Day rates of the roles that fit, as bars drawn on the server, with the same numbers as a table.
import { LAST_RATE_BAND, RATE_STEP } from '../listings/facets.ts'
import { countLabel, moneyLabel, numberLabel } from './labels.ts'
import { HOLE, joinPieces } from './html.ts'
import type { Form, Fragment } from './html.ts'
import { renderForm } from './render.ts'

export interface HistogramPieces {
  histogram: {
    width: number
    height: number
    /** All of it in a sentence, for whoever hears the page. */
    words: string
    bars: string
    /** Ends of the axis: "£350", "£850". */
    from: string
    to: string
    rows: string
  }
  /** `below`: under the least rate asked for, so that the bars show what a lower one would add. */
  bar: { look: string; x: string; y: string; width: string; height: string }
  band: { band: string; count: string }
}

const SIZE = { width: 200, height: 44 }
/** Bars are never thinner: at the foot, too, something has to be seen. */
const LEAST = 1.5

interface Forms {
  whole: Form
  bar: Form
  band(band: number): Form
}

let forms: Forms | undefined

function formsOnce(): Forms {
  if (forms) return forms
  const bands = new Map<number, Form>()
  return (forms = {
    whole: renderForm('histogram', { ...SIZE, words: HOLE, bars: HOLE, from: HOLE, to: HOLE, rows: HOLE }),
    bar: renderForm('bar', { look: HOLE, x: HOLE, y: HOLE, width: HOLE, height: HOLE }),
    band: band => bands.getOrInsertComputed(band, () => renderForm('band', { band: bandLabel(band), count: HOLE })),
  })
}

/**
 * Null where no role states a rate. Bands are £50 wide by the top of what a role offers, estimates among them; the last one is open.
 * @param counts roles by the lower end of the band, as Facets has them
 * @param least the least rate asked for
 */
export function histogramPiece(counts: Record<string, number>, least: number | null): Fragment | null {
  const known: { band: number; count: number }[] = []
  for (let band = 0; band <= LAST_RATE_BAND; band += RATE_STEP) {
    const count = counts[band] ?? 0
    if (count > 0) known.push({ band, count })
  }
  if (known.length === 0) return null
  const [first, last] = [known[0]?.band ?? 0, known.at(-1)?.band ?? 0]
  const [most, total] = [Math.max(...known.map(one => one.count)), known.reduce((sum, one) => sum + one.count, 0)]
  const step = SIZE.width / Math.max((last - first) / RATE_STEP + 1, 8)
  const { whole, bar, band: row } = formsOnce()
  const width = tenths(step - 1)
  const bars = known.map(({ band, count }) => {
    const tall = Math.max((count / most) * SIZE.height, LEAST)
    const look = least !== null && band + RATE_STEP <= least ? 'below' : 'within'
    return bar.complete([look, tenths(((band - first) / RATE_STEP) * step + 0.5), tenths(SIZE.height - tall), width, tenths(tall)])
  })
  const rows = known.map(({ band, count }) => row(band).complete([numberLabel(count)]))
  const [from, to] = [moneyLabel(first, 'GBP'), bandEnd(last)]
  return whole.complete([`Day rates of ${countLabel(total, 'role')}, from ${from} to ${to}`, joinPieces(bars), from, to, joinPieces(rows)])
}

/** "12.5", no finer than the eye; a page has a hundred of them. */
function tenths(n: number): string {
  return TENTHS[Math.round(n * 10)] ?? ''
}

const TENTHS = Array.from({ length: SIZE.width * 10 + 1 }, (_, n) => String(n / 10))

function bandEnd(band: number): string {
  return band >= LAST_RATE_BAND ? `${moneyLabel(band, 'GBP')} and more` : moneyLabel(band + RATE_STEP - 1, 'GBP')
}

function bandLabel(band: number): string {
  return band >= LAST_RATE_BAND ? bandEnd(band) : `${moneyLabel(band, 'GBP')}–${moneyLabel(band + RATE_STEP - 1, 'GBP')}`
}
