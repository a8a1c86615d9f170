// Connections to the mail server, kept open between mails. The library speaks the protocol; its pool would compose and copy every message
// anew, which costs half of a delivery (bench/mail.ts), and ours are finished bytes.
import { Readable, Transform } from 'node:stream'
import { createTransport } from 'nodemailer'
import { parseConnectionUrl } from 'nodemailer/lib/shared'
import type { ConnectionUrlOptions } from 'nodemailer/lib/shared'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import type { SMTPConnectionOptions } from 'nodemailer/lib/smtp-connection'

export interface Smtp {
  /**
   * Hands over one message to one address; waits for a free connection first. Its lines end in CRLF, the last one too, and hold no other CR or LF.
   * @throws what the library throws: `responseCode` and `response` where the server answered
   */
  send(from: string, to: string, message: Buffer): Promise<void>
  close(): void
}

/** RFC 5321 allows minutes for each; a mail that is tried again can do with less. */
const TIMEOUTS = { connectionTimeout: 10_000, greetingTimeout: 10_000, dnsTimeout: 10_000, socketTimeout: 30_000 }

/** As many as servers allow one client without a word. */
const CONNECTIONS = 5

/** Then a new connection: many servers count, and hang up on the hundred and first. */
const MESSAGES_EACH = 100

/** A connection that has nothing to do for longer may be closed by the server while the next mail is on its way to it. */
const IDLE_MS = 4_000

/**
 * Opens nothing yet: connections come with the mails.
 * @param url smtp:// or smtps://, user and password in it
 * @param deadlineMs one delivery may take from its connection on; a server that dribbles its replies resets every smaller clock
 */
export function openSmtp(url: string, deadlineMs: number): Smtp {
  const { auth, ...server } = parseConnectionUrl(url)
  const options = { ...server, ...TIMEOUTS }
  const [idle, underWay] = [new Set<Line>(), new Set<Line>()]
  const waiting: (() => void)[] = []
  let [busy, closed] = [0, false]

  async function deliver(line: Line, envelope: { from: string; to: string[] }, message: Buffer): Promise<void> {
    const late = setTimeout(() => line.end(new Error(`the mail server took longer than ${deadlineMs} ms`)), deadlineMs)
    try {
      await line.send(envelope, message)
    } finally {
      clearTimeout(late)
      underWay.delete(line)
    }
    if (closed || line.sent >= MESSAGES_EACH) return line.quit()
    idle.add(line)
    setTimeout(() => sweep(IDLE_MS), IDLE_MS + 1).unref()
  }

  function sweep(idleForMs: number): void {
    for (const line of idle)
      if (line.dead || performance.now() - line.idleSince >= idleForMs) {
        idle.delete(line)
        line.quit()
      }
  }

  return {
    async send(from, to, message) {
      if (busy >= CONNECTIONS) await new Promise<void>(resolve => waiting.push(resolve))
      else busy += 1
      try {
        sweep(IDLE_MS)
        const [line = new Line(options, auth)] = idle
        idle.delete(line)
        underWay.add(line)
        // A list of one: a string would be read as a list of addresses.
        await deliver(line, { from, to: [to] }, message)
      } finally {
        // Whoever waits takes this place.
        const next = waiting.shift()
        if (next) next()
        else busy -= 1
      }
    },
    close() {
      closed = true
      sweep(0)
      for (const line of underWay) line.end(new Error('the mails are being stopped'))
    },
  }
}

/** One connection, one mail at a time. Whatever goes wrong on it ends it: the next mail gets a fresh one. */
class Line {
  sent = 0
  dead = false
  idleSince = 0
  readonly #connection: SMTPConnection
  readonly #auth: ConnectionUrlOptions['auth']
  #fail: ((error: Error) => void) | undefined

  constructor(options: SMTPConnectionOptions, auth: ConnectionUrlOptions['auth']) {
    this.#auth = auth
    this.#connection = new SMTPConnection(options)
    this.#connection.on('error', error => this.end(error))
    this.#connection.on('end', () => this.end(new Error('the connection was closed')))
  }

  async send(envelope: { from: string; to: string[] }, message: Buffer): Promise<void> {
    if (this.sent === 0) await this.#open()
    await this.#step(done => this.#connection.send(envelope, new Finished(message), done))
    this.sent += 1
    this.idleSince = performance.now()
  }

  async #open(): Promise<void> {
    await this.#step(done => this.#connection.connect(done))
    const credentials = this.#auth
    if (credentials && this.#connection.allowsAuth) await this.#step(done => this.#connection.login({ credentials }, done))
  }

  /** One exchange with the server: its answer, or the end of the connection, whichever is first. */
  async #step(begin: (done: (error?: Error | null) => void) => void): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#fail = reject
      begin(error => (error ? this.end(error) : resolve()))
    })
    this.#fail = undefined
  }

  end(error: Error): void {
    this.dead = true
    this.#fail?.(error)
    this.#connection.close()
  }

  quit(): void {
    if (this.dead) return
    this.dead = true
    this.#connection.quit()
  }
}

/**
 * A message that goes past the library's search for lines to mend: octet by octet that was a quarter of a delivery. What it would do, doubling
 * points that begin a line (RFC 5321 §4.5.2), is done here by a search that costs a hundredth; it still writes the end of the message.
 */
class Finished extends Readable {
  readonly #message: Buffer

  constructor(message: Buffer) {
    super({ read() {} })
    this.#message = message
  }

  override pipe<T extends NodeJS.WritableStream>(into: T): T {
    if (!(into instanceof Transform)) throw new TypeError('the library no longer sends messages through a Transform')
    into.push(withDoubledPoints(this.#message.subarray(0, -CRLF.length)))
    into.end()
    return into
  }
}

const CRLF = Buffer.from('\r\n')
const LINE_OF_POINT = Buffer.from('\r\n.')
const POINT = Buffer.from('.')

/** A message begins with a header, so no line before the first break begins with a point. */
function withDoubledPoints(message: Buffer): Buffer {
  const pieces: Buffer[] = []
  let from = 0
  for (let at = message.indexOf(LINE_OF_POINT); at >= 0; at = message.indexOf(LINE_OF_POINT, from)) {
    const point = at + CRLF.length
    pieces.push(message.subarray(from, point), POINT)
    from = point
  }
  return from === 0 ? message : Buffer.concat([...pieces, message.subarray(from)])
}

/** Whether a server answers at the address and takes our name and password: the sentence why not, or undefined. */
export async function checkSmtp(url: string): Promise<string | undefined> {
  const transport = createTransport({ url, ...TIMEOUTS })
  try {
    await transport.verify()
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  } finally {
    transport.close()
  }
}
