// Listening: the port that is free, limits on slow visitors, and a stop that lets those being served finish.
import { createServer as createHttpServer } from 'node:http'
import type { Server } from 'node:http'
import { createServer } from './server.ts'
import type { World } from './server.ts'

export interface WebOptions extends Omit<World, 'publicUrl' | 'draining'> {
  /** Absent = made from host and the port that was got. */
  publicUrl?: string | undefined
  host: string
  /** Taken: the next free one. 0 = any. */
  port: number
  /** How long slow visitors are waited for; absent = PATIENCE. */
  patience?: Patience
}

export interface Patience {
  /** Until all headers are there. */
  headersTimeout: number
  /** Until the whole request is there, its body included. */
  requestTimeout: number
  /** How often the two are looked at. */
  connectionsCheckingInterval: number
  /** A connection over which nothing goes either way, though somebody is being answered: whoever does not read. */
  silenceTimeout: number
}

/**
 * Node waits 60 s for headers and 300 s for a request, looks every 30 s, and waits for ever for somebody to read: too long where two
 * thousand connections are all there are. The longest silence of our own is the heartbeat of the live pages, 15 s.
 */
export const PATIENCE: Patience = {
  headersTimeout: 15_000,
  requestTimeout: 30_000,
  connectionsCheckingInterval: 2_000,
  silenceTimeout: 60_000,
}

export interface Web {
  port: number
  /** Where to look: the public address, or the local one. */
  url: string
  /** Stops listening, lets requests in flight finish for at most 10 s, then cuts what is left. */
  close: () => Promise<void>
}

/** How many ports after the wanted one are tried before any free one is taken. */
const PORTS_TRIED = 20
const DRAIN_MS = 10_000

/** Starts the web server. When the port is taken the next free one is used, and the log says so. */
export async function startWeb({ host, port: wanted, publicUrl, patience = PATIENCE, ...rest }: WebOptions): Promise<Web> {
  const { silenceTimeout, ...limits } = patience
  const server = createHttpServer({ ...limits, keepAliveTimeout: 5_000, maxHeaderSize: 64 * 1024 })
  server.maxConnections = 2_000
  server.setTimeout(silenceTimeout)
  const port = await listen(server, host, wanted)
  const url = publicUrl ?? `http://${host === '0.0.0.0' || host === '::' || host === '127.0.0.1' ? 'localhost' : host}:${port}`
  let draining = false
  const world = { ...rest, publicUrl: url, draining: () => draining }
  server.on('request', createServer(world))
  if (wanted !== 0 && port !== wanted) rest.log.warn(`port ${wanted} was taken, so the board is on ${port}`, { wanted, port })
  return {
    port,
    url,
    close: () => {
      draining = true
      return close(server)
    },
  }
}

async function listen(server: Server, host: string, wanted: number): Promise<number> {
  const last = wanted === 0 ? 0 : Math.min(wanted + PORTS_TRIED, 65_535)
  for (let port = wanted; port <= last; port++) if (await tryPort(server, host, port)) return portOf(server)
  await tryPort(server, host, 0)
  return portOf(server)
}

/** What an error of listening means, and its mend. The codes of names are those of an unreachable database, too: here they are no such thing. */
const CANNOT_LISTEN: Record<string, string> = {
  ENOTFOUND: 'a name that leads to no address',
  EAI_AGAIN: 'a name that leads to no address',
  EADDRNOTAVAIL: 'no address of this machine',
  EINVAL: 'no address that can be listened on',
}

/** @returns the error for whoever set HOST or PORT; the one given where we know no more than it says. */
function listenFault(cause: NodeJS.ErrnoException, host: string, port: number): Error {
  const { code = '' } = cause
  if (code === 'EACCES')
    return new Error(`PORT=${port} is one this user may not listen on (EACCES). Set PORT to one above 1023.`, { cause })
  if (!Object.hasOwn(CANNOT_LISTEN, code)) return cause
  const mend = 'Leave HOST out for this machine alone (127.0.0.1), or set it to 0.0.0.0 for every network it is in.'
  return new Error(`HOST=${host} is ${CANNOT_LISTEN[code]} (${code}). ${mend}`, { cause })
}

/** @returns false when somebody else has the port; @throws for any other reason it cannot be had. */
function tryPort(server: Server, host: string, port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException): void =>
      error.code === 'EADDRINUSE' ? resolve(false) : reject(listenFault(error, host, port))
    server.once('error', fail)
    server.listen(port, host, () => {
      server.removeListener('error', fail)
      resolve(true)
    })
  })
}

function portOf(server: Server): number {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the web server listens on no port')
  return address.port
}

function close(server: Server): Promise<void> {
  return new Promise(resolve => {
    const late = setTimeout(() => server.closeAllConnections(), DRAIN_MS)
    server.close(() => {
      clearTimeout(late)
      resolve()
    })
    server.closeIdleConnections()
  })
}
