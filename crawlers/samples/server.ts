// Three fictional job boards on one loopback origin, so that a first start has something to crawl over real HTTP. Nothing outside this
// machine can reach them, and nothing on them is real.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { answerHarbourline, HARBOURLINE_TOKEN } from './harbourline.ts'
import { escapeHtml } from './markup.ts'
import { htmlAnswer, notFound, type Answer, type BoardWorld } from './page.ts'
import { answerPennine, PENNINE_FEED } from './pennine.ts'
import { answerThorngate, THORNGATE_DISALLOWED } from './thorngate.ts'

export interface SampleSource {
  id: string
  name: string
  connector: 'greenhouse' | 'jobposting' | 'feed'
  settings: object
  attribution: string
}

export interface SampleBoards {
  /** `http://127.0.0.1:PORT` */
  origin: string
  sources: SampleSource[]
  /** Stops serving; open connections are cut. */
  close(): Promise<void>
}

/** Kept from start to start where it can be, since the addresses of the adverts begin with it. */
const PORT = 4610

/**
 * Serves the sample boards on 127.0.0.1.
 * @param port the one to prefer; where it is taken, any free one is used
 * @param now the day from which the adverts' ages are counted back, for as long as the server runs
 */
export async function startSampleBoards(port = PORT, now = new Date()): Promise<SampleBoards> {
  const world: BoardWorld = { origin: '', today: Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()) }
  const server = createServer((request, response) => respond(world, request, response))
  world.origin = `http://127.0.0.1:${await listen(server, port)}`
  return {
    origin: world.origin,
    sources: sourcesAt(world.origin),
    close: () =>
      new Promise((resolve, reject) => {
        server.close(error => (error ? reject(error) : resolve()))
        server.closeAllConnections()
      }),
  }
}

/** @returns the port in use */
async function listen(server: Server, port: number): Promise<number> {
  const taken = await new Promise<boolean>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => (error.code === 'EADDRINUSE' ? resolve(true) : reject(error)))
    server.listen(port, '127.0.0.1', () => resolve(false))
  })
  if (taken) return listen(server, 0)
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error(`The sample boards listen on no port: ${String(address)}`)
  return address.port
}

function sourcesAt(origin: string): SampleSource[] {
  const attribution = 'Invented for Dayrate; not a real advert'
  return [
    {
      id: 'sample-harbourline',
      name: 'Harbourline (sample)',
      connector: 'greenhouse',
      settings: { board: HARBOURLINE_TOKEN, api: origin },
      attribution,
    },
    { id: 'sample-thorngate', name: 'Thorngate (sample)', connector: 'jobposting', settings: { site: origin }, attribution },
    {
      id: 'sample-pennine',
      name: 'Pennine Projects Board (sample)',
      connector: 'feed',
      settings: { url: `${origin}${PENNINE_FEED}` },
      attribution,
    },
  ]
}

function respond(world: BoardWorld, request: IncomingMessage, response: ServerResponse): void {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { Allow: 'GET, HEAD' }).end()
    return
  }
  const url = URL.parse(request.url ?? '/', world.origin)
  const answer = (url && answerTo(world, url)) ?? notFound()
  const etag = answer.headers?.['ETag']
  if (etag !== undefined && request.headers['if-none-match'] === etag) {
    response.writeHead(304, answer.headers).end()
    return
  }
  response.writeHead(answer.status, {
    'Content-Type': answer.contentType,
    'Content-Length': Buffer.byteLength(answer.body),
    ...answer.headers,
  })
  response.end(request.method === 'HEAD' ? undefined : answer.body)
}

function answerTo(world: BoardWorld, url: URL): Answer | undefined {
  if (url.pathname === '/robots.txt') return robots(world)
  if (url.pathname === '/') return welcome(world)
  return answerHarbourline(world, url) ?? answerThorngate(world, url) ?? answerPennine(world, url)
}

function robots({ origin }: BoardWorld): Answer {
  const body = ['User-agent: *', ...THORNGATE_DISALLOWED.map(path => `Disallow: ${path}`), '', `Sitemap: ${origin}/sitemap.xml`, ''].join(
    '\n',
  )
  return { status: 200, contentType: 'text/plain; charset=utf-8', body }
}

function welcome({ origin }: BoardWorld): Answer {
  const paths = [`/v1/boards/${HARBOURLINE_TOKEN}/jobs?content=true`, '/thorngate/jobs', PENNINE_FEED]
  const items = paths.map(path => `<li><a href="${escapeHtml(path)}">${escapeHtml(origin + path)}</a></li>`)
  return htmlAnswer('Sample boards', '', `<h1>Sample boards</h1>\n<ul>\n${items.join('\n')}\n</ul>`)
}
