// A process of its own for tests that kill it: decides again and dies, by SIGKILL, after the batch it is told.
// node tests/support/relink-worker.ts DATABASE_URL DIE_AFTER
import { connect } from '../../db/database.ts'
import { relinkPostings } from '../../db/relink.ts'

const [url = '', dieAfter = ''] = process.argv.slice(2)
const db = connect(url, { name: 'dayrate test' })
let batches = 0
await relinkPostings(db, {
  onBatch() {
    if (++batches === Number(dieAfter)) process.kill(process.pid, 'SIGKILL')
  },
})
await db.destroy()
