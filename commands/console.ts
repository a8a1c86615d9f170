// What every command needs: settings, a database, and a way to speak. Answers go to standard output, all else to standard error.
import { userInfo } from 'node:os'
import { readConfig } from '../config.ts'
import type { Config } from '../config.ts'
import { logAdmin } from '../db/admin.ts'
import type { Db } from '../db/database.ts'
import { openDatabase } from '../db/open.ts'
import { keysOf } from '../crawlers/catalogue.ts'
import { createFetcher, userAgentOf } from '../crawlers/fetcher.ts'
import type { Fetcher } from '../crawlers/fetcher.ts'
import { NOTHING_ALLOWED } from '../crawlers/guard.ts'
import type { AllowedOrigins } from '../crawlers/guard.ts'
import { sharedPace } from '../crawlers/pace.ts'
import { createLog } from '../log.ts'
import { stopSignal } from '../stop-signal.ts'
import type { Log } from '../log.ts'

/** The command cannot be carried out as asked: the sentence says how to ask. The process ends with 2. */
export class UsageError extends Error {
  override name = 'UsageError'
}

const FILE_FAULTS: Record<string, string> = {
  ENOENT: 'there is no file',
  EACCES: 'we may not read',
  EISDIR: 'this is a folder, not a file:',
  ENOTDIR: 'there is no file',
}

/** The sentence for a file that was named and cannot be read; undefined for any other error. */
export function fileFault(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined
  const fault = FILE_FAULTS[String(error.code)]
  if (fault !== undefined && 'path' in error) return `${fault} “${String(error.path)}”`
  // Node names a file that cannot be opened, and not a folder that cannot be read like one.
  return error.code === 'EISDIR' ? 'this is a folder; name a file in it' : undefined
}

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

/**
 * A fetcher that says who we are, for commands that go to the network.
 * @param db shares the pace of each host with the other processes of the installation
 * @param allow loopback origins this installation serves itself (its sample boards)
 */
export function commandFetcher(config: Config, { db, allow = NOTHING_ALLOWED }: { db?: Db; allow?: AllowedOrigins } = {}): Fetcher {
  return createFetcher({
    userAgent: userAgentOf(publicUrlOf(config)),
    allow,
    keys: keysOf(config.sourceKeys),
    ...(db && { pace: sharedPace(db) }),
  })
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
