// What takes the posts of webhooks: a server on loopback that keeps them and answers as it is told.
import { createServer } from 'node:http'
import type { IncomingHttpHeaders, ServerResponse } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createPoster } from '../../crawlers/poster.ts'
import type { Poster } from '../../crawlers/poster.ts'

export interface GotPost {
  path: string
  headers: IncomingHttpHeaders
  body: string
}

/** A status, with where it sends us; or no answer at all. */
export type Manner = number | { status: number; location?: string; body?: string } | 'silent' | 'drops'

export interface HookReceiver {
  url: string
  got: GotPost[]
  manner: Manner
  /** Reaches this server, which no other poster does. */
  poster: Poster
  close(): Promise<void>
}

function reply(res: ServerResponse, manner: Manner): void {
  if (manner === 'drops') res.socket?.destroy()
  if (manner === 'drops' || manner === 'silent') return
  const { status, location, body = 'ok' } = typeof manner === 'number' ? { status: manner } : manner
  res.writeHead(status, location === undefined ? {} : { location }).end(body)
}

export async function hookReceiver(): Promise<HookReceiver> {
  const got: GotPost[] = []
  const state: { manner: Manner } = { manner: 200 }
  const server = createServer((req, res) => {
    const chunks: Buffer[] = []
    req.on('data', (chunk: Buffer) => chunks.push(chunk))
    req.on('end', () => {
      got.push({ path: req.url ?? '', headers: req.headers, body: Buffer.concat(chunks).toString() })
      reply(res, state.manner)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  const poster = createPoster({ userAgent: 'DayrateBot/1.0 (+https://dayrate.org/bot)', allow: new Set([host]), deadlineMs: 2_000 })
  return {
    url: `http://${host}`,
    got,
    poster,
    get manner() {
      return state.manner
    },
    set manner(next: Manner) {
      state.manner = next
    },
    async close() {
      await poster.close()
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}
