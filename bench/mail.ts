// Mails: rendering with templates compiled once against compiling for every mail, and handing over finished bytes against the library's own
// composer. The server that takes them is another process, as cheap as SMTP allows, so that what is measured is the sender.
import { spawn } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import Handlebars from 'handlebars'
import { createTransport } from 'nodemailer'
import type { Db } from '../db/database.ts'
import type { Mail } from '../db/mailbox.ts'
import { DAILY } from '../db/rhythm.ts'
import { searchBoard } from '../db/search.ts'
import { createMailer } from '../jobs/mail.ts'
import type { Mailer } from '../jobs/mail.ts'
import { parseQuery } from '../listings/query.ts'
import { digestView } from '../views/digest.ts'
import type { DigestView } from '../views/digest.ts'
import { renderMail } from '../views/mail.ts'
import { inTurn, perSecond } from './measure.ts'
import type { Measured, Way } from './measure.ts'

const ROLES = 12
const RENDERED = 50
const SENT = 400
const FROM = 'Dayrate <alerts@dayrate.example>'

export async function benchMail(db: Db): Promise<Measured[]> {
  const view = await digest(db)
  const mail = { ...(await renderMail('digest', view)), subject: view.subject, headers: HEADERS }
  return [...(await benchRendering(view)), ...(await benchSending(db, mail))]
}

async function digest(db: Db): Promise<DigestView> {
  const { query } = parseQuery(new URLSearchParams('q=project manager&rate=400'))
  const { rows } = await searchBoard(db, query)
  return digestView({
    query,
    roles: rows.slice(0, ROLES).map(row => ({ row, news: 'new' as const, why: ['“project manager” in the title', '£550 ≥ your £400'] })),
    totals: { live: rows.length, changed: 0, stated: 650, estimated: 0 },
    localDate: '2027-03-28',
    rhythm: DAILY,
    first: false,
    publicUrl: 'https://dayrate.example',
    stopToken: 's'.repeat(43),
    manageToken: 'm'.repeat(43),
    savedSearchId: '01936b5e-0000-7000-8000-000000000001',
    digestToken: 'd'.repeat(43),
  })
}

async function benchRendering(view: DigestView): Promise<Measured[]> {
  const [html, text] = ['digest.hbs', 'digest.txt.hbs'].map(file => readFileSync(new URL(`../views/mail/${file}`, import.meta.url), 'utf8'))
  const times = await inTurn(
    [
      { name: 'ours: compiled once', run: () => repeat(RENDERED, () => renderMail('digest', view)) },
      {
        name: 'baseline: compiled for every mail',
        run: () => repeat(RENDERED, async () => [Handlebars.compile(html)(view), Handlebars.compile(text, { noEscape: true })(view)]),
      },
    ],
    5,
  )
  return perSecond(`mails rendered, ${ROLES} roles`, RENDERED, times)
}

const HEADERS = { 'List-Unsubscribe': '<https://dayrate.example/u/token>', 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }

type Body = Omit<Mail, 'to' | 'messageId'>

async function benchSending(db: Db, body: Body): Promise<Measured[]> {
  const sink = spawn(process.execPath, [new URL('smtp-sink.ts', import.meta.url).pathname], { stdio: ['pipe', 'pipe', 'inherit'] })
  const [line] = (await once(sink.stdout, 'data')) as [Buffer]
  const url = `smtp://127.0.0.1:${line.toString().trim()}`
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 })
  const key = { domain: 'dayrate.example', selector: 'bench', privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }) }
  const ours = createMailer({ smtpUrl: url, from: FROM, db })
  const oursSigned = createMailer({ smtpUrl: url, from: FROM, dkim: key, db })
  const stock = createTransport({ url, pool: true }, { from: FROM })
  const stockSigned = createTransport(
    { url, pool: true, dkim: { domainName: key.domain, keySelector: key.selector, privateKey: key.privateKey } },
    { from: FROM },
  )
  const stockWay = (name: string, transport: typeof stock): Way => ({ name, run: () => all(n => transport.sendMail(mailOf(body, n))) })
  try {
    const plain = await inTurn([ourWay('ours: finished bytes', ours, body), stockWay('baseline: the library, pooled', stock)], 5)
    const signed = await inTurn([ourWay('ours, signed', oursSigned, body), stockWay('baseline: the library, signed', stockSigned)], 3)
    return [...perSecond('mails sent', SENT, plain), ...perSecond('mails sent with DKIM', SENT, signed)]
  } finally {
    for (const sender of [ours, oursSigned, stock, stockSigned]) sender.close()
    sink.stdin.end()
  }
}

function ourWay(name: string, mailer: Mailer, body: Body): Way {
  return { name, run: () => all(n => mailer.sendMail(mailOf(body, n))) }
}

function mailOf(body: Body, n: number): Mail {
  return { ...body, to: `person${n}@mail.dayrate.org`, messageId: `<digest-${n}@dayrate.example>` }
}

function all(send: (n: number) => Promise<unknown>): Promise<unknown> {
  return Promise.all(Array.from({ length: SENT }, (_, n) => send(n)))
}

async function repeat(count: number, work: () => Promise<unknown>): Promise<void> {
  for (let i = 0; i < count; i += 1) await work()
}
