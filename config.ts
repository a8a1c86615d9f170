// Every setting of an installation, read once by an entry point and handed on. Nothing else looks at process.env.
import { createPrivateKey } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { z } from 'zod'

const yesNo = z.enum(['on', 'off']).transform(value => value === 'on')
const port = z.coerce.number().int().min(1).max(65_535)

/** Shorter than any key that is given out; what is blotted out of texts must not stand in them by chance. */
const sourceKey = z.string().trim().min(6, 'must have at least 6 characters').max(200).optional()

const MAIL_FROM_EXAMPLE = 'Dayrate <alerts@dayrate.example>'

/** One address, bare or after a name: `alerts@board.org`, `Dayrate <alerts@board.org>`, `"Dayrate, London" <alerts@board.org>`. */
const ONE_SENDER =
  /^(?:(?:"[^"\r\n]{1,100}" {0,3}|[^"<>@,;:\r\n]{0,100})<[^\s"<>@,;:]{1,64}@[^\s"<>@,;:]{1,253}>|[^\s"<>@,;:]{1,64}@[^\s"<>@,;:]{1,253})$/

/** The keys as the environment and `.env` spell them; `.env.example` lists the same ones, a test compares. */
export const SETTINGS = z.object({
  NODE_ENV: z.enum(['development', 'production', 'test']).default('development'),
  PORT: port.default(3000),
  HOST: z.string().default('127.0.0.1'),
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  DATA_FOLDER: z.string().min(1).default('.data'),
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  MAIL_FROM: z.string().regex(ONE_SENDER).default(MAIL_FROM_EXAMPLE),
  BOUNCE_ADDRESS: z
    .string()
    .regex(/^[a-z0-9._-]{1,10}@[^\s"<>@,;:]{1,253}$/i)
    .optional(),
  DKIM_SELECTOR: z
    .string()
    .regex(/^[a-z0-9](?:[a-z0-9.-]{0,61}[a-z0-9])?$/i)
    .optional(),
  DKIM_KEY_FILE: z.string().optional(),
  CONTACT: z.email().optional(),
  SECRET: z.string().min(32, 'must have at least 32 characters').optional(),
  ADMIN_TOKEN: z.string().min(24, 'must have at least 24 characters').optional(),
  SAMPLE_BOARDS: yesNo.optional(),
  PUBLIC_SOURCES: yesNo.optional(),
  REED_API_KEY: sourceKey,
  ADZUNA_APP_ID: sourceKey,
  ADZUNA_APP_KEY: sourceKey,
  USAJOBS_API_KEY: sourceKey,
  USAJOBS_EMAIL: z.email().optional(),
  TRUST_PROXY: z.coerce.number().int().min(0).max(5).default(0),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
})

export interface Config {
  mode: 'development' | 'production' | 'test'
  port: number
  host: string
  /** Without a trailing slash; absent = made from the port that was got. */
  publicUrl: string | undefined
  /** Absent = the bundled Postgres in `dataFolder`. */
  databaseUrl: string | undefined
  dataFolder: string
  /** Absent = mails stay in the mailbox table and are shown at /dev/mailbox. */
  smtpUrl: string | undefined
  mailFrom: string
  /** Where mails that cannot be delivered come back to; absent = to `mailFrom`, unread. */
  bounceAddress: string | undefined
  /** Where people who own what we show can write. */
  contact: string
  /** Signs mails as those of the domain of `mailFrom`; absent = the mail server signs, or nobody. */
  dkim: { domain: string; selector: string; privateKey: string } | undefined
  /** Signs links. Absent outside production = a new one a start. */
  secret: string | undefined
  adminToken: string | undefined
  sampleBoards: boolean
  publicSources: boolean
  /** The keys of sources that want one, by their names in the environment; only those that are set. */
  sourceKeys: Readonly<Record<string, string>>
  /** Proxies in front of us whose X-Forwarded-For may be believed. */
  trustProxy: number
  logLevel: 'debug' | 'info' | 'warn' | 'error'
  /** What is odd about the settings without making them unusable, a sentence each. */
  remarks: string[]
}

/** The settings cannot be used. `problems` has one line a key, each saying how to mend it. */
export class ConfigError extends Error {
  override name = 'ConfigError'
  readonly problems: string[]
  constructor(problems: string[]) {
    super(`The settings cannot be used:\n${problems.map(problem => `  - ${problem}`).join('\n')}`)
    this.problems = problems
  }
}

/**
 * Reads the environment over `.env` (the environment wins) and checks it whole.
 * @throws ConfigError naming every key that is wrong and its mend.
 */
export function readConfig(env: Record<string, string | undefined> = environment()): Config {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''))
  const parsed = SETTINGS.safeParse(set)
  if (!parsed.success) throw new ConfigError(parsed.error.issues.map(issue => problemOf(issue, set)))
  const { data } = parsed
  const problems = [...dkimProblems(data), ...(data.NODE_ENV === 'production' ? productionProblems(data) : [])]
  if (problems.length > 0) throw new ConfigError(problems)
  return { ...configOf(data), remarks: env === process.env ? unknownKeys(readEnvFile()) : [] }
}

