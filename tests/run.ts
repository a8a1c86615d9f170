// What `npm test` runs: formatting, lint and types, then the fast tests in one process, then everything that needs Postgres,
// HTTP, mail or a browser in a process per file. `npm test -- pay` runs only the test files with "pay" in their path.
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { globSync, readFileSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { asAdmin, makeTemplate, sweepTestDatabases } from './support/database.ts'
import { POSTGRES_KEY, testPostgres } from './support/postgres.ts'
import { MARK } from './support/reporter.ts'
import type { Ended, Result, Said } from './support/reporter.ts'

/** Fewer tests than this on a full run means that files were skipped in silence. Raise it as tests are added. */
const MINIMUM = 3_550
/** Nothing ended for this long: a test hangs, or a file has left something open. */
const PATIENCE_MS = 120_000
const ROOT = resolve(import.meta.dirname, '..')

const CHECKS: Record<string, string[]> = {
  formatting: ['node_modules/oxfmt/bin/oxfmt', '--check'],
  lint: ['node_modules/oxlint/bin/oxlint'],
  types: ['node_modules/typescript/bin/tsc', '--noEmit'],
}

const total = { passed: 0, failed: 0, skipped: 0 }
let running: ChildProcess | undefined
let interrupted = false

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    interrupted = true
    running?.kill(signal)
  })
}

const wanted = process.argv.slice(2)
const files = globSync('tests/**/*.test.ts', { cwd: ROOT }).filter(file => wanted.length === 0 || wanted.some(part => file.includes(part)))
const alone = files.filter(file => isAlone(file)).sort()
const together = files.filter(file => !alone.includes(file)).sort()

if (wanted.length === 0) for (const [name, command] of Object.entries(CHECKS)) await check(name, command)
if (alone.length > 0) await runTests('unit tests', alone, ['--test-isolation=none'], {})
if (together.length > 0)
  await withPostgres(env => runTests('database, HTTP, mail and browser tests', together, ['--test-concurrency=2'], env))

if (files.length === 0) fail(`no test file has ${wanted.join(' or ')} in its path`)
if (wanted.length === 0 && !interrupted && total.passed < MINIMUM)
  fail(`only ${total.passed} tests passed and there are at least ${MINIMUM}: are files skipped?`)
if (total.skipped > 0) print(`${total.skipped} skipped`)
print(`${total.passed} passed, ${total.failed} failed`)
process.exit(interrupted ? 130 : total.failed > 0 ? 1 : 0)

/** Readers and files share one process, which saves a third of a second each. What needs a world or starts processes gets its own. */
function isAlone(file: string): boolean {
  const path = file.replaceAll('\\', '/')
  if (path.startsWith('tests/listings/')) return true
  return path.split('/').length === 2 && !/from '(?:\.\/support\/|node:child_process)/.test(readFileSync(resolve(ROOT, file), 'utf8'))
}

async function check(name: string, command: string[]): Promise<void> {
  if (interrupted) return
  const begun = Date.now()
  const child = begin(command, {})
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', chunk => (output += String(chunk)))
  const [code] = await once(child, 'close')
  print(`${name}: ${code === 0 ? 'ok' : 'failed'} (${seconds(begun)})`)
  if (code === 0) total.passed += 1
  else fail(output.trim())
}

async function withPostgres(work: (env: Record<string, string>) => Promise<void>): Promise<void> {
  if (interrupted) return
  const postgres = await testPostgres().catch((error: unknown) => fail(String(error)))
  if (!postgres) return
  try {
    await asAdmin(postgres.url, async admin => {
      await sweepTestDatabases(admin)
      await makeTemplate(admin, postgres.url)
    })
    await work({ [POSTGRES_KEY]: postgres.url })
  } finally {
    await postgres.stop()
  }
}

async function runTests(stage: string, paths: string[], flags: string[], env: Record<string, string>): Promise<void> {
  if (interrupted) return
  const begun = Date.now()
  const before = { ...total }
  print(`${stage}: ${paths.length} files`)
  const child = begin(['--test', ...flags, '--test-reporter=./tests/support/reporter.ts', ...paths], env)
  const progress = follow(child, paths)
  const [[code]] = await Promise.all([once(child, 'close'), progress.read(child.stdout), progress.read(child.stderr)])
  clearTimeout(progress.watchdog)
  for (const file of interrupted ? [] : progress.silent) fail(`${file} ran no tests`)
  if (code !== 0 && total.failed === before.failed && !interrupted)
    fail(`the test process ended with code ${code}\n${progress.noise.slice(-30).join('\n')}`)
  print(`${stage}: ${total.passed - before.passed} passed, ${total.failed - before.failed} failed (${seconds(begun)})`)
}

/** Counts the results of one stage as they come, and ends it when none come any more. */
function follow(child: ChildProcess, paths: string[]) {
  const silent = new Set(paths)
  const unfinished = new Set(paths)
  const said = new Map<string, string>()
  const noise: string[] = []
  const watchdog = setTimeout(() => {
    // Files begin in this order, two at a time.
    const [one, two, ...others] = unfinished
    const suspects = [one, two].filter(Boolean).join(' or ')
    fail(
      `nothing has ended for ${PATIENCE_MS / 1000} s: a test hangs, or something was left open, in ${suspects}; not reached: ${others.length} files`,
    )
    silent.clear()
    child.kill()
  }, PATIENCE_MS)
  const take = (event: Result | Said | Ended) => {
    watchdog.refresh()
    const file = relative(ROOT, event.file)
    if ('said' in event) said.set(file, `${said.get(file) ?? ''}${event.said}`.slice(-4_000))
    else if ('name' in event) {
      silent.delete(file)
      count(event, file, said.get(file))
    }
    // A file that could not be run, or has no tests, comes as one result under its own name.
    if ('ended' in event || ('name' in event && event.name === file)) unfinished.delete(file)
  }
  const read = async (stream: NodeJS.ReadableStream | null) => {
    if (!stream) return
    for await (const line of createInterface({ input: stream })) {
      const [text = '', json] = line.split(MARK)
      if (text) noise.push(text)
      if (json) take(JSON.parse(json) as Result | Said | Ended)
    }
  }
  return { silent, noise, watchdog, read }
}

function begin(command: string[], env: Record<string, string>): ChildProcess {
  const { NODE_TEST_CONTEXT: _, ...own } = process.env
  const cache = { NODE_COMPILE_CACHE: resolve(ROOT, '.cache/compiled') }
  running = spawn(process.execPath, command, {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...own, NODE_ENV: 'test', ...cache, ...env },
  })
  return running
}

function count(result: Result, file: string, said: string | undefined): void {
  if (result.outcome === 'passed') total.passed += 1
  if (result.outcome === 'skipped') total.skipped += 1
  if (result.outcome === 'no tests') fail(`${file} has no tests`)
  if (result.outcome === 'failed') fail([`${file}:${result.line}  ${result.name}`, result.why, said].filter(Boolean).join('\n'))
}

function fail(text: string): void {
  total.failed += 1
  print(`\n✖ ${text.replaceAll('\n', '\n    ')}\n`)
}

function seconds(begun: number): string {
  return `${((Date.now() - begun) / 1000).toFixed(1)} s`
}

function print(text: string): void {
  process.stdout.write(`${text}\n`)
}
