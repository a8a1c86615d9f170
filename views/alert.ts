// The pages of an alert: asking for one, confirming it, stopping it.
import type { Rhythm } from '../db/rhythm.ts'
import type { MailLink } from '../db/saved-searches.ts'
import { isFiltered, parseQuery, queryString, firstPage, whenNew } from '../listings/query.ts'
import type { BoardQuery } from '../listings/query.ts'
import type { BackTestView } from './back-test.ts'
import { WEEKDAYS, whenLabel } from './digest.ts'
import { capital, countLabel } from './labels.ts'
import { meantWords, unheardLabel } from './meant.ts'
import { queryLabel, savedLabel } from './query-labels.ts'
import { boardAddress, pageView } from './page.ts'
import type { Choice, PageView, Site } from './page.ts'

/** What was typed, kept when the form comes back with a mistake. */
export interface AlertForm extends Rhythm {
  query: BoardQuery
  email: string
}

/** What is wrong with a form, a sentence a field. */
export type AlertMistakes = Partial<Record<'query' | 'email' | 'hour' | 'zone' | 'quiet' | 'webhook', string>>

/** Time zones of one region, as an optgroup shows them. */
export interface ZoneGroup {
  region: string
  choices: Choice[]
}

export interface AlertFormView {
  page: PageView
  /** The search in words; '' without a filter, and then there is no form. */
  asked: string
  /** "42 roles fit it today." */
  today: string
  /** Null without a filter. */
  backTest: BackTestView | null
  board: string
  query: string
  email: string
  rhythm: RhythmFields
  zones: ZoneGroup[]
  /** The zone was not chosen by a person: the page's script may put the browser's own there. */
  guess: boolean
  mistakes: { words: string; href: string }[]
  /** What of the address was not understood, as the board says it. */
  remarks: string[]
  /** Said of words that no role has: they may be rare, or misspelt. `href` is '' where nothing is near them. */
  doubt: { words: string; href: string; label: string } | null
  wrong: { email: string; hour: string; zone: string; quiet: string }
}

export interface AlertFormMatter {
  form: AlertForm
  /** Live roles that fit now. */
  total: number
  backTest: BackTestView | null
  zones: readonly string[]
  mistakes: AlertMistakes
  remarks: string[]
  /** Words of the search that no role has now. */
  unheard: readonly string[]
  /** The search that was meant with others, where one is near. */
  meant: BoardQuery | undefined
}

/** The form for an alert. */
export function alertFormView(site: Site, matter: AlertFormMatter): AlertFormView {
  const { form, total, backTest, zones, mistakes, remarks } = matter
  const filtered = isFiltered(form.query)
  const fields = { query: 'main', email: 'email', hour: 'hour', zone: 'zone', quiet: 'quiet' } as const
  return {
    page: pageView(site, { title: filtered ? 'A new alert' : 'An alert needs a search', path: '/alerts/new', noindex: true }),
    asked: filtered ? capital(queryLabel(form.query)) : '',
    today:
      total === 0 ? 'No role fits it today; the alert waits for the first.' : `${countLabel(total, 'role fits', 'roles fit')} it today.`,
    backTest,
    board: boardAddress(firstPage(form.query)),
    query: savedQuery(form.query),
    email: form.email,
    rhythm: rhythmFields(form),
    zones: zoneGroups(zones, form.timeZone),
    remarks,
    doubt: doubtView(matter),
    guess: Object.keys(mistakes).length === 0,
    mistakes: (Object.keys(fields) as (keyof typeof fields)[]).flatMap(field => {
      const words = mistakes[field]
      return words === undefined ? [] : [{ words, href: `#${fields[field]}` }]
    }),
    wrong: { email: mistakes.email ?? '', hour: mistakes.hour ?? '', zone: mistakes.zone ?? '', quiet: mistakes.quiet ?? '' },
  }
}

/** A warning and no more: a word may be right, and merely on no role today. */
function doubtView({ form: { query }, unheard, meant }: AlertFormMatter): AlertFormView['doubt'] {
  if (unheard.length === 0 && !meant) return null
  const silent = `${unheardLabel(unheard)} today. If that is how it is spelt, the alert waits for the first; if not, it stays silent.`
  const instead = meant && meantWords(meant, query, unheard)
  return {
    words: unheard.length > 0 ? silent : '',
    href: meant ? `/alerts/new?${savedQuery(meant)}` : '',
    label: instead ? `Ask for ${instead.what} instead` : '',
  }
}