/** Values that stand in `.env.example` or in guides: known to everybody, so no secret. */
const KNOWN_SECRETS = ['change-me', 'changeme', 'secret', 'example']

/** Keys of a `.env` that mean nothing to us, each with the one that was probably meant. */
export function unknownKeys(file: Record<string, string | undefined>): string[] {
  const known = Object.keys(SETTINGS.shape)
  return Object.keys(file)
    .filter(key => !known.includes(key))
    .map(key => {
      const [near] = known.filter(one => distance(one, key.toUpperCase().slice(0, 40)) <= 2)
      return `.env sets ${key.slice(0, 60)}, which is no setting${near === undefined ? '' : `; did you mean ${near}?`}`
    })
}

/** Levenshtein's, between two short words. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 0; i < a.length; i++) {
    const next = [i + 1]
    for (let j = 0; j < b.length; j++)
      next.push(Math.min((row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1, (row[j] ?? 0) + (a.charAt(i) === b.charAt(j) ? 0 : 1)))
    row = next
  }
  return row[b.length] ?? 0
}

function readEnvFile(): Record<string, string | undefined> {
  return existsSync('.env') ? parseEnv(readFileSync('.env', 'utf8')) : {}
}

function environment(): Record<string, string | undefined> {
  if (existsSync('.env')) process.loadEnvFile('.env')
  return process.env
}

type Settings = z.infer<typeof SETTINGS>

function productionProblems(settings: Settings): string[] {
  const problems: string[] = []
  if (!settings.SMTP_URL)
    problems.push('SMTP_URL is missing: without it no alert can leave; set it, e.g. SMTP_URL=smtps://user:password@mail.example.com:465')
  if (settings.MAIL_FROM === MAIL_FROM_EXAMPLE)
    problems.push('MAIL_FROM is missing: no mail server takes mail from an example; set it, e.g. MAIL_FROM=Dayrate <alerts@your-domain>')
  if (!settings.PUBLIC_URL)
    problems.push('PUBLIC_URL is missing: links in mails need it; set it, e.g. PUBLIC_URL=https://dayrate.example.com')
  else if (!settings.PUBLIC_URL.startsWith('https:'))
    problems.push('PUBLIC_URL must begin with https:// in production; one-click unsubscribe needs it')
  if (!settings.SECRET) problems.push('SECRET is missing: it signs links; set it to the output of: openssl rand -hex 32')
  if (!settings.DATABASE_URL)
    problems.push(
      'DATABASE_URL is missing: production needs its own Postgres 18, e.g. DATABASE_URL=postgres://user:password@host:5432/dayrate',
    )
  for (const key of ['SECRET', 'ADMIN_TOKEN'] as const)
    if (KNOWN_SECRETS.some(known => settings[key]?.toLowerCase().includes(known)))
      problems.push(`${key} still has its example value; set it to the output of: openssl rand -hex 32`)
  if (settings.SAMPLE_BOARDS) problems.push('SAMPLE_BOARDS=on is for trying Dayrate out, never for production; remove it')
  return problems
}

/** The two keys only make sense together, and the file must hold what can sign: better said at the start than by the first mail. */
function dkimProblems({ DKIM_SELECTOR: selector, DKIM_KEY_FILE: file }: Settings): string[] {
  if (selector === undefined && file === undefined) return []
  if (selector === undefined) return ['DKIM_SELECTOR is missing beside DKIM_KEY_FILE; set it, e.g. DKIM_SELECTOR=alerts']
  if (file === undefined) return ['DKIM_KEY_FILE is missing beside DKIM_SELECTOR; make one with: openssl genrsa -out dkim.pem 2048']
  const mend = 'must name a file with an RSA private key (PEM); make one with: openssl genrsa -out dkim.pem 2048'
  if (!existsSync(file)) return [`DKIM_KEY_FILE ${mend} (there is no file “${file}”)`]
  return isRsaKey(readFileSync(file, 'utf8')) ? [] : [`DKIM_KEY_FILE ${mend} (“${file}” holds none)`]
}

