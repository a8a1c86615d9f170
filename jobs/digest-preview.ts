// A mail as it would leave now, without its leaving: everything is done as for sending, in a transaction that is taken back.
import { promiseAnyway } from '../db/digest-previews.ts'
import type { Meant } from '../db/digest-previews.ts'
import { digestOf } from '../db/digests.ts'
import type { Mail } from '../db/mailbox.ts'
import type { MailWorld } from './deliver.ts'
import { loadDigestMail } from './digest-mail.ts'
import { seedAlert } from './match.ts'

/** The mail of a saved search: the digest that was named, or what it is owed by now; undefined where that is nothing. */
export async function previewMail(world: MailWorld, { id, digestId, seeded }: Meant): Promise<Mail | undefined> {
  const trx = await world.db.startTransaction().execute()
  try {
    if (!seeded && digestId === null) await seedAlert(trx, id)
    const digest = digestId === null ? await promiseAnyway(trx, id) : await digestOf(trx, digestId)
    if (!digest) return undefined
    // The newsletter's issue is made in the same transaction, and goes with it.
    const { write } = await loadDigestMail(trx, { ...world, db: trx }, digest, new Map())
    return await write()
  } finally {
    await trx.rollback().execute()
  }
}
