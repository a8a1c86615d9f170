// A real SMTP server on loopback that keeps what it is given, and can be told to misbehave.
import { once } from 'node:events'
import type { AddressInfo, Socket } from 'node:net'
import { simpleParser } from 'mailparser'
import type { ParsedMail } from 'mailparser'
import { SMTPServer } from 'smtp-server'
import type { SMTPServerEnvelope } from 'smtp-server'

export interface GotMail {
  /** What RCPT TO named: the recipients that count. */
  recipients: string[]
  /** What MAIL FROM named. */
  returnPath: string
  /** The message as it came over the wire. */
  raw: string
  parsed: ParsedMail
}

/** What the server says at each step; undefined = yes. */
export interface Manners {
  recipient?: (address: string) => Reply | undefined
  /** After the whole message was taken in. */
  message?: (mail: GotMail) => Reply | undefined | Promise<Reply | undefined>
  /** Greets nobody: the connection opens and nothing follows. */
  silent?: boolean
  /** Hangs up in the middle of a message. */
  drops?: boolean
  /** Takes mail from this user and password only. Set before the server starts. */
  login?: [user: string, password: string]
}

export interface Reply {
  code: number
  words: string
}

export interface TestSmtp {
  url: string
  /** In the order they were accepted. */
  mails: GotMail[]
  manners: Manners
  /** Connections that were opened. */
  connections: () => number
  /** Messages that were begun, accepted or not. */
  tries: () => number
  close(): Promise<void>
}

export async function testSmtp(manners: Manners = {}): Promise<TestSmtp> {
  const mails: GotMail[] = []
  const state = { manners, tries: 0, connections: 0 }
  const server = new SMTPServer({
    authOptional: manners.login === undefined,
    allowInsecureAuth: true,
    disabledCommands: manners.login ? ['STARTTLS'] : ['STARTTLS', 'AUTH'],
    onAuth({ username = '', password }, _session, done) {
      const [user, word] = state.manners.login ?? []
      if (username === user && password === word) return done(null, { user: username })
      done(Object.assign(new Error('no such user or password'), { responseCode: 535 }))
    },
    disableReverseLookup: true,
    logger: false,
    onConnect: (_session, done) => (state.manners.silent ? undefined : done()),
    onRcptTo({ address }, _session, done) {
      state.tries++
      done(errorOf(state.manners.recipient?.(address)))
    },
    onData(stream, session, done) {
      if (state.manners.drops) return hangUp()
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => void take(Buffer.concat(chunks).toString(), session.envelope, done))
    },
  })

  const sockets = new Set<Socket>()
  const hangUp = (): void => sockets.forEach(socket => socket.destroy())
  server.server.on('connection', (socket: Socket) => {
    state.connections++
    sockets.add(socket.on('close', () => sockets.delete(socket)))
  })

  async function take(raw: string, { mailFrom, rcptTo }: SMTPServerEnvelope, done: (no?: Error | null) => void): Promise<void> {
    const returnPath = mailFrom === false ? '' : mailFrom.address
    const mail = { raw, returnPath, recipients: rcptTo.map(({ address }) => address), parsed: await simpleParser(raw) }
    const no = errorOf(await state.manners.message?.(mail))
    if (!no) mails.push(mail)
    done(no)
  }

  // A client that is killed in the middle of a message is part of some tests.
  server.on('error', () => undefined)
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  const { port } = server.server.address() as AddressInfo
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    connections: () => state.connections,
    tries: () => state.tries,
    get manners() {
      return state.manners
    },
    set manners(next: Manners) {
      state.manners = next
    },
    close: () => new Promise(resolve => server.close(resolve)),
  }
}

function errorOf(reply: Reply | undefined): Error | undefined {
  return reply && Object.assign(new Error(reply.words), { responseCode: reply.code })
}
