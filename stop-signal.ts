// How the entry points are asked to stop.

/**
 * Resolves at the first SIGINT or SIGTERM; the second one ends the process at once.
 * The listeners stay: a library of Crawlee's (signal-exit) ends the process as soon as it believes itself the only one listening,
 * which a `once` listener makes it believe (seen November 2026).
 */
export function stopSignal(): Promise<void> {
  return new Promise(resolve => {
    let asked = false
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      process.on(signal, () => {
        if (asked) process.exit(130)
        asked = true
        resolve()
      })
  })
}
