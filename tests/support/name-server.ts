// A name server on loopback (RFC 1035 over UDP) that answers as it is told, or not at all.
import { createSocket } from 'node:dgram'
import { once } from 'node:events'

export const NAME_ERROR = 3
export const SERVER_FAILURE = 2
const TYPES = new Map([
  [1, 'A'],
  [2, 'NS'],
  [15, 'MX'],
  [28, 'AAAA'],
])

/** Per domain: its records by type, a code of failure, or silence. MX and NS name a host, A and AAAA the octets as hex. */
export type Zone = Record<string, { MX?: string[]; NS?: string[]; A?: string[]; AAAA?: string[] } | number | 'silent'>

export interface NameServer {
  address: string
  /** "MX board.example" for every question, in order. */
  asked: string[]
  close(): Promise<void>
}

export async function testNameServer(zone: Zone): Promise<NameServer> {
  const asked: string[] = []
  const socket = createSocket('udp4')
  socket.on('message', (query, from) => {
    const [name, end] = readName(query, 12)
    const type = TYPES.get(query.readUInt16BE(end)) ?? ''
    asked.push(`${type} ${name}`)
    const entry = zone[name] ?? NAME_ERROR
    if (entry === 'silent') return
    const [code, found] = typeof entry === 'number' ? [entry, []] : [0, entry[type as 'MX'] ?? []]
    const header = Buffer.from(query.subarray(0, 12))
    header.writeUInt16BE(0x8180 | code, 2)
    header.writeUInt16BE(found.length, 6)
    header.writeUInt32BE(0, 8)
    const records = found.map(value => record(query.readUInt16BE(end), value))
    socket.send(Buffer.concat([header, query.subarray(12, end + 4), ...records]), from.port, from.address)
  })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  return {
    address: `127.0.0.1:${socket.address().port}`,
    asked,
    close: () => new Promise(resolve => void socket.close(() => resolve())),
  }
}

function readName(query: Buffer, from: number): [name: string, end: number] {
  const labels: string[] = []
  let at = from
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length))
    at += 1 + length
  }
  return [labels.join('.').toLowerCase(), at + 1]
}

function record(type: number, value: string): Buffer {
  const name = type === 15 ? [Buffer.from([0, 10]), writeName(value)] : [writeName(value)]
  const data = type === 15 || type === 2 ? Buffer.concat(name) : Buffer.from(value, 'hex')
  const head = Buffer.alloc(12)
  head.writeUInt16BE(0xc00c, 0)
  head.writeUInt16BE(type, 2)
  head.writeUInt16BE(1, 4)
  head.writeUInt32BE(60, 6)
  head.writeUInt16BE(data.length, 10)
  return Buffer.concat([head, data])
}

function writeName(name: string): Buffer {
  const labels = name.split('.').filter(label => label !== '')
  return Buffer.concat([...labels.map(label => Buffer.concat([Buffer.from([label.length]), Buffer.from(label)])), Buffer.from([0])])
}
