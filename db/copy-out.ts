// Answers that are bytes, sent as they are. The driver reads every value as text, and bytea as text is twice as long; written as base64 the
// facts of 100,000 roles cost Postgres 6 ms more and this process 4. COPY writes what it copies in Postgres' own binary form.
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import pg from 'pg'
import type { Db } from './database.ts'

/** What the text of such a statement begins with: it has to pass Kysely on its way to the driver, as again.ts has it. */
const MARK = '/* as bytes */ '

/** The rows of a `select`, each the bytes of its columns in order: whole numbers with the highest byte first, text as UTF-8. */
export async function askBytes(db: Db, select: RawBuilder<unknown>): Promise<readonly Row[]> {
  const { rows } = await sql<Row>`${sql.raw(MARK)}${select}`.execute(db)
  return rows
}

export type Row = readonly (Buffer | null)[]

/** Lets marked statements be copied out. */
export function sendBytes(client: pg.PoolClient): void {
  const query = client.query.bind(client) as (...args: unknown[]) => unknown
  const copied = (text: unknown, values?: unknown, ...rest: unknown[]): unknown => {
    if (typeof text !== 'string' || !text.startsWith(MARK)) return query(text, values, ...rest)
    const copy = new Copy(withValues(text, values as unknown[]))
    query(copy)
    return copy.rows.promise.then(rows => ({ command: 'COPY', rowCount: rows.length, rows }))
  }
  client.query = copied as typeof client.query // one function for its many overloads
}

/** COPY takes no parameters. As literals of no type they are read as parameters are: by what stands beside them. */
function withValues(text: string, values: readonly unknown[]): string {
  return text.replaceAll(/\$(\d{1,4})/g, (_, place: string) => literalOf(values[Number(place) - 1]))
}

function literalOf(value: unknown): string {
  if (Array.isArray(value)) return pg.escapeLiteral(`{${value.map(one => `"${String(one).replaceAll(/["\\]/g, '\\$&')}"`).join()}}`)
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return pg.escapeLiteral(String(value))
  throw new TypeError(`a value of type ${typeof value} cannot be written into a statement`)
}

/** Signature, flags and the length of nothing more. */
const HEADER = 19

/** What the driver hands its messages to while this statement is under way; the names are the driver's, as of its other submittables. */
class Copy implements pg.Submittable {
  readonly rows = Promise.withResolvers<Row[]>()
  readonly #text: string
  readonly #rows: Row[] = []
  #isFirst = true

  constructor(text: string) {
    this.#text = text
  }

  submit(connection: pg.Connection): void {
    connection.query(`copy (${this.#text}) to stdout (format binary)`)
  }

  /** A message is a row, of which the first has the header before it; the last says that there are no more. */
  handleCopyData({ chunk }: { chunk: Buffer }): void {
    let at = this.#isFirst ? HEADER : 0
    this.#isFirst = false
    const columns = chunk.readInt16BE(at)
    if (columns < 0) return
    at += 2
    const row = Array.from({ length: columns }, () => {
      const length = chunk.readInt32BE(at)
      at += 4
      if (length < 0) return null
      at += length
      // Copied: the driver writes what comes next into the same memory.
      return Buffer.from(chunk.subarray(at - length, at))
    })
    this.#rows.push(row)
  }

  handleReadyForQuery(): void {
    this.rows.resolve(this.#rows)
  }

  handleError(error: Error): void {
    this.rows.reject(error)
  }

  handleCommandComplete(): void {}
}
