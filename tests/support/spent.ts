/** Milliseconds of processor time that work took in this process: other people's load on the machine does not count. */
export function spentMs(work: () => unknown): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1_000
}
