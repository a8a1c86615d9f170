// Posts what webhooks are promised, signed as https://www.standardwebhooks.com says: at least once, each under an id that stays the same.
import { createHmac } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { Poster } from '../crawlers/poster.ts'
import { digestRoles } from '../db/digest-roles.ts'
import type { Db } from '../db/database.ts'
import type { Database } from '../db/schema.ts'
import { findRows } from '../db/search.ts'
import { settlePost, takePost, unposted } from '../db/webhooks.ts'
import type { Post, PostEnd } from '../db/webhooks.ts'
import { parseQuery } from '../listings/query.ts'
import type { Log } from '../log.ts'
import { HOOK_SHOWS, hookBody, hookTestBody } from '../views/webhook.ts'

export interface HookWorld {
  db: Kysely<Database>
  log: Log
  poster: Pick<Poster, 'post'>
  /** Without a trailing slash: links are made from it. */
  publicUrl: string
  /** Once it is aborted no further post is begun. */
  stop?: AbortSignal | undefined
}

export interface HookCounts {
  posted: number
  /** To be tried again, or given up. */
  failed: number
}

/** An address that does not answer holds one of them for ten seconds; those that failed before come last (takePost). */
const SENDERS = 3

/** Counted no further: people and programs are told how many more there are. */
const MOST_COUNTED = 1_000

/** Posts everything that is due. Any number of workers may do so at once. */
export async function sendWebhooks(world: HookWorld): Promise<HookCounts> {
  const counts: HookCounts = { posted: 0, failed: 0 }
  const senders = Array.from({ length: SENDERS }, async () => {
    while (!world.stop?.aborted && (await postNext(world, counts)));
  })
  await Promise.all(senders)
  if (counts.posted + counts.failed > 0) world.log.info('webhooks posted', { ...counts })
  return counts
}

async function postNext(world: HookWorld, counts: HookCounts): Promise<boolean> {
  return world.db.transaction().execute(async trx => {
    const post = await takePost(trx)
    if (!post) return false
    const told = post.digestId === null ? [] : await unposted(trx, post.digestId)
    const end = await attempt(world, post, await loadWrite(trx, world, post))
    if (await settlePost(trx, post, end, told)) world.log.warn('a webhook was switched off', { id: post.savedSearchId })
    if (end.end === 'answered') counts.posted += 1
    else if (end.end !== 'empty') counts.failed += 1
    return true
  })
}

/** Writing may fail for one post (its query, its roles); that one is tried again and given up, the others go on. */
async function attempt({ log, poster }: HookWorld, post: Post, write: () => string | undefined): Promise<PostEnd> {
  try {
    const body = write()
    if (body === undefined) return { end: 'empty' }
    return await poster.post(post.url, { headers: headersOf(post, body, Date.now()), body })
  } catch (error) {
    log.error('a post to a webhook could not be written', { id: post.id, error: String(error) })
    return { end: 'faulty', reason: String(error).slice(0, 300) }
  }
}

/** Loads what the body says. @returns what only renders it; undefined where there is nothing left to say */
async function loadWrite(trx: Db, { publicUrl }: HookWorld, post: Post): Promise<() => string | undefined> {
  const { savedSearchId, digestId, kind, promisedAt, localDate } = post
  const matter = () => ({ savedSearchId, publicUrl, query: parseQuery(new URLSearchParams(post.query)).query, promisedAt, localDate })
  if (digestId === null) return () => hookTestBody(kind, matter())
  const owed = await digestRoles(trx, digestId, { limit: MOST_COUNTED, unposted: true })
  if (owed.length === 0) return () => undefined
  const shown = owed.slice(0, HOOK_SHOWS[kind])
  const ids = shown.map(role => role.listingId)
  const rows = new Map((await findRows(trx, ids)).map(row => [row.id, row]))
  const roles = shown.flatMap(({ listingId, ...role }) => {
    const row = rows.get(listingId)
    return row ? [{ row, ...role }] : []
  })
  return () => hookBody(kind, { ...matter(), roles, total: owed.length })
}

/** The signature covers the id and the second of this try, so that neither can be changed, and an old post not be sent again by somebody else. */
function headersOf({ id, secret }: Post, body: string, nowMs: number): Record<string, string> {
  const timestamp = String(Math.floor(nowMs / 1_000))
  const signature = createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest('base64')
  return { 'content-type': 'application/json', 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` }
}
