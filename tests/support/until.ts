import { setTimeout as sleep } from 'node:timers/promises'

/** Waits until something holds; @throws when it does not in time. */
export async function until(holds: () => boolean | Promise<boolean>, withinMs = 30_000): Promise<void> {
  const deadline = performance.now() + withinMs
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`it did not come true within ${withinMs} ms: ${String(holds)}`)
    await sleep(25)
  }
}
