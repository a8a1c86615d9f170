// The mails that are no digest: the question whether an alert is wanted, and the link to all of one's alerts.
import type { Rhythm } from '../db/rhythm.ts'
import { advertisedTitle } from '../listings/advertised-titles.ts'
import { placeNear } from '../listings/place.ts'
import { isFiltered } from '../listings/query.ts'
import type { BoardQuery } from '../listings/query.ts'
import { plainLine, sentence, whenLabel, wholeFilters } from './digest.ts'
import { countLabel } from './labels.ts'
import { queryLabel, savedLabel } from './query-labels.ts'

export interface ConfirmMailView {
  subject: string
  preheader: string
  heading: string
  /** What is asked, before the search. */
  lead: string
  button: string
  /** What the button does. */
  effect: string
  /** What happens when nobody presses it. */
  otherwise: string
  asked: string
  when: string
  /** The page with the button. */
  href: string
  /** Of an alert that runs: its own page, and the one that stops it. */
  links: { change: string; stop: string } | null
  home: string
  /** "dayrate.example.com" */
  host: string
  /** "7 days" */
  days: string
}

export interface ConfirmMatter {
  query: BoardQuery
  rhythm: Rhythm
  /** The yearly question of an alert that runs. */
  still: boolean
  /** The alert had its yes before: somebody asked for it again. */
  runs: boolean
  token: string
  links: ConfirmMailView['links']
  days: number
  publicUrl: string
}

export function confirmMailView({ query, rhythm, still, runs, token, links, days, publicUrl }: ConfirmMatter): ConfirmMailView {
  const asked = unlinked(plainLine(savedLabel({ ...query, q: plainLine(query.q, 60) }), 300))
  const newsletter = !isFiltered(query)
  return {
    ...(still ? stillWords(newsletter, days) : runs ? againWords(newsletter) : firstWords(newsletter, days)),
    subject: subjectOf(query, still ? 'still' : runs ? 'again' : 'first'),
    asked: sentence(asked),
    when: sentence(newsletter ? whenLabel(rhythm) : `${whenLabel(rhythm)}, when there is something new`),
    href: `${publicUrl}/alerts/confirm/${token}`,
    links,
    ...homeOf(publicUrl),
    days: countLabel(days, 'day'),
  }
}

/** Mail programs show about so much of a subject. */
const LONGEST_SUBJECT = 70

function subjectOf(query: BoardQuery, question: 'first' | 'again' | 'still'): string {
  const what = isFiltered(query) ? 'Dayrate alert' : 'Dayrate newsletter'
  const still = question === 'still'
  const front = still ? `Do you still want your ${what}?` : question === 'again' ? `Asked for again: your ${what}` : `Confirm your ${what}`
  const words = wholeFilters(ownWords(query), LONGEST_SUBJECT - front.length - 2)
  return words === '' ? front : `${front}${still ? '' : question === 'again' ? ',' : ':'} ${words}`
}

/**
 * A search in the words of the trade, '' for none: what was typed freely is whoever's who asked, and the mail may reach somebody who did
 * not. Of the words searched for only the name of a role stays.
 */
function ownWords(query: BoardQuery): string {
  if (!isFiltered(query)) return ''
  const place = placeNear(query.place)?.name ?? ''
  const ours = { ...query, q: advertisedTitle(query.q) ?? '', place, source: [], notAgency: [], notWords: [] }
  return isFiltered(ours) ? unlinked(queryLabel(ours)) : ''
}

type QuestionWords = Pick<ConfirmMailView, 'preheader' | 'heading' | 'lead' | 'button' | 'effect' | 'otherwise'>

function firstWords(newsletter: boolean, days: number): QuestionWords {
  return {
    preheader: `One press of a button and ${newsletter ? 'it comes' : 'the roles come'} by e-mail. Not you? Do nothing.`,
    heading: 'Did you ask for this?',
    lead: `Somebody, you we hope, wants ${newsletter ? 'our newsletter' : 'new contract roles'} e-mailed to this address:`,
    button: 'Yes, that was me',
    effect: 'It opens a page with a button; the mails begin when you press that.',
    otherwise: `Not you? Do nothing: you get no ${newsletter ? 'newsletter' : 'alert'}, and the address is forgotten after ${countLabel(days, 'day')}.`,
  }
}

/** Of what runs already, nothing but its times can change. */
function againWords(newsletter: boolean): QuestionWords {
  const it = newsletter ? 'newsletter' : 'alert'
  return {
    preheader: `You have this ${it} already. Not you? Do nothing, and it goes on as it is.`,
    heading: 'Did you ask for this again?',
    lead: `You have this ${it} already. Somebody, you we hope, asked for it once more, to mail at this time:`,
    button: 'Yes, that was me',
    effect: 'It opens a page with a button; press that and it mails at this time.',
    otherwise: `Not you? Do nothing: your ${it} goes on as it is.`,
  }
}

function stillWords(newsletter: boolean, days: number): QuestionWords {
  return {
    preheader: 'A year has gone by. One press of a button and it goes on.',
    heading: 'Still wanted?',
    lead: `You have had this ${newsletter ? 'newsletter' : 'alert'} for a year without changing it. Shall it go on?`,
    button: 'Yes, go on',
    effect: 'It opens a page with a button; press that and it goes on as it is.',
    otherwise: `Do nothing and it ends in ${countLabel(days, 'day')}, and is forgotten.`,
  }
}

export interface LinkMailView {
  subject: string
  preheader: string
  href: string
  home: string
  host: string
  /** "90 days" */
  days: string
}

/** The mail with the link to all alerts of an address. */
export function linkMailView({ token, days, publicUrl }: { token: string; days: number; publicUrl: string }): LinkMailView {
  return {
    subject: 'The link to your Dayrate alerts',
    preheader: 'Change, pause or stop them. Not you? Do nothing.',
    href: `${publicUrl}/alerts/mine/${token}`,
    ...homeOf(publicUrl),
    days: countLabel(days, 'day'),
  }
}

function homeOf(publicUrl: string): { home: string; host: string } {
  return { home: `${publicUrl}/`, host: new URL(publicUrl).host }
}

/** A mail program makes a link of anything like an address, and a stranger may have typed one: "evil. example" stays words. */
function unlinked(words: string): string {
  return words.replace(/[./@:](?=[^\s”])/g, '$& ')
}
