// The lines of a file of adverts, JSONL or CSV, each with its number and the record in it: out of a stream, or out of a whole text. What a
// record says is read by connectors/file.ts.
import { pipeline } from 'node:stream'
import type { Readable } from 'node:stream'
import { parse as csvStream } from 'csv-parse'
import type { Options } from 'csv-parse'
import { parse as csvRows } from 'csv-parse/sync'
import { jsonFault, linesOf } from './lines.ts'

export interface AdvertLine {
  /** As an editor counts them, the heading of a CSV file included. */
  number: number
  record: unknown
  /** Why there is none, as the end of a sentence that begins with the line. */
  fault?: string
}

/** Told the names of a CSV file's columns. */
type OnColumns = (names: string[]) => void

/** Commas, semicolons and tabs are all in use; what a spreadsheet leaves ragged is read as it stands. */
function csvOptions(onColumns: OnColumns = () => undefined) {
  return {
    bom: true,
    columns: (header: string[]) => {
      const names = header.map(name => name.trim().toLowerCase())
      onColumns(names)
      return names
    },
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    delimiter: [',', ';', '\t'],
  } satisfies Options
}

export async function* jsonLinesIn(stream: Readable): AsyncGenerator<AdvertLine> {
  let number = 0
  for await (const text of linesOf(stream)) {
    number += 1
    if (text.trim() !== '') yield jsonLine(number, text, error => `${jsonFault(error)}; a file of adverts has one JSON object a line`)
  }
}

export async function* csvLinesIn(stream: Readable, onColumns: OnColumns): AsyncGenerator<AdvertLine> {
  let number = 1
  // A pipeline hands a fault of the file or of its packing on to the reader; a pipe would leave it waiting.
  const rows = pipeline(stream, csvStream(csvOptions(onColumns)), () => undefined)
  for await (const record of rows) yield { number: (number += 1), record: record as unknown }
}

/**
 * The lines of a whole text, which may be one JSON array, too.
 * @throws Error of csv-parse where it is no CSV to its end
 */
export function advertLinesOf(body: string): AdvertLine[] {
  const text = body.replace(/^\uFEFF/, '')
  const opening = /^\s{0,100}([{[])/.exec(text.slice(0, 200))?.[1]
  if (opening === undefined) return csvRows(text, csvOptions()).map((record, index) => ({ number: index + 2, record }))
  const whole = opening === '[' ? jsonLine(1, text).record : undefined
  if (Array.isArray(whole)) return whole.map((record: unknown, index) => ({ number: index + 1, record }))
  return text.split('\n').flatMap((line, index) => (line.trim() === '' ? [] : [jsonLine(index + 1, line)]))
}

/** A file that was fetched is not quoted in what is said of it; the parser's words for a fault quote it. */
function jsonLine(number: number, text: string, faultOf: (error: unknown) => string = () => 'is not JSON'): AdvertLine {
  try {
    return { number, record: JSON.parse(text) as unknown }
  } catch (error) {
    return { number, record: undefined, fault: faultOf(error) }
  }
}
