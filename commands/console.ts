// What every command needs: settings, a database, and a way to speak. Answers go to standard output, all else to standard error.
import { userInfo } from 'node:os'
import { readConfig } from '../config.ts'
import type { Config } from '../config.ts'
import { logAdmin } from '../db/admin.ts'
import type { Db } from '../db/database.ts'
import { openDatabase } from '../db/open.ts'
import { createLog } from '../log.ts'
import { stopSignal } from '../stop-signal.ts'
import type { Log } from '../log.ts'

export interface Console {
  config: Config
  db: Db
  /** Writes into the audit log what this command does to what; whoever may type commands leaves a trace as whoever signs in does. */
  note: (action: string, subject?: string) => Promise<void>
  databaseUrl: string
  log: Log
  /** Aborted when the command is interrupted. */
  signal: AbortSignal
}

/**
 * Runs `work` with the installation's database and closes it afterwards, also when the command is interrupted: at once, or, for work that
 * heeds `signal`, when it has come to its end.
 */
export async function withDatabase<T>(work: (console: Console) => Promise<T>, { heedsSignal = false } = {}): Promise<T> {
  const config = readConfig()
  const log = createLog({ level: 'warn', pretty: true })
  const open = await openDatabase({ ...config, name: 'dayrate cli', max: 4 })
  const stop = new AbortController()
  let closing: Promise<void> | undefined
  const close = (): Promise<void> => (closing ??= open.close())
  const note = (action: string, subject = ''): Promise<void> => logAdmin(open.db, action, subject, `command line (${accountName()})`)
  const done = work({ config, db: open.db, note, databaseUrl: open.url, log, signal: stop.signal })
  void stopSignal().then(async () => {
    stop.abort()
    if (heedsSignal) return
    await close()
    // Whoever reads no further asked for nothing to be broken off.
    process.exit(process.exitCode ?? 130)
  })
  try {
    return await done
  } catch (error) {
    // What broke was the connection that the interruption closed: the process ends above, and says nothing of it.
    if (stop.signal.aborted && !heedsSignal) await new Promise<never>(() => undefined)
    throw error
  } finally {
    await close()
  }
}

/** Who is at the keyboard, as the machine knows them. An account of a container may have a number and no name. */
function accountName(): string {
  try {
    return userInfo().username
  } catch {
    return `account ${process.getuid?.() ?? 'unknown'}`
  }
}

export function publicUrlOf(config: Config): string {
  return config.publicUrl ?? `http://localhost:${config.port}`
}

/** One line of an answer; JSON for anything but text. */
export function answer(value: unknown): void {
  process.stdout.write(`${typeof value === 'string' ? value : JSON.stringify(value)}\n`)
}

/** A remark for the person at the terminal. */
export function say(sentence: string): void {
  process.stderr.write(`${sentence}\n`)
}
