// `dayrate bounce`: what a mail server hands on when a mail could not be delivered, or somebody called it spam.
import { readFileSync } from 'node:fs'
import { takeReport } from '../jobs/bounces.ts'
import { answer, withDatabase } from './console.ts'
import { UsageError } from './faults.ts'

/**
 * Reads one report, whole as it arrived, and takes its address out of the mails where it is ours and final.
 * @throws UsageError without SECRET, for the marks it made cannot be told from others then.
 */
export async function bounce(file: string): Promise<void> {
  const raw = readFileSync(file === '-' ? 0 : file)
  await withDatabase(async ({ db, log, note, config: { secret } }) => {
    if (secret === undefined) throw new UsageError('SECRET is not set: only the one that the mails were sent with knows its own marks.')
    const end = await takeReport({ db, log, secret }, raw)
    if (end === 'suppressed') await note('took an address out of the mails', 'by a report of its mail server')
    answer(end)
  })
}
