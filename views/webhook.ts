// What a webhook is sent: the same roles with the same words as the mail, in the shape each kind of receiver reads. No link in it opens
// anything of the subscriber's: whoever reads a channel is not whose alert it is.
import type { WebhookKind } from '../db/webhooks.ts'
import type { BoardRow } from '../db/search.ts'
import type { DayRate } from '../listings/card.ts'
import type { BoardQuery } from '../listings/query.ts'
import type { News } from '../db/schema-alerts.ts'
import { listingJson } from './board-rows.ts'
import { factsOf, longDay, newsLabel, plainLine } from './digest.ts'
import { capital, countLabel } from './labels.ts'
import { boardAddress } from './page.ts'
import { queryLabel } from './query-labels.ts'

/** Roles in one message. A program gets more of them than people who read a channel; all of them stand behind the link. */
export const HOOK_SHOWS: Record<WebhookKind, number> = { json: 100, slack: 20, teams: 20 }

export interface HookMatter {
  savedSearchId: string
  publicUrl: string
  query: BoardQuery
  promisedAt: Date
  /** ISO date of the subscriber's local day. */
  localDate: string
  /** Those that are shown, at most HOOK_SHOWS. */
  roles: { row: BoardRow; why: string[]; news: News; was?: DayRate | null }[]
  /** How many there are. */
  total: number
}

/** The body of a post, JSON. */
export function hookBody(kind: WebhookKind, matter: HookMatter): string {
  if (kind === 'slack') return JSON.stringify(slackMessage(messageOf(matter)))
  if (kind === 'teams') return teamsMessage(messageOf(matter))
  const { publicUrl, savedSearchId, query, promisedAt, roles, total } = matter
  return JSON.stringify({
    type: 'alert.roles',
    timestamp: promisedAt.toISOString(),
    data: {
      alert: savedSearchId,
      search: { words: queryLabel(query), url: publicUrl + boardAddress(query) },
      total,
      roles: roles.map(({ row, why, news, was }) => ({
        ...listingJson({ publicUrl }, row),
        news,
        newsWords: newsLabel(news, was, row.card.dayRate),
        why,
      })),
    },
  })
}

/** The body of a test. */
export function hookTestBody(
  kind: WebhookKind,
  { savedSearchId, publicUrl, query, promisedAt }: Omit<HookMatter, 'roles' | 'total'>,
): string {
  const words = queryLabel(query)
  const board = publicUrl + boardAddress(query)
  const message: Message = {
    heading: 'A test by Dayrate: what your alert finds comes here.',
    asked: capital(words),
    board,
    roles: [],
    more: '',
  }
  if (kind === 'slack') return JSON.stringify(slackMessage(message))
  if (kind === 'teams') return teamsMessage(message)
  return JSON.stringify({
    type: 'alert.test',
    timestamp: promisedAt.toISOString(),
    data: { alert: savedSearchId, search: { words, url: board } },
  })
}

interface Message {
  heading: string
  asked: string
  board: string
  roles: { href: string; title: string; lines: string[] }[]
  /** "and 12 more", '' for none. */
  more: string
}

function messageOf({ publicUrl, query, localDate, roles, total }: HookMatter): Message {
  return {
    heading: `${countLabel(total, 'role')} for your alert, ${longDay(localDate)}`,
    asked: capital(queryLabel(query)),
    board: publicUrl + boardAddress(query),
    roles: roles.map(({ row, why, news, was }) => {
      const { href, title, rate, engagement, facts } = factsOf(row, publicUrl, localDate)
      const [place = [], terms = []] = facts
      const lines = [
        [newsLabel(news, was, row.card.dayRate), rate.words, engagement.words].join(' · '),
        [...place, ...terms].join(' · '),
        why.length > 0 ? `Why: ${why.map(reason => plainLine(reason, 200)).join(' · ')}` : '',
      ]
      return { href, title, lines: lines.filter(line => line !== '') }
    }),
    more: total > roles.length ? `and ${countLabel(total - roles.length, 'more role')}` : '',
  }
}

/** Slack takes 50 blocks, 3,000 characters in each; the text is what a notification shows. */
function slackMessage({ heading, asked, board, roles, more }: Message): object {
  const section = (text: string): object => ({ type: 'section', text: { type: 'mrkdwn', text: text.slice(0, 3_000) } })
  return {
    text: slackText(`${heading}: ${asked}`),
    unfurl_links: false,
    unfurl_media: false,
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: heading.slice(0, 150) } },
      section(`<${slackText(board)}|${slackText(asked)}>`),
      ...roles.map(({ href, title, lines }) => section([`*<${slackText(href)}|${slackText(title)}>*`, ...lines.map(slackText)].join('\n'))),
      ...(more === '' ? [] : [section(`<${slackText(board)}|${slackText(more)}>`)]),
    ],
  }
}

/** What Slack reads as markup: `<!channel>` calls everybody, and titles are other people's. */
function slackText(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/** Teams refuses a message of more than 28 kB. */
const TEAMS_MOST_BYTES = 26_000

function teamsMessage(message: Message): string {
  for (let shown = message.roles.length; ; shown -= 1) {
    const body = JSON.stringify(teamsCard(message, shown))
    if (shown === 0 || Buffer.byteLength(body) <= TEAMS_MOST_BYTES) return body
  }
}

/** An Adaptive Card of plain runs of text: in any other text Teams reads Markdown, and titles are other people's. */
function teamsCard({ heading, asked, board, roles, more }: Message, shown: number): object {
  const text = (words: string, url?: string): object => ({
    type: 'TextRun',
    text: words,
    ...(url !== undefined && { weight: 'Bolder', selectAction: { type: 'Action.OpenUrl', url } }),
  })
  const block = (...inlines: object[]): object => ({ type: 'RichTextBlock', inlines })
  const rest = shown < roles.length ? 'and more roles' : more
  return {
    type: 'message',
    summary: `${heading}: ${asked}`,
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        contentUrl: null,
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.4',
          msteams: { width: 'Full' },
          body: [
            block(text(heading)),
            block(text(asked, board)),
            ...roles
              .slice(0, shown)
              .flatMap(({ href, title, lines }) => [block(text(title, href)), ...lines.map(line => block(text(line)))]),
            ...(rest === '' ? [] : [block(text(rest, board))]),
          ],
        },
      },
    ],
  }
}
