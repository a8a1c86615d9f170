// Figures for whoever watches this installation, in Prometheus' text format 0.0.4: counts, ages and instants, never an address or a key.
import { timingSafeEqual } from 'node:crypto'
import type { RequestHandler } from 'express'
import { clockJump, lastTick } from '../db/clock.ts'
import { mailHealth } from '../db/mail-health.ts'
import { boardState } from '../db/board-facts.ts'
import { webhookHealth } from '../db/webhooks.ts'
import { HttpError } from './errors.ts'
import type { World } from './server.ts'

interface Metric {
  name: string
  kind: 'gauge' | 'counter'
  help: string
  /** Label → value, or one value; null is left out. */
  value: number | null | Record<string, number>
  /** The label's name where there are several values. */
  label?: string
}

/** GET /metrics: open where no stranger comes, behind `Authorization: Bearer <ADMIN_TOKEN>` in production. */
export function metrics(world: World): RequestHandler {
  return async (req, res) => {
    if (world.mode === 'production' && !holdsToken(req.get('authorization'), world.adminToken)) {
      res.set('WWW-Authenticate', 'Bearer')
      throw new HttpError(401, 'The figures are for whoever runs this site: send the admin token as “Authorization: Bearer …”.')
    }
    res
      .set('Cache-Control', 'no-store')
      .type('text/plain; version=0.0.4; charset=utf-8')
      .send((await read(world)).map(lines).join(''))
  }
}

function holdsToken(header: string | undefined, token: string | undefined): boolean {
  const [given, wanted] = [Buffer.from(header ?? ''), Buffer.from(`Bearer ${token ?? ''}`)]
  return token !== undefined && given.length === wanted.length && timingSafeEqual(given, wanted)
}

async function read({ db }: World): Promise<Metric[]> {
  const [mail, hooks, board, tick, jump] = await Promise.all([
    mailHealth(db),
    webhookHealth(db),
    boardState(db),
    lastTick(db),
    clockJump(db),
  ])
  return [
    gauge('dayrate_digests_pending', 'Mails promised and not sent yet.', mail.pending),
    gauge('dayrate_digests_oldest_pending_seconds', 'Age of the oldest of them.', mail.oldestPendingSeconds),
    gauge('dayrate_digests_last_success_timestamp_seconds', 'When a digest last left.', seconds(mail.lastSentAt)),
    { name: 'dayrate_digests_sent_total', kind: 'counter', help: 'Digests a mail server took.', value: mail.sent },
    {
      name: 'dayrate_digests_soft_skips_total',
      kind: 'counter',
      help: 'Digests given up without a mail and without an error of ours.',
      value: mail.skipped,
      label: 'because',
    },
    gauge('dayrate_alerts_overdue', 'Alerts whose hour came over an hour ago and that nobody looked at.', mail.overdue),
    gauge('dayrate_confirmations_pending', 'Questions to new subscribers not sent yet.', mail.confirmationsPending),
    gauge('dayrate_addresses_suppressed', 'Addresses that get no mail: bounced, complained, erased.', mail.suppressed),
    gauge('dayrate_webhooks_pending', 'Posts promised to webhooks and not answered yet.', hooks.pending),
    gauge('dayrate_webhooks_oldest_pending_seconds', 'Age of the oldest of them.', hooks.oldestPendingSeconds),
    gauge('dayrate_webhooks_switched_off', 'Webhooks that failed for days, or are gone.', hooks.off),
    gauge('dayrate_clock_last_tick_timestamp_seconds', 'When the clock last ticked anywhere.', seconds(tick ?? null)),
    gauge('dayrate_sending_halted', '1 while nothing is sent because the clock jumped by half a day or more.', jump === undefined ? 0 : 1),
    gauge('dayrate_listings_live', 'Roles on the board.', board.live),
    gauge('dayrate_postings_refused', 'Adverts in the rejection record.', board.refused),
    gauge('dayrate_crawls_running', 'Sources being read now.', board.running.length),
    gauge('dayrate_crawls_last_success_timestamp_seconds', 'When a crawl last brought an answer.', seconds(board.lastCrawlAt)),
  ]
}

function gauge(name: string, help: string, value: number | null): Metric {
  return { name, kind: 'gauge', help, value }
}

function seconds(at: Date | null): number | null {
  return at === null ? null : Math.floor(at.getTime() / 1_000)
}

function lines({ name, kind, help, value, label = '' }: Metric): string {
  if (value === null) return ''
  const values = typeof value === 'number' ? [`${name} ${value}`] : Object.entries(value).map(([of, n]) => `${name}{${label}="${of}"} ${n}`)
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${kind}`, ...values, ''].join('\n')
}
