// A web server on loopback that answers whatever a test makes it answer, over HTTP or straight onto the socket, and remembers who asked.
import http from 'node:http'
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import net from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'

export interface Hit {
  path: string
  headers: IncomingHttpHeaders
  /** By the clock handed in, else real time. */
  at: number
}

export type Answer = (request: IncomingMessage, response: ServerResponse) => void

export interface HostileServer {
  /** `127.0.0.1:PORT`, as the guard's list of our own places has it. */
  host: string
  origin: string
  hits: Hit[]
  /** How a path (with its query, if given) is answered; '*' for all others. Without an answer: 404. */
  on: (path: string, answer: Answer) => void
  /** The paths asked for, in order, robots.txt left out. */
  paths: () => string[]
  close: () => Promise<void>
}

export async function hostileServer(now: () => number = Date.now): Promise<HostileServer> {
  const answers = new Map<string, Answer>()
  const hits: Hit[] = []
  const server = http.createServer((request, response) => {
    const path = request.url ?? '/'
    hits.push({ path, headers: request.headers, at: now() })
    const answer = answers.get(path) ?? answers.get(path.replace(/\?.*$/, '')) ?? answers.get('*')
    if (answer === undefined) response.writeHead(404).end()
    else answer(request, response)
  })
  const { host, close } = await listen(server)
  return {
    host,
    origin: `http://${host}`,
    hits,
    on: (path, answer) => void answers.set(path, answer),
    paths: () => hits.map(hit => hit.path).filter(path => path !== '/robots.txt'),
    close,
  }
}

/** A server that writes raw bytes to whoever connects, for answers no HTTP library would send. */
export async function rawServer(talk: (socket: Socket) => void): Promise<{ host: string; origin: string; close: () => Promise<void> }> {
  const server = net.createServer(socket => {
    socket.on('error', () => socket.destroy())
    socket.once('data', () => talk(socket))
  })
  const { host, close } = await listen(server)
  return { host, origin: `http://${host}`, close }
}

/** Answers with a body and headers. */
export function send(body: string | Buffer, headers: Record<string, string> = {}, status = 200): Answer {
  return (_request, response) => void response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', ...headers }).end(body)
}

async function listen(server: Server): Promise<{ host: string; close: () => Promise<void> }> {
  const sockets = new Set<Socket>()
  server.on('connection', socket => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // listening on TCP
  return {
    host: `127.0.0.1:${port}`,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}
