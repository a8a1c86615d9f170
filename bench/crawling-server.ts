// The site that `crawling` reads, in a process of its own, so that its work is not counted as ours: a sitemap of adverts, each a page of
// 16 kB with one JSON-LD advert between menus and footers, made up from its number.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { makeAdverts } from './adverts.ts'

/** Bytes of a page. */
const PAGE_BYTES = 16_384

const server = createServer((request, response) => {
  const path = request.url ?? '/'
  const etag = `"${path.length}-${path}"`
  const [, round, number] = /^\/(\d+)\/job\/(\d+)$/.exec(path) ?? []
  const [, mapped, pages] = /^\/(\d+)\/sitemap-(\d+)\.xml$/.exec(path) ?? []
  if (request.headers['if-none-match'] === etag) response.writeHead(304, { etag }).end()
  else if (number !== undefined) send(page(Number(round) * 100_000 + Number(number)), 'text/html; charset=utf-8')
  else if (mapped !== undefined) send(sitemap(`http://${request.headers.host}/${mapped}/job/`, Number(pages)), 'application/xml')
  else if (path === '/robots.txt') send('User-agent: *\nDisallow: /admin/\n', 'text/plain')
  else response.writeHead(404).end()

  function send(body: string, type: string): void {
    response.writeHead(200, { 'content-type': type, etag }).end(body)
  }
})

function sitemap(under: string, pages: number): string {
  const urls = Array.from({ length: pages }, (_, index) => `<url><loc>${under}${index + 1}</loc><lastmod>2026-11-20</lastmod></url>`)
  return `<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${urls.join('')}</urlset>`
}

function page(number: number): string {
  const [advert] = makeAdverts(1, number)
  const posting = {
    '@context': 'https://schema.org/',
    '@type': 'JobPosting',
    title: advert?.title,
    description: advert?.description,
    datePosted: '2026-11-20',
    employmentType: 'CONTRACTOR',
    hiringOrganization: { '@type': 'Organization', name: advert?.company },
    jobLocation: { '@type': 'Place', address: { '@type': 'PostalAddress', addressLocality: advert?.location, addressCountry: 'GB' } },
  }
  const head = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${advert?.title} | Millrace</title><link rel="canonical" href="/job/${number}"><script type="application/ld+json">${JSON.stringify(posting)}</script></head><body><nav><ul>`
  const main = `</ul></nav><main><h1>${advert?.title}</h1><div class="advert">${advert?.description}</div></main><footer>`
  const tail = `</footer></body></html>`
  const links = filler('<li class="menu-item"><a class="menu-link" href="/sectors/', '">Roles in a sector</a></li>\n', 3_000)
  const rest = PAGE_BYTES - head.length - main.length - tail.length - links.length
  return (
    head +
    links +
    main +
    filler('<div class="teaser"><a href="/sectors/', '"><span>Another role</span></a> <em>seen today</em></div>\n', rest) +
    tail
  )
}

function filler(before: string, after: string, bytes: number): string {
  const pieces: string[] = []
  for (let size = 0, n = 0; size < bytes; n++) {
    const piece = `${before}${n % 40}${after}`
    pieces.push(piece)
    size += piece.length
  }
  return pieces.join('').slice(0, Math.max(bytes, 0))
}

server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port)) // a TCP server's address
process.on('disconnect', () => process.exit(0))
