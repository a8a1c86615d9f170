// A worker process of its own that posts webhooks and dies, by SIGKILL, where it is told to.
// node tests/support/webhook-worker.ts DATABASE_URL HOST before|answered
import { connect } from '../../db/database.ts'
import { sendWebhooks } from '../../jobs/webhooks.ts'
import { createPoster } from '../../crawlers/poster.ts'
import { QUIET_LOG } from './alerts.ts'

const [url = '', host = '', dieAt = ''] = process.argv.slice(2)
const db = connect(url, { name: 'dayrate test' })
const poster = createPoster({ userAgent: 'DayrateBot/1.0 (+https://dayrate.org/bot)', allow: new Set([host]) })
await sendWebhooks({
  db,
  log: QUIET_LOG,
  publicUrl: 'https://dayrate.org',
  poster: {
    async post(to, message) {
      if (dieAt === 'before') die()
      await poster.post(to, message)
      return die()
    },
  },
})

/** Nothing after this runs: no handler, no rollback of ours. */
function die(): never {
  process.kill(process.pid, 'SIGKILL')
  for (;;);
}
