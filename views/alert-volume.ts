// “Too many”, “too few”: what a press on either in a mail opens, with what each change would bring.
import type { OwnAlert } from '../db/my-alerts.ts'
import type { Rhythm } from '../db/rhythm.ts'
import type { BackTestView, VariantView } from './back-test.ts'
import { whenLabel } from './digest.ts'
import { capital } from './labels.ts'
import { askedLabel } from './my-alerts.ts'
import { pageView } from './page.ts'
import type { PageView, Site } from './page.ts'

export interface AlertVolumeView {
  page: PageView
  heading: string
  asked: string
  /** What it sends now. */
  words: string
  when: string
  variants: VariantView[]
  /** Another rhythm, as the fields of its form; null where there is none to offer. */
  rhythm: { button: string; fields: { name: string; value: string }[] } | null
  action: string
}

export interface AlertVolumeMatter {
  base: string
  alert: OwnAlert
  wish: 'fewer' | 'more'
  /** Null for the newsletter. */
  backTest: BackTestView | null
}

export function alertVolumeView(site: Site, { base, alert, wish, backTest }: AlertVolumeMatter): AlertVolumeView {
  const heading = wish === 'fewer' ? 'Too many?' : 'Too few?'
  return {
    page: pageView(site, { title: heading, noindex: true }),
    heading,
    asked: askedLabel(alert),
    words: backTest?.words ?? '',
    when: capital(whenLabel(alert)),
    variants: (wish === 'fewer' ? backTest?.narrower : backTest?.wider) ?? [],
    rhythm: otherRhythm(alert, wish),
    action: `${base}/${alert.id}`,
  }
}

const STEPS: Rhythm['every'][] = ['hour', 'day', 'week']
const BUTTONS: Record<Rhythm['every'], string> = {
  hour: 'Mail them as they come',
  day: 'Mail them once a day',
  week: 'Mail them once a week',
}

/** One step rarer or oftener; the newsletter has no steps. */
function otherRhythm(alert: OwnAlert, wish: 'fewer' | 'more'): AlertVolumeView['rhythm'] {
  const every = alert.query === '' ? undefined : STEPS[STEPS.indexOf(alert.every) + (wish === 'fewer' ? 1 : -1)]
  if (every === undefined) return null
  const kept = every === 'week' ? [] : alert.quietDays.map(day => ({ name: `quiet${day}`, value: 'on' }))
  const fields = { every, hour: String(alert.hour), weekday: String(alert.weekday), zone: alert.timeZone }
  return { button: BUTTONS[every], fields: [...Object.entries(fields).map(([name, value]) => ({ name, value })), ...kept] }
}
