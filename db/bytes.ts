// Bytes among the values of an array or of JSON, where the driver would not turn a Buffer into what Postgres reads.

/** As Postgres writes bytes in text; cast it to bytea. */
export function bytesText(bytes: Buffer): string {
  return `\\x${bytes.toString('hex')}`
}
