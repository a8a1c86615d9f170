import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ConfigError, readConfig, unknownKeys } from '../config.ts'

const secret = '0123456789abcdef0123456789abcdef'
const production = {
  NODE_ENV: 'production',
  PUBLIC_URL: 'https://board.example',
  DATABASE_URL: 'postgres://a:b@db:5432/dayrate',
  SMTP_URL: 'smtp://mail:25',
  MAIL_FROM: 'Dayrate <alerts@board.test>',
  SECRET: secret,
}

test('nothing needs to be set to begin', () => {
  const config = readConfig({})
  assert.equal(config.port, 3000)
  assert.equal(config.databaseUrl, undefined)
  assert.equal(config.sampleBoards, true)
  assert.equal(config.publicSources, true)
})

test('an empty value is as good as none', () => assert.equal(readConfig({ PORT: '', SMTP_URL: '' }).port, 3000))

test('production with everything starts, without samples', () => {
  const config = readConfig(production)
  assert.equal(config.sampleBoards, false)
  assert.equal(config.publicUrl, 'https://board.example')
})

test('in tests no public source is asked', () => assert.equal(readConfig({ NODE_ENV: 'test' }).publicSources, false))

const WRONG: [what: string, env: Record<string, string>, problem: RegExp][] = [
  ['a port out of range', { PORT: '70000' }, /^PORT must be a port number from 1 to 65535.*70000/],
  ['a port that is no number', { PORT: 'web' }, /^PORT /],
  ['an address that is none', { PUBLIC_URL: 'dayrate' }, /^PUBLIC_URL must be an http\(s\) address/],
  ['another kind of database', { DATABASE_URL: 'mysql://localhost/x' }, /^DATABASE_URL must be a Postgres address/],
  ['a mail server that is a web page', { SMTP_URL: 'https://mail.example' }, /^SMTP_URL must be an SMTP address/],
  ['a switch with a third position', { SAMPLE_BOARDS: 'maybe' }, /^SAMPLE_BOARDS can be on or off/],
  ['a short secret', { SECRET: 'short' }, /^SECRET must have at least 32 characters/],
  ['M16: production without mail', { ...production, SMTP_URL: '' }, /^SMTP_URL is missing/],
  ['production without a sender', { ...production, MAIL_FROM: '' }, /^MAIL_FROM is missing/],
  ['two senders', { MAIL_FROM: 'a@board.test, b@board.test' }, /^MAIL_FROM must hold one address/],
  ['a sender without an address', { MAIL_FROM: 'Dayrate' }, /^MAIL_FROM must hold one address/],
  ['production without an address', { ...production, PUBLIC_URL: '' }, /^PUBLIC_URL is missing/],
  ['production on plain http', { ...production, PUBLIC_URL: 'http://board.example' }, /^PUBLIC_URL must begin with https/],
  ['production without a secret', { ...production, SECRET: '' }, /^SECRET is missing/],
  [
    'production with the secret of the example file',
    { ...production, SECRET: 'change-me-change-me-change-me-change-me' },
    /^SECRET still has its example value/,
  ],
  ['production with the bundled database', { ...production, DATABASE_URL: '' }, /^DATABASE_URL is missing/],
  ['a DKIM key without its selector', { DKIM_KEY_FILE: 'dkim.pem' }, /^DKIM_SELECTOR is missing/],
  ['a DKIM selector without its key', { DKIM_SELECTOR: 'alerts' }, /^DKIM_KEY_FILE is missing/],
  ['a DKIM key that is not there', { DKIM_SELECTOR: 'alerts', DKIM_KEY_FILE: 'nowhere.pem' }, /^DKIM_KEY_FILE .*no file “nowhere\.pem”/],
  ['a DKIM key that is none', { DKIM_SELECTOR: 'alerts', DKIM_KEY_FILE: 'package.json' }, /^DKIM_KEY_FILE .*holds none/],
  ['samples in production', { ...production, SAMPLE_BOARDS: 'on' }, /^SAMPLE_BOARDS=on/],
]
for (const [what, env, problem] of WRONG) {
  test(`${what} is refused with its mend`, () =>
    assert.throws(
      () => readConfig(env),
      (error: unknown) => error instanceof ConfigError && error.problems.some(one => problem.test(one)),
    ))
}

test('a refusal never shows a secret', () => {
  assert.throws(
    () => readConfig({ SECRET: 'hunter2-hunter2', ADMIN_TOKEN: 'swordfish' }),
    (error: unknown) => error instanceof ConfigError && !/hunter2|swordfish/.test(error.message),
  )
})

test('keys of sources are handed on under their own names, and only those that are set', () => {
  assert.deepEqual(readConfig({ REED_API_KEY: ' 1234-5678 ', ADZUNA_APP_ID: '' }).sourceKeys, { REED_API_KEY: '1234-5678' })
  assert.throws(() => readConfig({ REED_API_KEY: 'ab' }), /REED_API_KEY must have at least 6 characters/)
  assert.throws(() => readConfig({ USAJOBS_EMAIL: 'me' }), /USAJOBS_EMAIL must be the e-mail address/)
})

test('a key of .env that is none is named, with the one that was meant', () => {
  assert.deepEqual(unknownKeys({ PORT: '1', SMPT_URL: 'x', REED_APIKEY: 'y', COLOUR: 'z' }), [
    '.env sets SMPT_URL, which is no setting; did you mean SMTP_URL?',
    '.env sets REED_APIKEY, which is no setting; did you mean REED_API_KEY?',
    '.env sets COLOUR, which is no setting',
  ])
})
