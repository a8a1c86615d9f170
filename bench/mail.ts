// Mails: rendering with templates compiled once against compiling for every mail, and handing over finished bytes against the library's own
// composer. The server that takes them is another process, as cheap as SMTP allows, so that what is measured is the sender.
import { spawn } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
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
import { mailTemplate, renderMail } from '../views/mail.ts'
import { wholeDigest } from '../tests/support/whole-digest.ts'
import { cpuMs, inTurn, perSecond } from './measure.ts'
import type { Measured, Way } from './measure.ts'

const ROLES = 12
/** In a run, and by the baseline, which is a hundred times slower. */
const RENDERED = 2_000
const COMPILED = 50
/** Different words of why a role is in a mail. */
const WAYS = 20
const SENT = 400
const FROM = 'Dayrate <alerts@dayrate.example>'

export async function benchMail(db: Db): Promise<Measured[]> {
  const views = await digests(db)
  const [view] = views
  if (!view) throw new Error('no digest was made')
  const mail = { ...(await renderMail('digest', view)), subject: view.subject, headers: HEADERS }
  return [...(await benchRendering(views)), ...(await benchSending(db, mail))]
}

/** A run as the worker has them: the day's roles in the mails of many people, who asked for them in a few ways. */
async function digests(db: Db): Promise<DigestView[]> {
  const { query } = parseQuery(new URLSearchParams('q=project manager&rate=400'))
  const { rows } = await searchBoard(db, query)
  return Array.from({ length: RENDERED }, (_, n) =>
    digestView({
      query,
      roles: rows
        .slice(0, ROLES)
        .map(row => ({ row, news: 'new' as const, why: ['“project manager” in the title', `£550 ≥ your £${400 + (n % WAYS)}`] })),
      totals: { live: rows.length, changed: 0, stated: 650, estimated: 0 },
      localDate: '2027-03-28',
      rhythm: DAILY,
      first: false,
      publicUrl: 'https://dayrate.example',
      savedSearchId: '01936b5e-0000-7000-8000-000000000001',
      tokens: { stop: `s${n}`.padEnd(43, 's'), manage: `m${n}`.padEnd(43, 'm'), digest: `d${n}`.padEnd(43, 'd') },
    }),
  )
}

async function benchRendering(views: DigestView[]): Promise<Measured[]> {
  const [html, text] = ['digest.hbs', 'digest.txt.hbs'].map(mailTemplate)
  const filledIn = views.slice(0, COMPILED).map(wholeDigest)
  const times = await inTurn(
    [
      { name: 'ours: in pieces, compiled once', run: () => forEach(views, view => renderMail('digest', view)) },
      {
        name: 'baseline: compiled for every mail',
        run: () => forEach(filledIn, async view => [Handlebars.compile(html)(view), Handlebars.compile(text, { noEscape: true })(view)]),
      },
    ],
    5,
    cpuMs,
  )
  const ofAll = [...times].map(([name, ms], n) => [name, n === 0 ? ms : (ms * RENDERED) / COMPILED] as const)
  return perSecond(`mails rendered, ${ROLES} roles`, RENDERED, new Map(ofAll))
}

async function forEach<T>(all: T[], work: (one: T) => Promise<unknown>): Promise<void> {
  for (const one of all) await work(one)
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
    const plain = await inTurn([ourWay('ours: finished bytes', ours, body), stockWay('baseline: the library, pooled', stock)], 5, cpuMs)
    const signed = await inTurn(
      [ourWay('ours, signed', oursSigned, body), stockWay('baseline: the library, signed', stockSigned)],
      5,
      cpuMs,
    )
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
