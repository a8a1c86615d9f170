// The pages of one's own alerts: all of them, one of them to change, and the small questions that links in a mail open.
import type { OwnAlert, Subscriber } from '../db/my-alerts.ts'
import { NO_FILTER, parseQuery } from '../listings/query.ts'
import type { BoardQuery } from '../listings/query.ts'
import { askAgain, rhythmFields, savedQuery, zoneGroups } from './alert.ts'
import type { AlertMistakes, AlertView, RhythmFields, ZoneGroup } from './alert.ts'
import type { BackTestView } from './back-test.ts'
import { whenLabel } from './digest.ts'
import { capital, countLabel } from './labels.ts'
import { boardAddress, pageView } from './page.ts'
import type { PageView, Site } from './page.ts'
import { queryParts, savedLabel } from './query-labels.ts'
import type { QueryPart } from './query-labels.ts'
import { dayLabel } from './times.ts'
import type { WebhookFormView } from './webhook-form.ts'

export interface MyAlertsView {
  page: PageView
  /** Whose alerts; '' on the page that asks for the link. */
  email: string
  alerts: OwnAlertView[]
  stopped: { asked: string; again: string }[]
  links: { export: string; erase: string; callBack: string; leaveOut: string }
  /** "not from hays", "without “nights”": what any running alert leaves out, once each. */
  leftOut: string[]
  /** What was just done, '' for nothing. */
  done: string
  linkDays: number
}

interface OwnAlertView {
  asked: string
  /** "Daily at 07:00, London time" */
  when: string
  /** "12 mails, the last on 21 November; 3 roles wait for the next" */
  history: string
  /** "Paused until 1 December"; '' while it runs. */
  paused: string
  change: string
  /** What it would bring today. */
  now: { href: string; label: string }
}

export function myAlertsView(
  site: Site,
  base: string,
  { email }: Subscriber,
  alerts: OwnAlert[],
  linkDays: number,
  done: string,
): MyAlertsView {
  return {
    page: pageView(site, { title: 'My alerts', noindex: true }),
    email,
    alerts: alerts.filter(alert => alert.stoppedAt === null).map(alert => ownAlertView(alert, base)),
    stopped: alerts.filter(alert => alert.stoppedAt !== null).map(alert => ({ asked: askedLabel(alert), again: askAgain(alert.query) })),
    links: { export: `${base}/export`, erase: `${base}/erase`, callBack: `${base}/links`, leaveOut: `${base}/leave-out` },
    leftOut: leftOutOf(alerts.filter(alert => alert.stoppedAt === null)),
    done,
    linkDays,
  }
}

/** Hidden agencies and words of all of them. */
function leftOutOf(alerts: OwnAlert[]): string[] {
  const hidden = alerts.flatMap(alert => {
    const { notAgency, notWords } = queryOf(alert)
    return queryParts({ ...NO_FILTER, notAgency, notWords }).map(part => part.words)
  })
  return [...new Set(hidden)].sort()
}

function ownAlertView(alert: OwnAlert, base: string): OwnAlertView {
  const { sent, lastSentAt, waiting } = alert
  const mails = lastSentAt === null ? 'No mail yet' : `${countLabel(sent, 'mail')}, the last on ${dayLabel(localDay(lastSentAt, alert))}`
  return {
    asked: askedLabel(alert),
    when: capital(whenLabel(alert)),
    history: waiting === 0 ? mails : `${mails}; ${countLabel(waiting, 'role waits', 'roles wait')} for the next`,
    paused: pauseLabel(alert),
    change: `${base}/${alert.id}`,
    now:
      alert.query === ''
        ? { href: '/newsletter', label: 'Read the newest issue' }
        : { href: boardAddress(queryOf(alert)), label: 'See these roles now' },
  }
}

function pauseLabel(alert: OwnAlert): string {
  return alert.pausedUntil === null ? '' : `Paused until ${dayLabel(localDay(alert.pausedUntil, alert))}`
}

/** The day where the alert lives: the morning's mail of Auckland leaves on London's day before. */
export function localDay(at: Date, { timeZone }: Pick<OwnAlert, 'timeZone'>): string {
  return at.toTemporalInstant().toZonedDateTimeISO(timeZone).toPlainDate().toString()
}

function queryOf(alert: OwnAlert): BoardQuery {
  return parseQuery(new URLSearchParams(alert.query)).query
}

export function askedLabel(alert: OwnAlert): string {
  return capital(savedLabel(queryOf(alert)))
}

export interface MyAlertView {
  page: PageView
  asked: string
  board: string
  /** Each filter with the search it leaves when it is taken away; the last one has no such search. */
  filters: KeptFilter[]
  /** The same of what it leaves out. */
  hidden: KeptFilter[]
  /** Null for the newsletter, which has no filters and comes once a week. */
  backTest: BackTestView | null
  newsletter: boolean
  rhythm: RhythmFields
  zones: ZoneGroup[]
  guess: boolean
  wrong: { query: string; hour: string; zone: string; quiet: string }
  /** What was typed as the address of another search. */
  address: string
  paused: string
  /** Null where alerts have none. */
  webhook: WebhookFormView | null
  action: string
  leaveOut: string
  all: string
}

interface KeptFilter {
  words: string
  query: string
}

