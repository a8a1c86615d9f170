// A worker process of its own for tests that kill it: sends what is due and dies, by SIGKILL, where it is told to.
// node tests/support/digest-worker.ts DATABASE_URL SMTP_URL never|matching|claiming|claimed|before|accepted|sent
import { connect } from '../../db/database.ts'
import { claimDigests } from '../../db/digests.ts'
import { sendDueDigests } from '../../jobs/digest.ts'
import { createMailer } from '../../jobs/mail.ts'
import { matchDue } from '../../jobs/match.ts'
import { mailWorld } from './mail-world.ts'

const [url = '', smtpUrl = '', dieAt = 'never'] = process.argv.slice(2)
const db = connect(url, { name: 'dayrate test' })
const mailer = createMailer({ smtpUrl, from: 'Dayrate <alerts@dayrate.org>', db })
const world = mailWorld(
  { db },
  {
    async sendMail(mail) {
      if (dieAt === 'before') die()
      const end = await mailer.sendMail(mail)
      if (dieAt === 'accepted') die()
      return end
    },
  },
)

if (dieAt === 'matching' || dieAt === 'claiming')
  await db.transaction().execute(async trx => {
    await matchDue({ ...world, db: trx })
    if (dieAt === 'claiming') await claimDigests(trx)
    die()
  })
if (dieAt === 'claimed') {
  await matchDue(world)
  await claimDigests(db)
  die()
}
const counts = await sendDueDigests(world)
if (dieAt === 'sent') die()
process.stdout.write(`${JSON.stringify(counts)}\n`)
mailer.close()
await db.destroy()

/** Nothing after this runs: no handler, no rollback of ours, no goodbye to the server. */
function die(): never {
  process.kill(process.pid, 'SIGKILL')
  for (;;);
}