/** The canonical query string of an alert: order and page of the board are not part of what somebody wants to hear of, nor is how new a role is. */
export function savedQuery(query: BoardQuery): string {
  return queryString({ ...whenNew(query), sort: 'fit' })
}

/** The fields of a rhythm, of a new alert as of one that is changed. */
export interface RhythmFields {
  every: Choice[]
  hours: Choice[]
  weekdays: Choice[]
  /** Days that can be kept free of mail. */
  quiet: Choice[]
  /** More than "daily" is chosen, so the fields for it stand open. */
  open: boolean
}

export function rhythmFields(rhythm: Rhythm): RhythmFields {
  const days = WEEKDAYS.map((label, index) => ({ label, day: index + 1 }))
  return {
    every: EVERY.map(([value, label]) => ({ name: 'every', value, label, checked: rhythm.every === value })),
    hours: HOURS.map(hour => ({ name: 'hour', value: String(hour), label: hourLabel(hour), checked: hour === rhythm.hour })),
    weekdays: days.map(({ label, day }) => ({ name: 'weekday', value: String(day), label, checked: day === rhythm.weekday })),
    quiet: days.map(({ label, day }) => ({ name: `quiet${day}`, value: 'on', label, checked: rhythm.quietDays.includes(day) })),
    open: rhythm.every !== 'day' || rhythm.quietDays.length > 0,
  }
}

const EVERY: [Rhythm['every'], string][] = [
  ['day', 'Once a day'],
  ['week', 'Once a week'],
  ['hour', 'As they come, at most once an hour'],
]

const HOURS = Array.from({ length: 24 }, (_, hour) => hour)

function hourLabel(hour: number): string {
  const name = hour === 0 ? ' (midnight)' : hour === 12 ? ' (noon)' : ''
  return `${String(hour).padStart(2, '0')}:00${name}`
}

/** "Europe" → "London": grouped as the names are, so that four hundred of them can be found. */
export function zoneGroups(zones: readonly string[], chosen: string): ZoneGroup[] {
  const groups = new Map<string, Choice[]>()
  for (const zone of zones) {
    const [region = '', ...place] = zone.split('/')
    const group = place.length > 0 ? region : 'Other'
    const label = (place.length > 0 ? place.join(', ') : zone).replaceAll('_', ' ')
    groups.set(group, [...(groups.get(group) ?? []), { name: 'zone', value: zone, label, checked: zone === chosen }])
  }
  return [...groups].map(([region, choices]) => ({ region, choices }))
}

/** A page with something to read and at most one thing to do. */
export interface AlertView {
  page: PageView
  heading: string
  words: string[]
  /** The search and its time; '' where there is none to name. */
  asked: string
  when: string
  /** The one thing to do, by POST; '' for none. */
  action: string
  button: string
  link: { href: string; label: string }
  /** A second one; null for none. */
  other: { href: string; label: string } | null
}

/** After asking: the same words for every address, known or not. In development the mail lies in our own mailbox. */
export function askedView(site: Site, form: AlertForm, mailboxShown: boolean): AlertView {
  return {
    page: pageView(site, { title: 'Look into your mailbox', noindex: true }),
    heading: 'Now look into your mailbox',
    words: [
      // True of every address, for nobody is told what else was asked of one.
      `A mail to ${form.email} asks whether you want this. Say yes there and the ${isFiltered(form.query) ? 'alert' : 'newsletter'} begins.`,
      'Is there a question of ours that you have not answered yet? Answer that one first, and this one follows at once; without an answer it comes tomorrow.',
      'Nothing there after ten minutes? Look among the spam, and check the address.',
    ],
    ...whatIsAsked(form),
    action: '',
    button: '',
    link: mailboxShown
      ? { href: '/dev/mailbox', label: 'Open the mailbox: no mail server is set, so the mail is kept here' }
      : { href: boardAddress(firstPage(form.query)), label: 'Back to the roles' },
    other: null,
  }
}

/**
 * What the link in a confirmation mail opens, and what pressing its button says.
 * @param change the alert's own page, for whoever pressed it this time; undefined where nothing was said yes to now
 */