function isRsaKey(pem: string): boolean {
  try {
    return createPrivateKey(pem).asymmetricKeyType === 'rsa'
  } catch {
    return false
  }
}

function dkimKey({ DKIM_SELECTOR: selector, DKIM_KEY_FILE: file, MAIL_FROM: from }: Settings): Config['dkim'] {
  if (selector === undefined || file === undefined) return undefined
  const domain = from.replace(/>$/, '').split('@').at(-1) ?? ''
  return { domain, selector, privateKey: readFileSync(file, 'utf8') }
}

/** The value is named only where it cannot be a secret. */
function problemOf(issue: z.core.$ZodIssue, set: Record<string, string | undefined>): string {
  const key = String(issue.path[0])
  const mends: Record<string, string> = {
    PORT: 'must be a port number from 1 to 65535, e.g. PORT=3000',
    PUBLIC_URL: 'must be an http(s) address, e.g. PUBLIC_URL=https://dayrate.example.com',
    DATABASE_URL:
      'must be a Postgres address, e.g. DATABASE_URL=postgres://user:password@localhost:5432/dayrate; leave it out to use the bundled Postgres',
    SMTP_URL: 'must be an SMTP address, e.g. SMTP_URL=smtp://localhost:1025; leave it out to read mails at /dev/mailbox',
    BOUNCE_ADDRESS: 'must be one bare address with at most 10 characters before the @, e.g. BOUNCE_ADDRESS=bounces@dayrate.example.com',
    DKIM_SELECTOR: 'must be a DNS label such as “alerts”: the public key stands at <selector>._domainkey.<domain of MAIL_FROM>',
    MAIL_FROM: 'must hold one address, with or without a name, e.g. MAIL_FROM=Dayrate <alerts@dayrate.example.com>',
    CONTACT: 'must be an e-mail address, e.g. CONTACT=board@example.com; leave it out to use the address of MAIL_FROM',
    NODE_ENV: 'can be development, production or test',
    SAMPLE_BOARDS: 'can be on or off',
    PUBLIC_SOURCES: 'can be on or off',
    LOG_LEVEL: 'can be debug, info, warn or error',
    USAJOBS_EMAIL: 'must be the e-mail address the key was given to',
    TRUST_PROXY: 'is the number of proxies in front, from 0 to 5',
  }
  const shown = ['PORT', 'NODE_ENV', 'SAMPLE_BOARDS', 'PUBLIC_SOURCES', 'LOG_LEVEL', 'TRUST_PROXY'].includes(key)
    ? ` (it is “${set[key]}”)`
    : ''
  return `${key} ${mends[key] ?? issue.message}${shown}`
}

function configOf(settings: Settings): Omit<Config, 'remarks'> {
  const mode = settings.NODE_ENV
  return {
    mode,
    port: settings.PORT,
    host: settings.HOST,
    publicUrl: settings.PUBLIC_URL?.replace(/(?<!\/)\/+$/, ''),
    databaseUrl: settings.DATABASE_URL,
    dataFolder: settings.DATA_FOLDER,
    smtpUrl: settings.SMTP_URL,
    mailFrom: settings.MAIL_FROM,
    bounceAddress: settings.BOUNCE_ADDRESS,
    contact: settings.CONTACT ?? /<([^<>]{1,320})>$/.exec(settings.MAIL_FROM)?.[1] ?? settings.MAIL_FROM,
    dkim: dkimKey(settings),
    secret: settings.SECRET,
    adminToken: settings.ADMIN_TOKEN,
    sampleBoards: settings.SAMPLE_BOARDS ?? mode === 'development',
    publicSources: settings.PUBLIC_SOURCES ?? mode !== 'test',
    sourceKeys: sourceKeysOf(settings),
    trustProxy: settings.TRUST_PROXY,
    logLevel: settings.LOG_LEVEL,
  }
}

function sourceKeysOf({ REED_API_KEY, ADZUNA_APP_ID, ADZUNA_APP_KEY, USAJOBS_API_KEY, USAJOBS_EMAIL }: Settings): Record<string, string> {
  const keys = { REED_API_KEY, ADZUNA_APP_ID, ADZUNA_APP_KEY, USAJOBS_API_KEY, USAJOBS_EMAIL }
  return Object.fromEntries(Object.entries(keys).filter((pair): pair is [string, string] => pair[1] !== undefined))
}
