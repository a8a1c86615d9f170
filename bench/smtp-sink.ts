// The cheapest server that speaks enough SMTP to take a mail and throw it away. Run as a process of its own; says its port on a line.
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'

const END_OF_DATA = '\r\n.\r\n'

const server = createServer(socket => {
  let inData = false
  let heard = ''
  socket.setNoDelay(true).on('error', () => undefined)
  socket.write('220 sink\r\n')
  socket.on('data', chunk => {
    heard += chunk.toString('latin1')
    for (let answered = true; answered;) answered = answerNext()
  })

  function answerNext(): boolean {
    const end = inData ? heard.indexOf(END_OF_DATA) : heard.indexOf('\r\n')
    if (end < 0) return false
    const command = inData ? '' : heard.slice(0, 4).toUpperCase()
    heard = heard.slice(end + (inData ? END_OF_DATA.length : 2))
    socket.write(REPLIES.get(command) ?? '250 ok\r\n')
    inData = command === 'DATA'
    return true
  }
})

const REPLIES = new Map([
  ['DATA', '354 go on\r\n'],
  ['QUIT', '221 bye\r\n'],
  ['EHLO', '250-sink\r\n250 8BITMIME\r\n'],
])

server.listen(0, '127.0.0.1', () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`))
process.stdin.on('close', () => process.exit()).resume()
