// A process of its own for tests that kill it: reads adverts again and dies, by SIGKILL, in the middle of the advert it is told.
// node tests/support/retag-worker.ts DATABASE_URL READER_VERSION DIE_AT
import { connect } from '../../db/database.ts'
import { retagPostings } from '../../db/retag.ts'
import { readPosting } from '../../listings/posting.ts'

const [url = '', readerVersion = '', dieAt = ''] = process.argv.slice(2)
const db = connect(url, { name: 'dayrate test' })
let read = 0
await retagPostings(db, {
  readerVersion: Number(readerVersion),
  read(raw) {
    if (++read === Number(dieAt)) process.kill(process.pid, 'SIGKILL')
    return readPosting(raw)
  },
})
await db.destroy()