export interface MyAlertMatter {
  base: string
  alert: OwnAlert
  backTest: BackTestView | null
  zones: readonly string[]
  mistakes?: AlertMistakes
  /** What was typed as another search, where it came back with a mistake. */
  address?: string
  webhook: WebhookFormView | null
}

/** One alert, to change, pause or stop. */
export function myAlertView(
  site: Site,
  { base, alert, backTest, zones, mistakes = {}, address = '', webhook }: MyAlertMatter,
): MyAlertView {
  const parts = queryParts(queryOf(alert))
  const kept = (part: QueryPart): KeptFilter => ({ words: part.words, query: parts.length > 1 ? savedQuery(part.without) : '' })
  const isHidden = ({ filter }: QueryPart): boolean => filter === 'notAgency' || filter === 'notWords'
  return {
    page: pageView(site, { title: 'Change an alert', noindex: true }),
    asked: askedLabel(alert),
    board: boardAddress(queryOf(alert)),
    filters: parts.filter(part => !isHidden(part)).map(kept),
    hidden: parts.filter(isHidden).map(kept),
    backTest,
    newsletter: backTest === null,
    rhythm: rhythmFields(alert),
    zones: zoneGroups(zones, alert.timeZone),
    guess: false,
    wrong: { query: mistakes.query ?? '', hour: mistakes.hour ?? '', zone: mistakes.zone ?? '', quiet: mistakes.quiet ?? '' },
    address,
    paused: pauseLabel(alert),
    webhook,
    action: `${base}/${alert.id}`,
    leaveOut: `${base}/${alert.id}/leave-out`,
    all: base,
  }
}

/** A question with one button: what a link in a mail opens, for opening a link must not change anything. */
export function questionView(site: Site, matter: Pick<AlertView, 'heading' | 'words' | 'asked' | 'action' | 'button' | 'link'>): AlertView {
  return { page: pageView(site, { title: matter.heading, noindex: true }), when: '', other: null, ...matter }
}

export function hideQuestion(site: Site, base: string, alert: OwnAlert, agency: string, done: boolean): AlertView {
  return questionView(site, {
    heading: done ? `Nothing more by ${agency}` : `Leave out ${agency}?`,
    words: [
      done
        ? `This alert brings no role any more that only ${agency} advertises.`
        : `This alert would bring no role any more that only ${agency} advertises. Roles that others advertise too still come.`,
    ],
    asked: askedLabel(alert),
    action: done ? '' : `${base}/${alert.id}/hide?agency=${encodeURIComponent(agency)}`,
    button: done ? '' : `Leave out ${agency}`,
    link: { href: `${base}/${alert.id}`, label: done ? 'Change more about this alert, or take it back' : 'Change something else' },
  })
}

export function dismissQuestion(
  site: Site,
  base: string,
  alert: OwnAlert,
  role: { title: string; slug: string },
  done: boolean,
): AlertView {
  return questionView(site, {
    heading: done ? 'You hear no more of this role' : 'Not for you?',
    words: done
      ? [
          `${role.title} is left out of this alert, whatever becomes of it.`,
          'If many are wrong, a filter helps more: a higher rate, a rung, a place, a word to leave out.',
        ]
      : [`Press the button and this alert tells you no more of ${role.title}, whatever becomes of it.`],
    asked: askedLabel(alert),
    action: done ? '' : `${base}/${alert.id}/not-relevant?role=${encodeURIComponent(role.slug)}`,
    button: done ? '' : 'Not relevant for me',
    link: done ? { href: `${base}/${alert.id}`, label: 'Change the filters' } : { href: `/roles/${role.slug}`, label: 'Look at the role' },
  })
}

export function eraseQuestion(site: Site, base: string, { email }: Subscriber): AlertView {
  return questionView(site, {
    heading: 'Forget everything?',
    words: [
      `Every alert of ${email} ends, and everything kept about it is deleted: searches, mails sent, consent. This cannot be undone.`,
      'A fingerprint of the address stays, out of which nobody can read it, so that nothing is sent there again by mistake.',
    ],
    asked: '',
    action: `${base}/erase`,
    button: 'Forget everything',
    link: { href: base, label: 'Keep my alerts' },
  })
}

export function erasedView(site: Site, end: 'erased' | 'soon'): AlertView {
  return questionView(site, {
    heading: end === 'soon' ? 'Everything is being deleted' : 'Everything is deleted',
    words: [
      ...(end === 'soon'
        ? ['A mail to this address, or work for one, is under way at this moment. All is deleted within minutes of its end.']
        : []),
      'No mail goes to this address any more, unless somebody asks for an alert there and says yes to it.',
    ],
    asked: '',
    action: '',
    button: '',
    link: { href: '/', label: 'To the board' },
  })
}

/** The page that asks for the link, and the answer to asking: the same for every address, known or not. */
export interface LinkView {
  page: PageView
  asked: boolean
  email: string
  wrong: string
  mailbox: string
}

export function linkView(site: Site, { email = '', wrong = '', asked = false, mailbox = '' }: Partial<Omit<LinkView, 'page'>>): LinkView {
  return { page: pageView(site, { title: 'My alerts', path: '/alerts/mine', noindex: true }), asked, email, wrong, mailbox }
}
