// Fetchers over two servers that misbehave on purpose. Importing it sets the servers up for the test file.
import assert from 'node:assert/strict'
import { after, afterEach, before } from 'node:test'
import { FetchFailed } from '../../crawlers/fetch-failed.ts'
import { createFetcher, userAgentOf } from '../../crawlers/fetcher.ts'
import type { Fetched, Fetcher, FetcherSettings, FetchOptions, FetchRequest } from '../../crawlers/fetcher.ts'
import { hostileServer } from './hostile-server.ts'
import type { HostileServer } from './hostile-server.ts'

export let server: HostileServer
export let other: HostileServer
const open: Fetcher[] = []

before(async () => {
  server = await hostileServer()
  other = await hostileServer()
})
after(() => Promise.all([server.close(), other.close()]))
afterEach(async () => {
  for (const fetcher of open.splice(0)) await fetcher.close()
  for (const { hits } of [server, other]) hits.length = 0
})

export function fetcherWith(settings: Partial<FetcherSettings> = {}, ...hosts: string[]): Fetcher {
  const allow = new Set([server.host, other.host, ...hosts])
  const fetcher = createFetcher({ userAgent: userAgentOf('https://dayrate.example'), allow, ...settings })
  open.push(fetcher)
  return fetcher
}

export function fetch(path: string, options: FetchOptions = {}, more: Partial<FetchRequest> = {}): Promise<Fetched> {
  return fetcherWith().fetch({ url: server.origin + path, ...more }, options)
}

export async function failureOf(work: Promise<unknown>): Promise<FetchFailed> {
  try {
    await work
  } catch (error) {
    assert.ok(error instanceof FetchFailed, String(error))
    assert.match(error.message, /^.{10,}\.$/)
    return error
  }
  throw new assert.AssertionError({ message: 'it did not fail' })
}
