// The whole site listening on loopback over a database of its own, and a quick way to ask it.
import { request } from 'node:http'
import type { IncomingMessage } from 'node:http'
import type { Kysely } from 'kysely'
import { startWeb } from '../../api/start.ts'
import type { WebOptions } from '../../api/start.ts'
import type { Database } from '../../db/schema.ts'
import { createLog } from '../../log.ts'
import { testDatabase } from './database.ts'

export interface TestSite {
  url: string
  port: number
  db: Kysely<Database>
  /** Lines of the log so far. */
  logged: string[]
  /** GET without following redirects. */
  get(path: string, headers?: Record<string, string>): Promise<Response>
  /** POST of a form, from our own page unless the headers say otherwise. */
  post(path: string, fields: Record<string, string>, headers?: Record<string, string>): Promise<Response>
  close(): Promise<void>
}

export const SECRET = 'secret-for-tests-only-0123456789-abcdef'
export const ADMIN_TOKEN = 'token-for-tests-only-0123456789'

export async function testSite(over: Partial<WebOptions> = {}): Promise<TestSite> {
  const database = await testDatabase()
  const logged: string[] = []
  const web = await startWeb({
    db: database.db,
    host: '127.0.0.1',
    port: 0,
    secret: SECRET,
    adminToken: ADMIN_TOKEN,
    trustProxy: 0,
    mode: 'test',
    log: createLog({ level: 'debug', pretty: false, write: line => void logged.push(line) }),
    mailboxShown: true,
    contact: 'board@dayrate.test',
    now: () => new Date(),
    ...over,
  })
  const url = `http://127.0.0.1:${web.port}`
  return {
    url,
    port: web.port,
    db: database.db,
    logged,
    get: (path, headers = {}) => fetch(url + path, { headers, redirect: 'manual' }),
    post: (path, fields, headers = { 'sec-fetch-site': 'same-origin' }) =>
      fetch(url + path, { method: 'POST', headers, body: new URLSearchParams(fields), redirect: 'manual' }),
    async close() {
      await web.close()
      await database.close()
    },
  }
}

export interface RawRequest {
  method?: string
  headers?: Record<string, string>
}

/** A request whose path reaches the server byte for byte; fetch would tidy it first. */
export function rawGet(port: number, path: string, { method = 'GET', headers = {} }: RawRequest = {}): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path, method, headers, agent: false }, answer => void collect(answer).then(resolve, reject))
      .on('error', reject)
      .end()
  })
}

export interface RawAnswer {
  status: number
  headers: IncomingMessage['headers']
  body: string
  /** Bytes on the wire. */
  size: number
}

async function collect(answer: IncomingMessage): Promise<RawAnswer> {
  const chunks: Buffer[] = []
  for await (const chunk of answer) chunks.push(chunk as Buffer)
  const bytes = Buffer.concat(chunks)
  return { status: answer.statusCode ?? 0, headers: answer.headers, body: bytes.toString('utf8'), size: bytes.length }
}
