// A board of any number of adverts, so many to a page, in a process of its own: what it costs to serve is not counted as ours.
// `/COUNT/PER_PAGE/list?page=N`; an ETag each, and 304 to whoever knows it.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { makeAdverts } from './adverts.ts'

const server = createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://localhost')
  const [, count, perPage] = /^\/(\d+)\/(\d+)\/list$/.exec(url.pathname) ?? []
  const etag = `"${url.pathname}${url.search}"`
  if (count === undefined) return response.writeHead(404).end()
  if (request.headers['if-none-match'] === etag) return response.writeHead(304, { etag }).end()
  const from = (Number(url.searchParams.get('page')) - 1) * Number(perPage)
  const adverts = makeAdverts(Math.max(Math.min(Number(perPage), Number(count) - from), 0), from)
  const jobs = adverts.map(({ externalId, title, company, location, pay, description }) => ({
    link: `/advert/${externalId}`,
    title,
    company,
    location,
    pay,
    description,
  }))
  const page = `<html><script id="data" type="application/json">${JSON.stringify({ jobs }).replaceAll('<', '\\u003c')}</script></html>`
  return response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', etag }).end(page)
})

server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port))
process.on('disconnect', () => process.exit(0))
