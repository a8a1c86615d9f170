// Day rates of the roles that fit, as bars drawn on the server, with the same numbers as a table.
import { LAST_RATE_BAND, RATE_STEP } from '../listings/facets.ts'
import { countLabel, moneyLabel } from './labels.ts'
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
    /** Of how many roles it is, and that estimates are among them: the median beside it is of stated rates only. */
    of: string
    rows: string
  }
  /** `below`: under the least rate asked for, so that the bars show what a lower one would add. */
  bar: { look: string; x: string; y: string; width: string; height: string }
  band: { band: string; count: string }
}

const SIZE = { width: 200, height: 44 }
/** Bars are never thinner: at the foot, too, something has to be seen. */
const LEAST = 1.5

/** Only heights and counts differ from page to page. */
let whole: Form | undefined
const bars = new Map<string, Form[]>()
const rows = new Map<number, Form>()

function wholeForm(): Form {
  return (whole ??= renderForm('histogram', { ...SIZE, words: HOLE, bars: HOLE, from: HOLE, to: HOLE, of: HOLE, rows: HOLE }))
}

/** As many bars as there is room for bands, from left to right. */
function barForms(look: string, places: number): Form[] {
  const step = SIZE.width / places
  return bars.getOrInsertComputed(`${look} ${places}`, () =>
    Array.from({ length: places }, (_, n) =>
      renderForm('bar', { look, x: tenths(n * step + 0.5), y: HOLE, width: tenths(step - 1), height: HOLE }),
    ),
  )
}

function rowForm(band: number): Form {
  return rows.getOrInsertComputed(band, () => renderForm('band', { band: bandLabel(band), count: HOLE }))
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
  const places = Math.max((last - first) / RATE_STEP + 1, 8)
  const [below, within] = [barForms('below', places), barForms('within', places)]
  const drawn = known.map(({ band, count }) => {
    const form = (least !== null && band + RATE_STEP <= least ? below : within)[(band - first) / RATE_STEP] as Form // there are as many places
    const tall = Math.max((count / most) * SIZE.height, LEAST)
    return form.complete([tenths(SIZE.height - tall), tenths(tall)])
  })
  const told = known.map(({ band, count }) => rowForm(band).complete([count]))
  const [from, to] = [moneyLabel(first, 'GBP'), bandEnd(last)]
  const of = `${countLabel(total, 'role')}, with estimates`
  return wholeForm().complete([`Day rates of ${of}, from ${from} to ${to}`, joinPieces(drawn), from, to, of, joinPieces(told)])
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
