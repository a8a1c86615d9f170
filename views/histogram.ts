// Day rates of the roles that fit, as bars drawn on the server, with the same numbers as a table.
import { LAST_RATE_BAND, RATE_STEP } from '../listings/facets.ts'
import { UNSTATED } from '../listings/query.ts'
import { countLabel, moneyLabel, numberLabel } from './labels.ts'

export interface HistogramView {
  width: number
  height: number
  /** `below`: under the least rate asked for, so that the bars show what a lower one would add. */
  bars: { x: string; y: string; width: string; height: string; look: 'within' | 'below' }[]
  /** Ends of the axis: "£350", "£850". */
  from: string
  to: string
  /** All of it in a sentence, for whoever hears the page. */
  words: string
  rows: { band: string; count: string }[]
}

const SIZE = { width: 200, height: 44 }
/** Bars are never thinner: at the foot, too, something has to be seen. */
const LEAST = 1.5

/**
 * Null where no role states a rate. Bands are £50 wide by the top of what a role offers, estimates among them; the last one is open.
 * @param counts roles by the lower end of the band, as Facets has them
 * @param least the least rate asked for
 */
export function histogramView(counts: Record<string, number>, least: number | null): HistogramView | null {
  const known = Object.entries(counts).flatMap(([band, count]) => (band === UNSTATED || count === 0 ? [] : [{ band: Number(band), count }]))
  if (known.length === 0) return null
  const bands = known.map(one => one.band).sort((a, b) => a - b)
  const [first, last] = [bands[0] ?? 0, bands.at(-1) ?? 0]
  const most = Math.max(...known.map(one => one.count))
  const step = SIZE.width / Math.max((last - first) / RATE_STEP + 1, 8)
  const total = known.reduce((sum, one) => sum + one.count, 0)
  return {
    ...SIZE,
    bars: known.map(({ band, count }) => {
      const tall = Math.max((count / most) * SIZE.height, LEAST)
      return {
        x: (((band - first) / RATE_STEP) * step + 0.5).toFixed(1),
        y: (SIZE.height - tall).toFixed(1),
        width: (step - 1).toFixed(1),
        height: tall.toFixed(1),
        look: least !== null && band + RATE_STEP <= least ? 'below' : 'within',
      }
    }),
    from: moneyLabel(first, 'GBP'),
    to: bandEnd(last),
    words: `Day rates of ${countLabel(total, 'role')}, from ${moneyLabel(first, 'GBP')} to ${bandEnd(last)}`,
    rows: bands.map(band => ({ band: bandLabel(band), count: numberLabel(counts[band] ?? 0) })),
  }
}

function bandEnd(band: number): string {
  return band >= LAST_RATE_BAND ? `${moneyLabel(band, 'GBP')} and more` : moneyLabel(band + RATE_STEP - 1, 'GBP')
}

function bandLabel(band: number): string {
  return band >= LAST_RATE_BAND ? bandEnd(band) : `${moneyLabel(band, 'GBP')}–${moneyLabel(band + RATE_STEP - 1, 'GBP')}`
}
