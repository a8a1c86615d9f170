// The `dayrate` command as somebody types it: in a process of its own, on a database of the test.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export const CLI = fileURLToPath(new URL('../../cli.ts', import.meta.url))

export interface Ended {
  code: number | null
  out: string
  err: string
}

/** @param env on top of the path, NODE_ENV and DATABASE_URL; nothing else of ours is passed on */
export function runCommand(databaseUrl: string, args: string[], input = '', env: Record<string, string> = {}): Promise<Ended> {
  const child = spawn(process.execPath, [CLI, ...args], {
    env: { PATH: process.env['PATH'] ?? '', NODE_ENV: 'test', DATABASE_URL: databaseUrl, ...env },
  })
  const texts = { out: '', err: '' }
  child.stdout.on('data', (part: Buffer) => (texts.out += part.toString()))
  child.stderr.on('data', (part: Buffer) => (texts.err += part.toString()))
  child.stdin.on('error', () => undefined)
  child.stdin.end(input)
  return new Promise(resolve => child.on('close', code => resolve({ code, ...texts })))
}

/** What a command answered with: one JSON object a line. */
export function answersOf(out: string): Record<string, unknown>[] {
  return out
    .split('\n')
    .filter(Boolean)
    .map(line => JSON.parse(line) as Record<string, unknown>) // what we printed
}
