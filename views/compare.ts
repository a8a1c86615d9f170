// Up to four roles side by side: a line for each fact, the rate first, a mark where they differ.
import { comparison } from '../listings/comparison.ts'
import type { ListingDetail } from '../db/listings.ts'
import { TAGS, TAG_LABELS, tagWords } from './card.ts'
import type { Tag } from './card.ts'
import { advertisersLabel, countLabel, engagementLabel, rateLabel, titleLabel } from './labels.ts'
import type { EngagementLabel, RateLabel } from './labels.ts'
import { applyAt } from './listing.ts'
import { pageView } from './page.ts'
import type { PageView, Site } from './page.ts'
import { ageLabel, dateLabel } from './times.ts'

export interface CompareView {
  page: PageView
  roles: { number: string; href: string; title: string; rate: RateLabel; engagement: EngagementLabel; without: string }[]
  lines: { label: string; differs: boolean; cells: { number: string; role: string; words: string }[] }[]
  /** Where to apply for each; no line where none is open. */
  apply: { number: string; role: string; href: string; host: string }[]
  /** Said where there is nothing, or less than was asked for. */
  remarks: string[]
}

/** How many of the roles asked for are not on the page: unknown ones, and those after the fourth. */
interface LeftOut {
  missing: number
  dropped: number
}

/** Shown large in the heads of the columns beside how it was advertised, or for all adverts of a role together. */
const SAID_OTHERWISE: readonly Tag[] = ['dayRate', 'advertiser']

export function compareView(site: Site, roles: readonly ListingDetail[], left: LeftOut): CompareView {
  const slugs = roles.map(role => role.slug)
  return {
    page: pageView(site, {
      title: roles.length > 0 ? `${countLabel(roles.length, 'role')} side by side` : 'Roles side by side',
      path: `/compare${slugs.length > 0 ? `?${comparison(slugs)}` : ''}`,
      noindex: true,
    }),
    roles: roles.map(({ slug, title, card }, n) => ({
      number: String(n + 1),
      href: `/roles/${slug}`,
      title: titleLabel(title),
      rate: rateLabel(card),
      engagement: engagementLabel(card),
      without: roles.length > 1 ? `/compare?${comparison(slugs.filter(other => other !== slug))}` : '',
    })),
    lines: linesOf(site, roles),
    apply: applyLine(roles),
    remarks: remarksOf(left),
  }
}

function remarksOf({ missing, dropped }: LeftOut): string[] {
  return [
    ...(missing > 0 ? [`${countLabel(missing, 'role is', 'roles are')} not kept here any more, or mistyped.`] : []),
    ...(dropped === 1 ? ['Four at most fit side by side; the fifth was left out.'] : []),
    ...(dropped > 1 ? [`Four at most fit side by side; the other ${dropped} were left out.`] : []),
  ]
}

function linesOf(site: Site, roles: readonly ListingDetail[]): CompareView['lines'] {
  const line = (label: string, words: (role: ListingDetail) => string): CompareView['lines'][number] => {
    const cells = roles.map((role, n) => ({ number: String(n + 1), role: role.title, words: words(role) || 'not stated' }))
    return { label, differs: new Set(cells.map(cell => cell.words)).size > 1, cells }
  }
  const stated = TAGS.filter(tag => !SAID_OTHERWISE.includes(tag) && roles.some(({ card }) => tagWords(card, tag) !== ''))
  return [
    ...stated.map(tag => line(TAG_LABELS[tag], ({ card }) => tagWords(card, tag))),
    line('Apply by', ({ closesAt }) => (closesAt ? lastDayWords(closesAt, site.now) : '')),
    line('Advertised by', ({ advertisers }) => advertisersLabel(advertisers)),
    line('Adverts', ({ adverts, closedAt }) => countLabel(adverts.filter(advert => closedAt || !advert.closedAt).length, 'advert')),
    line('First advertised', ({ firstSeenAt }) => ageLabel(firstSeenAt, site.now).label),
    line('State', ({ closedAt }) => (closedAt ? 'closed' : 'open')),
  ]
}

function lastDayWords(closesAt: Date, now: Date): string {
  return `${dateLabel(closesAt, now).label}${closesAt > now ? '' : ', which has passed'}`
}

function applyLine(roles: readonly ListingDetail[]): CompareView['apply'] {
  const line = roles.map((role, n) => ({ number: String(n + 1), role: role.title, href: '', host: '', ...applyAt(role) }))
  return line.some(({ href }) => href !== '') ? line : []
}
