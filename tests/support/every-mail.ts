// One mail of every kind, as the worker writes them: the question, the yearly question, the link, a digest of every kind of news, the newsletter.
import { sql } from 'kysely'
import { listMails } from '../../db/mailbox.ts'
import type { KeptMail } from '../../db/mailbox.ts'
import { askForLink } from '../../db/my-alerts.ts'
import { DAILY } from '../../db/rhythm.ts'
import { requestAlert } from '../../db/saved-searches.ts'
import { askStillWanted } from '../../db/still-wanted.ts'
import { sendConfirmations } from '../../jobs/confirm.ts'
import type { MailWorld } from '../../jobs/deliver.ts'
import { sendDueDigests } from '../../jobs/digest.ts'
import { sendLinks } from '../../jobs/links.ts'
import { saveAlert } from './alerts.ts'
import { perDay, seedBoard } from './board.ts'

export type MailKind = 'question' | 'still wanted' | 'link' | 'digest' | 'newsletter'

/** Sends them; the board has roles already. */
export async function everyMail(world: MailWorld): Promise<Record<MailKind, KeptMail>> {
  const { db } = world
  const crowd = Array.from({ length: 30 }, (_, n) => ({
    slug: `crowd-${n}`,
    title: `Change Manager, depot ${n}`,
    hoursAgo: 5 + n,
    discipline: 'change' as const,
    adverts: [{ source: 'harrow-board', company: `Wren & Partner ${n % 12}`, pay: perDay(400 + 10 * n, 450 + 12 * n) }],
  }))
  await seedBoard(db, crowd)
  await sql`truncate match_due`.execute(db)
  const consent = { by: 'test' }
  await requestAlert(db, { ...DAILY, address: 'new@mail.dayrate.org', query: 'q=pmo&rate=400', askedFrom: '192.0.2.1', consent })
  const old = await saveAlert(db, { email: 'old@mail.dayrate.org', query: 'engagement=outside' })
  await sql`update saved_search set wanted_at = now() - interval '13 months' where id = ${old}`.execute(db)
  await askStillWanted(db)
  await sendConfirmations(world)

  const running = await saveAlert(db, { email: 'ada@mail.dayrate.org', query: 'rate=400' })
  await sql`update saved_search set seeded_at = null where id = ${running}`.execute(db)
  await askForLink(db, 'ada@mail.dayrate.org')
  await sendLinks(world)
  const weekly = await saveAlert(db, { email: 'news@mail.dayrate.org', query: 'q=newsletter' })
  await sql`update saved_search set query = '', every = 'week', weekday = extract(isodow from now() at time zone time_zone) where id = ${weekly}`.execute(
    db,
  )
  await markTold(world, running)
  await sendDueDigests(world)

  const mails = await listMails(db, 50)
  const of = (to: string, words: RegExp): KeptMail => {
    const mail = mails.find(one => one.to.startsWith(to) && words.test(one.subject))
    if (!mail) throw new Error(`no mail to ${to} says ${words}`)
    return mail
  }
  return {
    question: of('new@', /^Confirm/),
    'still wanted': of('old@', /still want/),
    link: of('ada@', /^The link/),
    digest: of('ada@', /new role/),
    newsletter: of('news@', /^Contract roles of the week/),
  }
}

/** Two roles were told of before: one raised its rate since, one is open again. */
async function markTold({ db }: MailWorld, search: string): Promise<void> {
  const { id: digest } = await db
    .insertInto('digest')
    .values({ saved_search_id: search, local_date: '2026-01-01', sent_at: sql<Date>`now()` })
    .returning('id')
    .executeTakeFirstOrThrow()
  const told = JSON.stringify({ min: 300, max: 400, currency: 'GBP', basis: 'stated' })
  for (const [slug, news] of [
    ['crowd-0', 'rate'],
    ['crowd-1', 'reopened'],
  ] as const) {
    const { id: listing } = await db.selectFrom('listing').select('id').where('slug', '=', slug).executeTakeFirstOrThrow()
    const match = { saved_search_id: search, listing_id: listing, why: JSON.stringify(['£450 a day ≥ your £400']), rate: told }
    await db
      .insertInto('match')
      .values([
        { ...match, digest_id: digest },
        { ...match, telling: 1, news },
      ])
      .execute()
  }
}
