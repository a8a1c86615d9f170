// Hands every result to tests/run.ts as one line of JSON behind a mark, since what tests print comes down the same pipe.
import { inspect } from 'node:util'
import type { TestEvent } from 'node:test/reporters'

export const MARK = '\u001E'

export interface Result {
  file: string
  line: number
  name: string
  outcome: 'passed' | 'failed' | 'skipped' | 'no tests' | 'parent of a failure'
  ms: number
  /** What went wrong: message, difference, stack and causes. Only with `failed`. */
  why?: string
}

/** What a test file wrote to standard error; shown when it fails. */
export interface Said {
  file: string
  said: string
}

/** The process of a test file has ended. Files that share one process have no such end. */
export interface Ended {
  file: string
  ended: true
}

// The test runner takes a reporter as the default export of its file.
// oxlint-disable-next-line import/no-default-export
export default async function* report(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  for await (const event of events) {
    if (event.type === 'test:summary' && event.data.file) yield line({ file: event.data.file, ended: true })
    if (event.type === 'test:stderr') yield line({ file: event.data.file, said: event.data.message })
    if ((event.type === 'test:pass' || event.type === 'test:fail') && event.data.details.type !== 'suite') yield line(resultOf(event))
  }
}

function line(value: Result | Said | Ended): string {
  return `${MARK}${JSON.stringify(value)}\n`
}

type End = Extract<TestEvent, { type: 'test:pass' | 'test:fail' }>

function resultOf(event: End): Result {
  const { file = '', line = 0, name, details, skip, todo } = event.data
  const place = { file, line, name, ms: details.duration_ms }
  if (event.type === 'test:pass') return { ...place, outcome: skip || todo ? 'skipped' : isFile(event.data) ? 'no tests' : 'passed' }
  const { error } = event.data.details
  if ('failureType' in error && error.failureType === 'subtestsFailed') return { ...place, outcome: 'parent of a failure' }
  return { ...place, outcome: 'failed', why: explain(error.cause ?? error) }
}

/** A file without tests counts as one passing test that bears the file's name. */
function isFile({ file = '', name, line, column }: End['data']): boolean {
  return line === 1 && column === 1 && file.endsWith(name)
}

/** An assertion's message has the difference already; its fields would say it all a second time. */
function explain(error: unknown): string {
  const text =
    error instanceof Error && error.message.length > 0 && 'generatedMessage' in error ? error.stack : inspect(error, { depth: 6 })
  return (text ?? String(error))
    .split('\n')
    .filter(line => !/^\s{0,12}at .{0,200}node:/.test(line))
    .join('\n')
}
