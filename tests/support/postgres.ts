// The Postgres of the tests: the one `npm test` hands over, or, for a single file run by hand, one that starts for it.
import { rm } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { startEmbeddedPostgres } from '../../db/embedded.ts'

/** Any Postgres 18 will do, e.g. where there is no bundled one; its user must be allowed to create databases. */
export const POSTGRES_KEY = 'DAYRATE_TEST_POSTGRES'

const FOLDER = fileURLToPath(new URL('../../.cache/test-postgres', import.meta.url))
/** Nothing here has to survive a power cut: inserts one by one are four to eighteen times faster without. */
const SETTINGS = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200', max_wal_size: '2GB' }

export interface TestPostgres {
  url: string
  startedHere: boolean
  stop(): Promise<void>
}

/** Starts or attaches. A cluster that will not start (a power cut, see above) is thrown away and made anew. */
export async function testPostgres(): Promise<TestPostgres> {
  const given = process.env[POSTGRES_KEY]
  if (given) return { url: given, startedHere: false, stop: async () => undefined }
  const options = { dataFolder: FOLDER, settings: SETTINGS }
  try {
    return await startEmbeddedPostgres(options)
  } catch (error) {
    if (!String(error).includes('did not start')) throw error
    await rm(FOLDER, { recursive: true, force: true })
    return startEmbeddedPostgres(options)
  }
}
