// What a page is known by, in one crawl and from crawl to crawl.
import { hash } from 'node:crypto'
import { canonicalUrl } from './canonical-url.ts'
import type { PageRequest } from './connector.ts'

/** A request is looked up, asked and confirmed as one object; making its key anew each time cost a tenth of a 304. */
const keys = new WeakMap<PageRequest, Buffer>()

/** Sixteen bytes for an address of any length; nothing can be read out of them. Keys of ours are not in an address (keys.ts). */
export function pageKey(request: PageRequest): Buffer {
  const known = keys.get(request)
  if (known !== undefined) return known
  const { url, method = 'GET', body = '' } = request
  const key = hash('md5', `${method} ${canonicalUrl(url)} ${body}`, 'buffer')
  keys.set(request, key)
  return key
}
