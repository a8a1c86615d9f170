// Who holds a data folder? postmaster.pid names a process, but the number may belong to somebody else by now.
import { spawnSync } from 'node:child_process'
import { readdir, readFile, readlink, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'

/** False only when there is no such process; one of another account counts. A zombie counts too. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/**
 * Removes a postmaster.pid that would keep Postgres from starting for ever: its number is a zombie's (they can stay where process 1
 * does not reap, as in many containers) or another program's by now, and nothing of that server is left. Postgres itself removes
 * one whose process is simply gone.
 */
export async function removeDeadClaim(folder: string): Promise<void> {
  const file = join(folder, 'postmaster.pid')
  const claim = await readFile(file, 'utf8').catch(() => '')
  const pid = Number.parseInt(claim, 10)
  if (!pid || !isAlive(pid) || (await isWorkedIn(folder, pid))) return
  // Somebody else may have done the same and started a server since: what we took away must be what we judged.
  const taken = `${file}.dead-${process.pid}`
  await rename(file, taken).catch(() => undefined)
  if ((await readFile(taken, 'utf8').catch(() => claim)) === claim) await rm(taken, { force: true })
  else await rename(taken, file)
}

/** Every Postgres process works in its data folder, so on Linux their working directories tell; elsewhere the command line does. */
async function isWorkedIn(folder: string, pid: number): Promise<boolean> {
  if (process.platform === 'win32') return true
  if (process.platform !== 'linux')
    return spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout.includes(folder)
  for (const name of await readdir('/proc')) {
    if (!/^\d{1,10}$/.test(name)) continue
    if ((await readlink(`/proc/${name}/cwd`).catch(() => '')) === folder) return true
    if ((await readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => '')).includes(folder)) return true
  }
  return false
}
