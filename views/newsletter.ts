// The weekly newsletter: its mail, and the page that shows the newest and takes subscriptions.
import type { Because, Issue, Movement } from '../db/newsletter.ts'
import type { Rhythm } from '../db/rhythm.ts'
import type { BoardRow } from '../db/search.ts'
import { WEEKDAYS, factsOf, longDay, plainLine, shortDay, subjectLine, whenLabel } from './digest.ts'
import type { FactLines, MailTokens, RoleView } from './digest.ts'
import { rhythmFields, zoneGroups } from './alert.ts'
import type { AlertMistakes, RhythmFields, ZoneGroup } from './alert.ts'
import { rowView } from './board.ts'
import type { RowView } from './board.ts'
import { DISCIPLINE_LABELS, countLabel, moneyLabel, numberLabel } from './labels.ts'
import { pageView } from './page.ts'
import type { PageView, Site } from './page.ts'
import { dayLabel } from './times.ts'

export interface NewsletterView {
  subject: string
  preheader: string
  heading: string
  day: string
  /** "142 new roles since last Monday" */
  about: string
  movements: string[]
  picks: (RoleView & { facts: FactLines; because: string })[]
  links: { home: string; change: string; mine: string; stop: string; alert: string }
  reason: string
}

export interface NewsletterMatter {
  issue: Issue
  /** Of the issue's roles those that are still live. */
  picks: { row: BoardRow; because: Because }[]
  rhythm: Rhythm
  savedSearchId: string
  publicUrl: string
  tokens: MailTokens
}

export function newsletterView({ issue, picks, rhythm, savedSearchId, publicUrl, tokens }: NewsletterMatter): NewsletterView {
  const mine = `${publicUrl}/alerts/mine/${tokens.manage}`
  const best = Math.max(
    0,
    ...picks.map(({ row: { card } }) =>
      card.dayRate?.basis === 'stated' && card.dayRate.currency === 'GBP' ? (card.dayRate.max ?? 0) : 0,
    ),
  )
  return {
    subject: subjectLine('Contract roles of the week', best > 0 ? `up to ${moneyLabel(best, 'GBP')} a day` : '', shortDay(issue.issuedOn)),
    preheader: plainLine(
      picks
        .slice(0, 2)
        .map(({ row, because }) => `${row.title}: ${becauseLabel(because)}`)
        .join(' · '),
      140,
    ),
    heading: 'The week in contract roles',
    day: longDay(issue.issuedOn),
    about: freshLabel(issue),
    movements: issue.movements.map(movementLabel),
    picks: picks.map(({ row, because }) => ({ ...factsOf(row, publicUrl, issue.issuedOn), because: becauseLabel(because) })),
    links: {
      home: `${publicUrl}/`,
      change: `${mine}/${savedSearchId}`,
      mine,
      stop: `${publicUrl}/u/${tokens.stop}`,
      alert: `${publicUrl}/newsletter`,
    },
    reason: `You get this because you confirmed the weekly newsletter, sent ${whenLabel(rhythm)}.`,
  }
}

function freshLabel({ fresh }: Issue): string {
  return `${countLabel(fresh, 'role')} came onto the board in the last seven days.`
}

/** The rule by which a role is in the newsletter, with its figures. */
function becauseLabel(because: Because): string {
  if (because.kind === 'rate')
    return `${because.percent}% above ${moneyLabel(because.median, 'GBP')} a day, the median of all ${DISCIPLINE_LABELS[because.discipline]} roles on the board`
  if (because.kind === 'raised')
    return `Rate up this week, from ${moneyLabel(because.from, 'GBP')} to ${moneyLabel(because.to, 'GBP')} a day`
  if (because.kind === 'advertisers') return `${countLabel(because.count, 'advertiser')} look for the same person`
  return `Open again after ${countLabel(because.days, 'day')}`
}

/** "Project: £560 a day, up from £550 (medians of 31 new roles this week and of 88 in the three weeks before)" */
function movementLabel({ discipline, now, nowCount, before, beforeCount }: Movement): string {
  const way = now === before ? 'as before' : `${now > before ? 'up' : 'down'} from ${moneyLabel(before, 'GBP')}`
  return `${DISCIPLINE_LABELS[discipline]}: ${moneyLabel(now, 'GBP')} a day, ${way} (medians of ${countLabel(nowCount, 'new role')} this week and of ${numberLabel(beforeCount)} in the three weeks before)`
}

export interface NewsletterPageView {
  page: PageView
  email: string
  rhythm: RhythmFields
  zones: ZoneGroup[]
  guess: boolean
  mistakes: { words: string; href: string }[]
  wrong: { email: string; hour: string; zone: string }
  /** The newest issue there is. */
  latest: { heading: string; about: string; movements: string[]; rows: { row: RowView; because: string }[] } | null
}

export interface NewsletterPageMatter {
  form: Rhythm & { email: string }
  zones: readonly string[]
  mistakes: AlertMistakes
  issue: Issue | undefined
  picks: NewsletterMatter['picks']
}

export function newsletterPageView(site: Site, { form, zones, mistakes, issue, picks }: NewsletterPageMatter): NewsletterPageView {
  return {
    page: pageView(site, {
      title: 'The weekly newsletter',
      description: 'Once a week: the contract roles that stand out, each with the reason, and how day rates moved.',
      path: '/newsletter',
    }),
    email: form.email,
    rhythm: rhythmFields(form),
    zones: zoneGroups(zones, form.timeZone),
    guess: Object.keys(mistakes).length === 0,
    mistakes: (['email', 'hour', 'zone'] as const).flatMap(field => {
      const words = mistakes[field]
      return words === undefined ? [] : [{ words, href: `#${field}` }]
    }),
    wrong: { email: mistakes.email ?? '', hour: mistakes.hour ?? '', zone: mistakes.zone ?? '' },
    latest: issue
      ? {
          heading: `The newest issue, of ${WEEKDAYS[weekdayOf(issue.issuedOn)]} ${dayLabel(issue.issuedOn)}`,
          about: freshLabel(issue),
          movements: issue.movements.map(movementLabel),
          rows: picks.map(({ row, because }) => ({ row: rowView(row, site.now), because: becauseLabel(because) })),
        }
      : null,
  }
}

/** 0 = Monday. */
function weekdayOf(isoDate: string): number {
  return (new Date(`${isoDate}T00:00:00Z`).getUTCDay() + 6) % 7
}
