// An answer of a host, read to its end and turned into text.
import type { Dispatcher } from 'undici'
import { isGzipFile, readBody, unpackGzipFile } from './body.ts'
import type { Cap } from './body.ts'
import { decodeText } from './charset.ts'
import type { Received } from './fetcher.ts'
import { headerOf, robotsTagOf, validatorsOf } from './http-messages.ts'

/** A 304 has nothing to decode. */
const NOTHING = { text: '', charset: 'utf-8' }

/** @throws FetchFailed where the body is too long, cut short or packed in a way we do not know */
export async function readPage(response: Dispatcher.ResponseData, url: URL, cap: Cap): Promise<Received> {
  const contentType = headerOf(response, 'content-type') ?? ''
  const coding = headerOf(response, 'content-encoding') ?? ''
  const { bytes: raw, wireBytes } = await readBody(response.body, coding, cap, url.host)
  const bytes = coding === '' && isGzipFile(raw) ? await unpackGzipFile(raw, cap, url.host) : raw
  const { text, charset } = bytes.length === 0 ? NOTHING : decodeText(bytes, contentType)
  const size = bytes.length
  // Its memory goes at once and not at some collection: a feed may have 20 MB, and there may be four at a time.
  if (bytes.buffer instanceof ArrayBuffer && bytes.byteLength > 65_536) bytes.buffer.transferToFixedLength(0)
  const robotsTag = robotsTagOf(response)
  return {
    url: url.href,
    status: response.statusCode,
    notModified: response.statusCode === 304,
    contentType,
    charset,
    text,
    bytes: size,
    wireBytes,
    validators: validatorsOf(response),
    ...(robotsTag === undefined ? {} : { robotsTag }),
  }
}
