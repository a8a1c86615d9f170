// The history of one role, told from the histories of its adverts.
import type { Change } from './changes.ts'

/** An advert as the timeline names it. */
export interface TimelineAdvert {
  id: number
  company: string
  sourceName: string
}

/** What happened to one advert, in the order of time. */
export type AdvertEvent = { at: Date; advert: TimelineAdvert } & (
  | { what: 'appeared' }
  | ({ what: 'changed' } & { change: Change })
  | { what: 'closed'; because: string }
  | { what: 'reopened' }
)

/** Another listing that this one has to do with. */
export interface OtherListing {
  id: number
  slug: string
  title: string
}

export type TimelineEvent = { at: Date } & (
  | { what: 'first seen'; advert: TimelineAdvert }
  /** Another advert of the role. */
  | { what: 'joined'; advert: TimelineAdvert }
  /** Another advert, when none was open any more. */
  | { what: 're-advertised'; advert: TimelineAdvert; afterDays: number }
  | { what: 'changed'; advert: TimelineAdvert; change: Change }
  /** One advert of several. */
  | { what: 'taken off'; advert: TimelineAdvert; because: string }
  | { what: 'back'; advert: TimelineAdvert }
  /** The last open advert. */
  | { what: 'closed'; advert: TimelineAdvert; because: string }
  | { what: 'reopened'; advert: TimelineAdvert; afterDays: number }
  | { what: 'merged' | 'split'; other: OtherListing; reasons: string[] }
)

export interface Timeline {
  /** Oldest first. */
  events: TimelineEvent[]
  /** Whole days on which at least one advert was open. */
  openDays: number
}

const DAY_MS = 86_400_000

/** @param happened in any order; at one instant an advert appears before it changes */
export function timelineOf(happened: readonly AdvertEvent[], now: Date): Timeline {
  const open = new Set<number>()
  const events: TimelineEvent[] = []
  let openMs = 0
  let since: Date | undefined
  let closedAt: Date | undefined
  for (const event of [...happened].sort((a, b) => +a.at - +b.at || order(a) - order(b) || a.advert.id - b.advert.id)) {
    const { at, advert } = event
    const afterDays = closedAt ? Math.floor((+at - +closedAt) / DAY_MS) : 0
    if (event.what === 'changed') events.push({ at, what: 'changed', advert, change: event.change })
    else if (event.what === 'closed') {
      if (!open.delete(advert.id)) continue
      events.push({ at, what: open.size === 0 ? 'closed' : 'taken off', advert, because: event.because })
    } else {
      if (open.has(advert.id)) continue
      const back = open.size === 0 ? ({ what: 'reopened', afterDays } as const) : ({ what: 'back' } as const)
      const come =
        !closedAt && open.size === 0 ? ({ what: 'first seen' } as const) : open.size > 0 ? ({ what: 'joined' } as const) : undefined
      events.push({ at, advert, ...(event.what === 'reopened' ? back : (come ?? { what: 're-advertised', afterDays })) })
      open.add(advert.id)
    }
    if (open.size > 0) since ??= at
    else if (since) {
      openMs += +at - +since
      since = undefined
      closedAt = at
    }
  }
  if (since) openMs += +now - +since
  return { events, openDays: Math.floor(openMs / DAY_MS) }
}

const ORDER: Record<AdvertEvent['what'], number> = { appeared: 0, reopened: 1, changed: 2, closed: 3 }

function order(event: AdvertEvent): number {
  return ORDER[event.what]
}
