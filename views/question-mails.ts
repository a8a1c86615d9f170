// The mails that are no digest: the question whether an alert is wanted, and the link to all of one's alerts.
import type { Rhythm } from '../db/rhythm.ts'
import type { BoardQuery } from '../listings/query.ts'
import { plainLine, sentence, whenLabel } from './digest.ts'
import { countLabel } from './labels.ts'
import { queryLabel } from './query-labels.ts'

export interface ConfirmMailView {
  subject: string
  preheader: string
  asked: string
  when: string
  /** The page with the button. */
  href: string
  home: string
  /** "7 days" */
  days: string
}

export interface ConfirmMatter {
  query: BoardQuery
  rhythm: Rhythm
  token: string
  days: number
  publicUrl: string
}

export function confirmMailView({ query, rhythm, token, days, publicUrl }: ConfirmMatter): ConfirmMailView {
  const asked = unlinked(plainLine(queryLabel({ ...query, q: plainLine(query.q, 60) }), 300))
  return {
    // Without the search: its words are whoever's who asked, and this mail may reach somebody who did not.
    subject: 'Confirm your Dayrate alert',
    preheader: 'One press of a button and the roles come by e-mail. Not you? Do nothing.',
    asked: sentence(asked),
    when: sentence(`${whenLabel(rhythm)}, when there is something new`),
    href: `${publicUrl}/alerts/confirm/${token}`,
    home: `${publicUrl}/`,
    days: countLabel(days, 'day'),
  }
}

export interface LinkMailView {
  subject: string
  preheader: string
  href: string
  home: string
  /** "90 days" */
  days: string
}

/** The mail with the link to all alerts of an address. */
export function linkMailView({ token, days, publicUrl }: { token: string; days: number; publicUrl: string }): LinkMailView {
  return {
    subject: 'The link to your Dayrate alerts',
    preheader: 'Change, pause or stop them. Not you? Do nothing.',
    href: `${publicUrl}/alerts/mine/${token}`,
    home: `${publicUrl}/`,
    days: countLabel(days, 'day'),
  }
}

/** A mail program makes a link of anything like an address, and a stranger may have typed one: "evil. example" stays words. */
function unlinked(words: string): string {
  return words.replace(/[./@:](?=[^\s”])/g, '$& ')
}
