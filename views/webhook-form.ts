// The webhook of an alert, on the page of that alert.
import type { OwnAlert } from '../db/my-alerts.ts'
import type { Webhook, WebhookKind } from '../db/webhooks.ts'
import type { AlertView } from './alert.ts'
import { askedLabel, localDay, questionView } from './my-alerts.ts'
import type { Choice, Site } from './page.ts'
import { dayLabel } from './times.ts'

export interface WebhookFormView {
  action: string
  kinds: Choice[]
  /** What was typed as its address. */
  url: string
  wrong: string
  /** Null while there is none. */
  kept: { where: string; state: string[]; off: boolean; signs: boolean } | null
}

export const WEBHOOK_KINDS: Record<WebhookKind, string> = { slack: 'Slack', teams: 'Microsoft Teams', json: 'JSON, for a program' }

export interface WebhookMatter {
  webhook: Webhook | undefined
  /** What was typed, where it came back with a mistake. */
  typed?: { kind: string; url: string } | undefined
}

export function webhookFormView(alert: OwnAlert, action: string, { webhook, typed }: WebhookMatter, wrong = ''): WebhookFormView {
  const chosen = typed?.kind ?? webhook?.kind ?? 'slack'
  return {
    action,
    kinds: Object.entries(WEBHOOK_KINDS).map(([value, label]) => ({ name: 'kind', value, label, checked: value === chosen })),
    url: typed?.url ?? '',
    wrong,
    kept: webhook ? keptView(alert, webhook) : null,
  }
}

/**
 * Where the addresses that the two give out lie: docs.slack.dev (Incoming webhooks; GovSlack has a domain of its own), and for Teams what Power
 * Automate and the older connectors give. More than a remark would be too much: other chat programs take posts as Slack does, and Microsoft
 * has moved its hosts before.
 */
const HOSTS: Record<WebhookKind, { whose: string; ends: string[] } | null> = {
  slack: { whose: 'Slack', ends: ['hooks.slack.com', 'hooks.slack-gov.com'] },
  teams: {
    whose: 'Teams',
    ends: ['webhook.office.com', 'outlook.office.com', 'logic.azure.com', 'logic.azure.us', 'powerplatform.com', 'powerplatform.us'],
  },
  json: null,
}

/** A remark on a host that is none of the chat program's. */
function strangeHost({ kind, url }: Webhook): string[] {
  const { hostname } = new URL(url)
  const known = HOSTS[kind]
  if (!known || known.ends.some(end => hostname === end || hostname.endsWith(`.${end}`))) return []
  return [`${hostname} is no host of ${known.whose} that we know of. Is the address the one they gave you? A test shows whether it works.`]
}

/** The path of such an address is a password as a rule, so only its host is shown. */
function keptView(alert: OwnAlert, webhook: Webhook): WebhookFormView['kept'] {
  const { kind, url, lastTryAt, lastAnswer, failingSince, disabledAt, testWaits } = webhook
  const day = (at: Date): string => dayLabel(localDay(at, alert))
  return {
    where: `${WEBHOOK_KINDS[kind]}, at ${new URL(url).host}`,
    state: [
      ...strangeHost(webhook),
      ...(disabledAt === null ? [] : [`Switched off on ${day(disabledAt)}. Send a test: when it is answered, it is on again.`]),
      ...(failingSince === null || disabledAt !== null ? [] : [`It has not worked since ${day(failingSince)}; we go on trying.`]),
      lastTryAt === null ? 'Nothing was posted there yet.' : `The last try, on ${day(lastTryAt)}: ${lastAnswer ?? ''}`,
      ...(testWaits ? ['A test is on its way. Load this page again in a moment to see what came of it.'] : []),
    ],
    off: disabledAt !== null,
    signs: kind === 'json',
  }
}

/** The secret, the only time it is shown. */
export function secretView(site: Site, alert: OwnAlert, back: string, secret: Buffer): AlertView {
  return questionView(site, {
    heading: 'The secret of your webhook',
    words: [
      `${askedLabel(alert)}. Copy the secret now: it is not shown again, but a new one can be made at any time, which ends this one.`,
      'Every post is signed with it as standardwebhooks.com says, so any library for that checks it: the header webhook-signature is “v1,” and the base64 of HMAC-SHA256 over webhook-id, webhook-timestamp and the body, with a point between each two; the key is what follows “whsec_”, out of base64.',
      'A post that is not answered with a 2xx within ten seconds comes again later with the same webhook-id.',
    ],
    asked: `whsec_${secret.toString('base64')}`,
    action: '',
    button: '',
    link: { href: back, label: 'Back to the alert' },
  })
}
