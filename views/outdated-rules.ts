// What an installation is told after an update that judges adverts otherwise: nothing moves by itself.
import type { Outdated } from '../db/relink.ts'
import { countLabel } from './labels.ts'
import { dayLabel } from './times.ts'

/** One sentence and how to go on; '' where nothing is outdated. */
export function outdatedWords({ adverts, until }: Outdated): string {
  if (adverts === 0 || !until) return ''
  const where = adverts === 1 ? 'is still where older ones put it' : 'are still where older ones put them'
  return (
    `The rules of what is one role changed since ${dayLabel(until.toISOString())}: ${countLabel(adverts, 'advert')} ${where}. ` +
    'Run “dayrate relink --dry-run” to see what the new ones change, then “dayrate relink”.'
  )
}
