// The only way out of the browser: a proxy on loopback that reaches the hosts a page may use and nothing else. Every address is checked as
// the fetcher's are, by name, port and, inside the connection that is used, by what the name resolves to. Nothing is stored or changed.
import http from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { Transform } from 'node:stream'
import type { Duplex } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Agent } from 'undici'
import { AddressRefused, checkAddress, guardedConnector } from './guard.ts'
import type { AllowedOrigins, Resolve } from './guard.ts'

export interface ProxyRules {
  /** Host names that may be reached; empty = nothing may. */
  hosts: ReadonlySet<string>
  /** Loopback places that are ours, as `host:port`. */
  allow: AllowedOrigins
  resolve?: Resolve
  /** Bytes that may pass in all, both ways. Beyond them everything is cut. */
  maxBytes: number
}

/** What was asked for and not reached. */
export interface Refusals {
  /** Requests for hosts that are not on the list, or that do not lead to a public address. */
  count: number
  /** Of those, the ones for addresses that are not public: no honest page has one. */
  inside: number
  hosts: string[]
}

export interface FilteringProxy {
  /** `http://127.0.0.1:PORT` */
  url: string
  refusals: Refusals
  /** Bytes passed. */
  bytes: () => number
  isSpent: () => boolean
  close: () => Promise<void>
}

const CONNECT_TIMEOUT_MS = 10_000
const MOST_HOSTS_KEPT = 20

export async function startFilteringProxy(rules: ProxyRules): Promise<FilteringProxy> {
  const proxy = new Proxy(rules)
  return proxy.start()
}

class Proxy {
  readonly refusals: Refusals = { count: 0, inside: 0, hosts: [] }
  private readonly rules: ProxyRules
  private readonly connect: ReturnType<typeof guardedConnector>
  private readonly agent: Agent
  private readonly sockets = new Set<Duplex>()
  private bytes = 0

  constructor(rules: ProxyRules) {
    this.rules = rules
    this.connect = guardedConnector(rules.allow, rules.resolve, CONNECT_TIMEOUT_MS)
    this.agent = new Agent({ connect: this.connect, maxHeaderSize: 32_768, headersTimeout: 30_000, bodyTimeout: 30_000 })
  }

  async start(): Promise<FilteringProxy> {
    const server = http.createServer((request, response) => void this.forward(request, response))
    server.on('connection', socket => this.keep(socket))
    server.on('connect', (request, client, head) => this.tunnel(request, client, head))
    server.on('upgrade', (_request, client) => client.destroy())
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo // listening on TCP
    return {
      url: `http://127.0.0.1:${port}`,
      refusals: this.refusals,
      bytes: () => this.bytes,
      isSpent: () => this.bytes > this.rules.maxBytes,
      close: async () => {
        const closed = new Promise<void>(resolve => server.close(() => resolve()))
        this.cut()
        await Promise.all([closed, this.agent.destroy()])
      },
    }
  }

  /** Encrypted pages and web sockets: bytes through and back, to a host that was checked. */
  private tunnel(request: IncomingMessage, client: Duplex, head: Buffer): void {
    client.on('error', () => client.destroy())
    const target = this.permitted(`https://${request.url ?? ''}`)
    if (target === undefined) return void client.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\ncontent-length: 0\r\n\r\n')
    const { hostname, port } = target
    // As plain TCP: the encryption is between the browser and the host.
    this.connect({ hostname, host: hostname, protocol: 'http:', port: port || '443' }, (error, socket) => {
      if (error === null) this.join(client, socket, head)
      else {
        this.noteRefused(error, hostname)
        client.end('HTTP/1.1 502 Bad Gateway\r\nconnection: close\r\ncontent-length: 0\r\n\r\n')
      }
    })
  }

  private join(client: Duplex, socket: Socket, head: Buffer): void {
    this.keep(socket)
    client.write('HTTP/1.1 200 Connection Established\r\n\r\n')
    if (head.length > 0) socket.write(head)
    pipeline(client, this.counter(), socket, this.counter(), client).catch(() => {
      client.destroy()
      socket.destroy()
    })
  }

  /** Plain pages. */
  private async forward(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const target = this.permitted(request.url ?? '')
    if (target === undefined) return void response.writeHead(403, { connection: 'close' }).end()
    try {
      const answer = await this.agent.request({
        origin: target.origin,
        path: target.pathname + target.search,
        method: request.method ?? 'GET',
        headers: withoutHops(request.headers),
        body: request.method === 'GET' || request.method === 'HEAD' ? null : request,
      })
      response.writeHead(answer.statusCode, withoutHops(answer.headers))
      await pipeline(answer.body, this.counter(), response)
    } catch (error) {
      this.noteRefused(error, target.hostname)
      if (response.headersSent) response.destroy()
      else response.writeHead(502, { connection: 'close' }).end()
    }
  }

  /** @returns undefined for what is not on the list; that is counted */
  private permitted(address: string): URL | undefined {
    const host = URL.parse(address)?.hostname ?? ''
    try {
      const url = checkAddress(address, this.rules.allow)
      if (this.rules.hosts.has(url.hostname) && !this.isSpent()) return url
      this.refuse(url.hostname)
    } catch (error) {
      this.noteRefused(error, host)
    }
    return undefined
  }

  private noteRefused(error: unknown, host: string): void {
    if (!(error instanceof AddressRefused)) return
    this.refusals.inside++
    this.refuse(host)
  }

  private refuse(host: string): void {
    this.refusals.count++
    const { hosts } = this.refusals
    if (hosts.length < MOST_HOSTS_KEPT && !hosts.includes(host)) hosts.push(host)
  }

  private counter(): Transform {
    return new Transform({
      transform: (chunk: Buffer, _encoding, done) => {
        this.bytes += chunk.length
        if (this.isSpent()) this.cut()
        done(null, chunk)
      },
    })
  }

  private isSpent(): boolean {
    return this.bytes > this.rules.maxBytes
  }

  private cut(): void {
    for (const socket of this.sockets) socket.destroy()
  }

  private keep(socket: Duplex | Socket): void {
    this.sockets.add(socket)
    socket.on('error', () => socket.destroy())
    socket.once('close', () => this.sockets.delete(socket))
  }
}

/** RFC 9110 §7.6.1: what is meant for the next machine only. */
const HOPS = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

function withoutHops(headers: Record<string, string | string[] | undefined>): Record<string, string | string[]> {
  return Object.fromEntries(
    Object.entries(headers).filter((entry): entry is [string, string | string[]] => entry[1] !== undefined && !HOPS.has(entry[0])),
  )
}
