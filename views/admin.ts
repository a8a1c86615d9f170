// The pages behind the door: what waits for a person, and what people did. Each has the same way round at its top.
import type { AdminEntry, AdminLogPage } from '../db/admin.ts'
import type { BoardState } from '../db/board-facts.ts'
import type { MailCounts, MailHealth } from '../db/mail-health.ts'
import { clockAttention, mailNumbers } from './admin-mails.ts'
import type { AdminNumber } from './admin-mails.ts'
import type { SourceStatus } from '../db/sources.ts'
import { capital, countLabel, numberLabel } from './labels.ts'
import { attentionOf } from './source-attention.ts'
import { ageLabel } from './times.ts'
import type { TimeLabel } from './times.ts'
import { pageView } from './page.ts'
import type { PageView, Site } from './page.ts'

/** What stands above every admin page. */
export interface AdminFrame {
  page: PageView
  heading: string
  round: { href: string; label: string; current: boolean }[]
  /** What was just done, as a sentence; '' for nothing. */
  said: string
}

const ROUND = [
  { href: '/admin', label: 'Overview' },
  { href: '/admin/runs', label: 'Runs' },
  { href: '/admin/sources', label: 'Sources' },
  { href: '/admin/same', label: 'Same role' },
  { href: '/admin/takedowns', label: 'Takedowns' },
  { href: '/refused', label: 'Refused' },
  { href: '/admin/log', label: 'Log' },
]

/** @param path of the page; the way round marks the place it belongs to. */
export function adminFrame(site: Site, heading: string, path: string, said = ''): AdminFrame {
  const here = path.split('/').slice(0, 3).join('/')
  return {
    page: pageView(site, { title: heading, path, noindex: true }),
    heading,
    round: ROUND.map(({ href, label }) => ({ href, label, current: href === here })),
    said,
  }
}

export interface DoorView {
  page: PageView
  /** What was wrong with the token; '' when nothing was. */
  problem: string
  /** Filled in from the address that the start printed; never sent back after a wrong try. */
  token: string
  /** The page that somebody was led away from, to be opened afterwards; '' for none. */
  wanted: string
  /** Why they were; '' where they were not. */
  why: string
}

export function doorView(site: Site, { problem = '', token = '', wanted }: { problem?: string; token?: string; wanted: string }): DoorView {
  const why =
    wanted && `The page ${wanted.replace(/\?.*/s, '')} is for people who run this installation, and opens when you have signed in.`
  return { page: pageView(site, { title: 'Sign in', path: '/admin', noindex: true }), problem, token, wanted, why }
}

export interface AdminView extends AdminFrame {
  summary: string
  attention: { name: string; href: string; why: string }[]
  numbers: AdminNumber[]
  mailNumbers: AdminNumber[]
  entries: LogEntryView[]
  mailbox: boolean
}

export interface LogEntryView {
  at: TimeLabel
  words: string
  who: string
}

export interface Overview {
  /** Who is signed in; undefined by the token of the settings, which is nobody's own. */
  who: string | undefined
  mails: MailCounts
  health: MailHealth
  /** Hours the clock jumped by lately. */
  clockJump: number | undefined
  /** Adverts read and not filed under a role yet. */
  unlinked: number
  state: BoardState
  sources: SourceStatus[]
  log: AdminLogPage
  takenDown: number
  /** Adverts that are where older rules of sameness put them. */
  outdated: number
  mailbox: boolean
}

export function adminView(site: Site, overview: Overview): AdminView {
  const { who, mails, health, clockJump, unlinked, state, sources, log, takenDown, outdated, mailbox } = overview
  const attention = sources.flatMap(source => {
    const why = attentionOf(source, site.now)
    return why ? [{ name: source.name, href: `/admin/sources#${source.id}`, why }] : []
  })
  const toMails = mailbox ? '/dev/mailbox' : ''
  return {
    ...adminFrame(site, 'Admin', '/admin'),
    summary: signedInWords(who),
    attention: [...clockAttention(clockJump), ...attention],
    mailNumbers: mailNumbers(health, site.now),
    numbers: [
      { label: 'roles on the board', value: numberLabel(state.live), href: '/' },
      { label: 'sources being read now', value: numberLabel(state.running.length), href: '/admin/runs' },
      { label: 'adverts waiting to be filed', value: numberLabel(unlinked), href: '' },
      ...(outdated > 0 ? [{ label: 'adverts that older rules filed', value: numberLabel(outdated), href: '/admin/same' }] : []),
      { label: 'adverts refused', value: numberLabel(state.refused), href: '/refused' },
      { label: 'adverts taken down', value: numberLabel(takenDown), href: '/admin/takedowns' },
      { label: 'mails waiting to leave', value: numberLabel(mails.waiting), href: toMails },
      { label: 'mails that were lost', value: numberLabel(mails.lost), href: toMails },
    ],
    entries: log.entries.map(entry => logEntryView(entry, site.now)),
    mailbox,
  }
}

function signedInWords(who: string | undefined): string {
  if (who !== undefined) return `You are signed in as ${who} on this browser for twelve hours.`
  return 'You are signed in on this browser for twelve hours, by the token of the settings. “dayrate admin add NAME” makes each person a token of their own, and the log says who did what.'
}

function logEntryView({ at, action, subject, who }: AdminEntry, now: Date): LogEntryView {
  return { at: ageLabel(at, now), words: [capital(action), subject].filter(words => words !== '').join(': '), who }
}

export interface AdminLogView extends AdminFrame {
  summary: string
  entries: LogEntryView[]
  next: string
}

export function adminLogView(site: Site, log: AdminLogPage): AdminLogView {
  return {
    ...adminFrame(site, 'What was done here', '/admin/log'),
    summary: `${countLabel(log.entries.length, 'entry', 'entries')} on this page, newest first. Nothing is ever taken out of it.`,
    entries: log.entries.map(entry => logEntryView(entry, site.now)),
    next: log.next === null ? '' : `/admin/log?before=${log.next}`,
  }
}
