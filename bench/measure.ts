// Measuring two ways of doing one thing in one run, in turn, so that a noisy machine disturbs both alike. Ratios are what counts.

export interface Measured {
  /** What was done and by which way: "ours" and its baseline. */
  name: string
  way: string
  /** Work done in a second, or milliseconds a piece: says `unit`. */
  value: number
  unit: string
  /** Ours against the baseline; above 1 is better. */
  ratio?: number | undefined
}

export interface Way {
  name: string
  run(): Promise<unknown>
}

/** Milliseconds of processor time this process has used so far, its compiler and collector threads included: other people's load does not count. */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1_000
}

/** Milliseconds of each way, wall time unless another clock is given, median of `rounds` in turn after one warm-up. */
export async function inTurn(ways: Way[], rounds: number, clock: () => number = () => performance.now()): Promise<Map<string, number>> {
  const times = new Map(ways.map(way => [way.name, [] as number[]]))
  for (let round = -1; round < rounds; round += 1) {
    for (const way of ways) {
      const started = clock()
      await way.run()
      if (round >= 0) times.get(way.name)?.push(clock() - started)
    }
  }
  return new Map([...times].map(([name, all]) => [name, median(all)]))
}

/** Sorts the given numbers. */
export function median(all: number[]): number {
  return all.sort((a, b) => a - b)[Math.floor(all.length / 2)] ?? Number.NaN
}

/** Rows of a table from the times of several ways over `pieces` pieces of work; the last way is the baseline. */
export function perSecond(name: string, pieces: number, times: Map<string, number>): Measured[] {
  const baseline = [...times.values()].at(-1) ?? Number.NaN
  return [...times].map(([way, ms]) => ({ name, way, value: (1_000 * pieces) / ms, unit: 'a second', ratio: baseline / ms }))
}

export function printTable(rows: Measured[]): void {
  const cells = rows.map(row => [
    row.name,
    row.way,
    row.value.toLocaleString('en-GB', { maximumFractionDigits: row.value < 100 ? 2 : 0 }),
    row.unit,
    row.ratio === undefined ? '' : `${row.ratio.toFixed(row.ratio < 10 ? 2 : 0)}×`,
  ])
  const lines = [['what', 'way', 'value', 'unit', 'of baseline'], ...cells]
  const widths = lines[0]?.map((_, column) => Math.max(...lines.map(line => line[column]?.length ?? 0))) ?? []
  for (const line of lines)
    process.stdout.write(
      `${line
        .map((cell, column) => (column === 2 || column === 4 ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)))
        .join('  ')
        .trimEnd()}\n`,
    )
}
