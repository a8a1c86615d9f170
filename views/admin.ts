// The door for people who run this installation, and what was done behind it.
import type { AdminEntry } from '../db/admin.ts'
import { ageLabel } from './times.ts'
import type { TimeLabel } from './times.ts'
import { pageView } from './page.ts'
import type { PageView, Site } from './page.ts'

export interface AdminView {
  page: PageView
  signedIn: boolean
  /** What was wrong with the token; '' when nothing was. */
  problem: string
  /** Filled in from the address that the start printed; never sent back after a wrong try. */
  token: string
  entries: { action: string; subject: string; at: TimeLabel }[]
  mailbox: boolean
}

export interface AdminMatter {
  signedIn: boolean
  problem?: string
  token?: string
  entries?: AdminEntry[]
  mailbox: boolean
}

export function adminView(site: Site, { signedIn, problem = '', token = '', entries = [], mailbox }: AdminMatter): AdminView {
  return {
    page: pageView(site, { title: signedIn ? 'Admin' : 'Sign in', path: '/admin', noindex: true }),
    signedIn,
    problem,
    token,
    entries: entries.map(({ action, subject, at }) => ({ action, subject, at: ageLabel(at, site.now) })),
    mailbox,
  }
}
