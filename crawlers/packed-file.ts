// A file somebody names, unpacked where its name says that it is packed.
import { createReadStream } from 'node:fs'
import type { ReadStream } from 'node:fs'
import { basename } from 'node:path'
import { PassThrough, pipeline } from 'node:stream'
import type { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'

export interface PackedFile {
  /** What is in it. It ends with an error that names the file where that cannot be read to its end. */
  stream: Readable
  /** The file itself, to count how much of it has been read. */
  bytes: ReadStream
}

export function openPacked(path: string): PackedFile {
  const bytes = createReadStream(path)
  if (!/\.gz$/i.test(path)) return { stream: bytes, bytes }
  const unpacked = createGunzip()
  const stream = new PassThrough()
  unpacked.on('error', (error: NodeJS.ErrnoException) => stream.destroy(packingFault(error, path)))
  bytes.on('error', error => stream.destroy(error))
  pipeline(bytes, unpacked, () => undefined)
  unpacked.pipe(stream)
  // Whoever stops reading destroys what he reads, and a pipe tells nobody above it.
  stream.once('close', () => bytes.destroy())
  return { stream, bytes }
}

/** zlib says “incorrect header check” and “unexpected end of file”, and not of what. The name alone: it may come to stand on a public page. */
function packingFault(error: NodeJS.ErrnoException, path: string): Error {
  const whatever = error.code === 'Z_BUF_ERROR' ? 'ends too early; it was cut off' : 'is not packed with gzip, or is damaged'
  return new Error(`“${basename(path)}” ${whatever}. Pack it again, or give it unpacked.`, { cause: error })
}
