import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'

/** A set-up that has held the lock this long is not coming back, whatever its process number is used for now. */
const LONGEST_HOLD_MS = 20 * 60_000

/**
 * Holds a lock file until the returned function is called. Waits for a living holder (`onWait` is told its pid once) and takes
 * over from a dead one.
 */
export async function holdLock(path, onWait) {
  const token = `${process.pid} ${Date.now()}`
  for (let told = false; ;) {
    if (create(path, token)) break
    const holder = read(path)
    if (holder && isAlive(holder)) {
      // A lock is made a moment before its number is written: whoever comes between waits, and is told the number later.
      if (!told && Number.isInteger(holder.pid)) {
        told = true
        onWait(holder.pid)
      }
      await pause(200)
      continue
    }
    // Two waiters may see the same dead holder; the second could then delete the first one's new lock. So the taker looks again.
    if (holder) rmSync(path, { force: true })
    if (create(path, token)) {
      await pause(150)
      if (read(path)?.token === token) break
    }
  }
  return () => {
    if (read(path)?.token === token) rmSync(path, { force: true })
  }
}

function create(path, token) {
  try {
    writeFileSync(path, token, { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  }
}

function read(path) {
  try {
    const token = readFileSync(path, 'utf8')
    return { token, pid: Number.parseInt(token, 10), ageMs: Date.now() - statSync(path).mtimeMs }
  } catch {
    return undefined
  }
}

function isAlive({ pid, ageMs }) {
  if (ageMs > LONGEST_HOLD_MS) return false
  if (!Number.isInteger(pid)) return ageMs < 1000
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

function pause(ms) {
  return new Promise(resolve => setTimeout(resolve, ms))
}
