// `npm run bench`: every figure beside its baseline, in one run, on a Postgres of its own that is thrown away afterwards.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from '../db/database.ts'
import { startEmbeddedPostgres } from '../db/embedded.ts'
import { migrate } from '../db/migrate.ts'
import { benchAlerts } from './alerts.ts'
import { benchBigSource } from './big-source.ts'
import { benchBoard } from './board.ts'
import { benchCrawling } from './crawling.ts'
import { benchGrowth } from './growth.ts'
import { benchIngest } from './ingest.ts'
import { benchMail } from './mail.ts'
import { printTable } from './measure.ts'
import type { Measured } from './measure.ts'
import { benchPage } from './page.ts'
import { onOwnPostgres } from './own-postgres.ts'
import { benchReaders } from './readers.ts'
import { benchRows } from './rows.ts'
import { benchSameness } from './sameness.ts'
import { benchSearch } from './search.ts'

const BENCHES = {
  readers: benchReaders,
  ingest: benchIngest,
  board: benchBoard,
  page: () => onOwnPostgres(benchPage),
  mail: benchMail,
  crawling: benchCrawling,
  source: () => onOwnPostgres(own => benchBigSource(own, process.argv.includes('--million') ? 100_000 : 10_000)),
  sameness: benchSameness,
  search: () => onOwnPostgres((own, url) => benchSearch(own, url, { count: 20_000, questions: 200, textLength: 1_000 })),
  growth: () => benchGrowth(process.argv.includes('--million') ? [100_000, 1_000_000] : [20_000, 200_000]),
  rows: () => benchRows(process.argv.includes('--million') ? [100_000, 1_000_000] : [20_000, 200_000]),
  alerts: () => onOwnPostgres(own => benchAlerts(own, 20_000, 2_000)),
}

/** `npm run bench -- mail board` measures only these; the board and the mails need what `ingest` stores. With --million `sameness` files among a million as well, `growth` and `rows` go to a million, and `source` reads a hundred thousand. */
const wanted = process.argv.slice(2).filter(word => !word.startsWith('--'))
const folder = await mkdtemp(join(tmpdir(), 'dayrate-bench-'))
const postgres = await startEmbeddedPostgres({ dataFolder: folder, settings: { fsync: 'off', synchronous_commit: 'off' } })
const db = connect(postgres.url, { name: 'dayrate bench' })
try {
  await migrate(db)
  const rows: Measured[] = []
  for (const [name, bench] of Object.entries(BENCHES)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue
    process.stderr.write(`measuring ${name} …\n`)
    rows.push(...(await bench(db, postgres.url)))
  }
  printTable(rows)
} finally {
  await db.destroy()
  await postgres.stop()
  await rm(folder, { recursive: true, force: true })
}