export function confirmView(site: Site, link: MailLink, action: string, change: string | undefined): AlertView {
  const justNow = change !== undefined
  const form = formOf(link)
  const it = link.query === '' ? 'newsletter' : 'alert'
  const again = { href: askAgain(link.query), label: 'Ask for it again' }
  const roles = { href: boardAddress(form.query), label: link.query === '' ? 'Look at the board' : 'See these roles on the board' }
  const view = (heading: string, words: string[], link: AlertView['link'], button = ''): AlertView => ({
    page: pageView(site, { title: heading, noindex: true }),
    heading,
    words,
    ...whatIsAsked(form),
    action: button ? action : '',
    button,
    link,
    other: justNow ? { href: change, label: `Change this ${it}, pause or stop it` } : null,
  })
  if (link.state === 'waiting' && link.still)
    return view(`Shall this ${it} go on?`, ['Press the button and it goes on as it is.'], roles, 'Yes, go on')
  if (link.state === 'waiting' && link.runs)
    return view(
      `You have this ${it} already`,
      ['It was asked for again. Press the button and it mails at this time; without that it goes on as it is.'],
      roles,
      'Yes, mail at this time',
    )
  if (link.state === 'waiting')
    return view(
      `Shall this ${it} begin?`,
      ['Press the button and it does. Every mail says how to stop it.'],
      roles,
      it === 'alert' ? 'Yes, send me these roles' : 'Yes, send it to me',
    )
  if (link.state === 'expired') return view('This link is too old', [tooOldWords(link)], again)
  if (link.state === 'stopped') return view(`This ${it} was stopped`, ['It sends nothing any more.'], again)
  if (justNow && link.still) return view(`Your ${it} goes on`, ['We ask again in a year, unless you change it before.'], roles)
  if (justNow && link.runs)
    return view(`You had this ${it} already`, ['From now on it mails at this time; nothing else was changed.'], roles)
  if (justNow && link.query === '')
    return view(
      'The newsletter comes',
      ['The first comes on the next such day; today, if it is one. The newest issue can be read at once.'],
      { href: '/newsletter', label: 'Read the newest issue' },
    )
  if (justNow)
    return view(
      'Your alert runs',
      [
        'The first mail looks back seven days; it leaves today at the hour you chose, or in a minute if that has passed. After that you hear only what is new.',
      ],
      roles,
    )
  return view(`This ${it} is already confirmed`, ['There is nothing more to do.'], roles)
}

/** A question that nobody answered in time; of a running alert, the yearly one. */
function tooOldWords({ still, runs, query }: MailLink): string {
  if (runs && !still) return 'It worked for seven days. What was asked for again goes on as it was.'
  if (!still) return 'It worked for seven days. Nothing was sent in the meantime, and nothing will be.'
  return `It worked for a month. ${query === '' ? 'A newsletter' : 'An alert'} that nobody says yes to in that time, or changes, ends.`
}

/** What the stop link of a mail opens, and what pressing its button says. */
export function stopView(site: Site, link: MailLink, action: string): AlertView {
  const stopped = link.state === 'stopped'
  const it = link.query === '' ? 'newsletter' : 'alert'
  const heading = stopped ? `This ${it} is stopped` : `Stop this ${it}?`
  return {
    page: pageView(site, { title: heading, noindex: true }),
    heading,
    words: [
      stopped
        ? 'No mail of it comes any more, from this moment on.'
        : `Press the button and no mail of it comes any more. ${it === 'alert' ? 'Other alerts' : 'Alerts'}, if you have any, go on.`,
    ],
    ...whatIsAsked(formOf(link)),
    action: stopped ? '' : action,
    button: stopped ? '' : 'Stop it',
    link: stopped
      ? { href: askAgain(link.query), label: 'Ask for it again' }
      : { href: '/alerts/mine', label: 'Keep it, and change or pause it instead' },
    other: null,
  }
}

function whatIsAsked(form: Omit<AlertForm, 'email'>): { asked: string; when: string } {
  const filtered = isFiltered(form.query)
  return {
    asked: capital(savedLabel(form.query)),
    when: capital(filtered ? `${whenLabel(form)}, when there is something new` : whenLabel(form)),
  }
}

/** Where a saved search is asked for. */
export function askAgain(query: string): string {
  return query === '' ? '/newsletter' : `/alerts/new?${query}`
}

function formOf(link: MailLink): Omit<AlertForm, 'email'> {
  return { ...link, query: parseQuery(new URLSearchParams(link.query)).query }
}
