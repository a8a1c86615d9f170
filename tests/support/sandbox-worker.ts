// Renders a page as a crawl would and says of each process that renders how it is confined: a line each.
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { PageBrowser } from '../../crawlers/browser.ts'

const server = createServer((_, res) => {
  for (const pid of renderers()) process.stdout.write(`${confinement(pid)}\n`)
  res.setHeader('content-type', 'text/html').end('<!DOCTYPE html><title>Roles</title><h1>Roles</h1>')
})
await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
const { port } = server.address() as AddressInfo // it listens on a port
const origin = `127.0.0.1:${port}`
const browser = new PageBrowser({ userAgent: 'DayrateBot/1.0', allow: new Set([origin]), deadlineMs: 20_000 })
await browser.render(`http://${origin}/`, { waitFor: 'h1', hosts: [] })
await browser.close()
server.close()

function renderers(): string[] {
  return readdirSync('/proc').filter(pid => /^\d+$/.test(pid) && isOurs(pid) && read(`/proc/${pid}/cmdline`).includes('--type=renderer'))
}

function isOurs(pid: string): boolean {
  return read(`/proc/${pid}/status`).includes(`\nUid:\t${process.getuid?.()}\t`)
}

function confinement(pid: string): string {
  const filtered = /^Seccomp:\s+2$/m.test(read(`/proc/${pid}/status`)) ? 'filtered' : 'not filtered'
  return `${filtered}, ${readlinkSync(`/proc/${pid}/ns/user`) === readlinkSync('/proc/self/ns/user') ? 'not apart' : 'apart'}`
}

/** '' where the process has ended meanwhile. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
