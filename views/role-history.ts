// What happened to a role, told: a line of dots, and the same in words.
import type { ListingHistory } from '../db/listing-history.ts'
import type { ListingDetail } from '../db/listings.ts'
import type { Change, Facts } from '../listings/changes.ts'
import type { OtherListing, TimelineAdvert, TimelineEvent } from '../listings/timeline.ts'
import { dotsView } from './charts.ts'
import type { DotsView } from './charts.ts'
import { ENGAGEMENT_LABELS, countLabel, payLabel, termLabel } from './labels.ts'
import { dateLabel, daysBetween } from './times.ts'
import type { TimeLabel } from './times.ts'

export interface RoleHistoryView {
  dots: DotsView
  events: { at: TimeLabel; words: string; href: string; look: Look }[]
  /** "open for 41 days"; "was open" once it is closed. */
  open: string
}

/** The class of a dot: came, changed, went, or was put together with others. */
type Look = 'came' | 'changed' | 'went' | 'filed'

type Span = Pick<ListingDetail, 'firstSeenAt' | 'closedAt'>

/**
 * Null where nothing but the first advert ever happened, which the page says anyway. An advert may be older than our first look at it: a
 * role that never closed has been open since it was first advertised, and only of one that did are the stretches counted that we saw.
 */
export function roleHistoryView({ events, openDays }: ListingHistory, role: Span, now: Date): RoleHistoryView | null {
  if (events.length < 2) return null
  const days = events.some(event => event.what === 'closed') ? openDays : daysBetween(role.firstSeenAt, now)
  const told = events.map(event => ({ at: event.at, look: LOOKS[event.what], ...tellEvent(event) }))
  return {
    dots: dotsView(told, now),
    events: told.map(({ at, look, words, href }) => ({ at: dateLabel(at, now), look, words, href })),
    open: `${role.closedAt ? 'was open' : 'open'} for ${days === 0 ? 'less than a day' : countLabel(days, 'day')}`,
  }
}

const LOOKS: Record<TimelineEvent['what'], Look> = {
  'first seen': 'came',
  joined: 'came',
  're-advertised': 'came',
  back: 'came',
  reopened: 'came',
  changed: 'changed',
  'taken off': 'went',
  closed: 'went',
  merged: 'filed',
  split: 'filed',
}

function tellEvent(event: TimelineEvent): { words: string; href: string } {
  if ('other' in event) return tellFiling(event)
  return { words: tellAdvert(event), href: '' }
}

function tellAdvert(event: Exclude<TimelineEvent, { what: 'merged' | 'split' }>): string {
  const who = nameOf(event.advert)
  if (event.what === 'changed') return `${who}: ${tellChange(event.change)}`
  const words: Record<typeof event.what, string> = {
    'first seen': `First seen: ${who}`,
    joined: `${who} advertises it too`,
    're-advertised': `${who} advertises it again${afterDays(event)}`,
    back: `The advert of ${who} is back`,
    reopened: `Open again through ${who}${afterDays(event)}`,
    'taken off': `${who} took the advert off${because(event)}`,
    closed: `Closed${because(event)}; the last advert was of ${who}`,
  }
  return words[event.what]
}

function tellFiling({ what, other, reasons }: Extract<TimelineEvent, { other: OtherListing }>): { words: string; href: string } {
  const why = reasons.length > 0 ? `: ${reasons.join('; ')}` : ''
  return {
    words: what === 'merged' ? `Put together with “${other.title}”${why}` : `Taken apart from “${other.title}”`,
    href: what === 'split' ? `/roles/${other.slug}` : '',
  }
}

function nameOf({ company, sourceName }: TimelineAdvert): string {
  return company === '' ? `an advert at ${sourceName}` : company
}

function afterDays(event: TimelineEvent): string {
  return 'afterDays' in event && event.afterDays > 0 ? ` after ${countLabel(event.afterDays, 'day')}` : ''
}

function because(event: TimelineEvent): string {
  return 'because' in event && event.because !== '' ? ` (${event.because})` : ''
}

/** "rate £500 a day → £550 a day" */
function tellChange(change: Change): string {
  const [before, after] = [valueOf(change.what, change.old), valueOf(change.what, change.new)]
  return `${NAMES[change.what]} ${before} → ${after}`
}

const NAMES: Record<Change['what'], string> = { rate: 'rate', title: 'title', place: 'place', engagement: 'IR35', term: 'length' }

function valueOf(what: Change['what'], value: Change['old']): string {
  if (value === null) return 'not stated'
  if (what === 'rate') return payLabel(value as NonNullable<Facts['rate']>) // a fact's own kind of value
  if (what === 'place') return (value as NonNullable<Facts['place']>).join(', ')
  if (what === 'engagement') return ENGAGEMENT_LABELS[value as NonNullable<Facts['engagement']>]
  if (what === 'term') return termLabel({ extension: false, ...(value as NonNullable<Facts['term']>) }) || 'not stated'
  return `“${value as Facts['title']}”`
}
