// No Docker engine is needed here: the files are read, and what they name must exist.
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { parse } from 'yaml'
import { SETTINGS } from '../config.ts'

const ROOT = join(import.meta.dirname, '..')

interface Service {
  image?: string
  build?: string
  user?: string
  read_only?: boolean
  tmpfs?: string[]
  init?: boolean
  command?: string[]
  ports?: string[]
  environment?: Record<string, string>
  depends_on?: Record<string, { condition: string }>
  healthcheck?: { test: string[]; interval: string; timeout: string; retries: number }
  volumes?: string[]
  cap_drop?: string[]
  security_opt?: string[]
  restart?: string
}

const compose = parse(read('docker-compose.yml'), { merge: true }) as {
  services: Record<string, Service>
  volumes: Record<string, unknown>
}
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
const ours = ['migrate', 'web', 'worker']

test('compose brings a database, the migrations, the web server, the worker and a mailbox', () => {
  assert.deepEqual(Object.keys(compose.services).sort(), ['mailpit', ...ours, 'postgres'].sort())
  assert.equal(compose.services['postgres']?.image, 'postgres:18')
})

for (const [name, service] of Object.entries(compose.services)) {
  test(`${name} runs without root, without writing to its image and without privileges`, () => {
    assert.match(service.user ?? 'root', /^(?!root|0(?::|$))/)
    assert.equal(service.read_only, true)
    assert.ok(service.tmpfs?.includes('/tmp'))
    assert.deepEqual(service.cap_drop, ['ALL'])
    assert.deepEqual(service.security_opt, ['no-new-privileges:true'])
  })

  test(`${name} tells how it is and comes back`, () => {
    assert.ok(service.restart)
    if (name === 'migrate') return
    assert.equal(service.healthcheck?.test[0], 'CMD')
    assert.ok(service.healthcheck?.interval && service.healthcheck.timeout && service.healthcheck.retries)
  })

  test(`${name} waits only for what is there, and healthy`, () => {
    for (const [other, { condition }] of Object.entries(service.depends_on ?? {})) {
      const wanted = compose.services[other]
      assert.ok(wanted, other)
      assert.equal(condition, wanted.healthcheck ? 'service_healthy' : 'service_completed_successfully')
    }
  })

  test(`${name} publishes nothing beyond this machine`, () => {
    for (const port of service.ports ?? []) assert.match(port, /^127\.0\.0\.1:/)
  })

  test(`${name} keeps its data in a volume that is declared`, () => {
    for (const volume of service.volumes ?? []) assert.ok((volume.split(':')[0] ?? '') in compose.volumes, volume)
  })
}

for (const name of ours) {
  const service = compose.services[name]

  test(`${name} runs the npm script of its name`, () => {
    assert.deepEqual(service?.command, ['npm', 'run', name])
    assert.ok(scripts[name])
    assert.equal(scripts[`pre${name}`], undefined, 'a set-up would try to write into the image')
    assert.ok(existsSync(join(ROOT, /^node (?:--[\w=-]+ ){0,3}([\w./-]+)$/.exec(scripts[name] ?? '')?.[1] ?? '?')))
  })

  test(`${name} is given settings that config.ts knows, and a database, mail, an address and a secret among them`, () => {
    const keys = Object.keys(service?.environment ?? {})
    assert.deepEqual(
      keys.filter(key => !(key in SETTINGS.shape)),
      [],
    )
    for (const key of ['DATABASE_URL', 'SMTP_URL', 'PUBLIC_URL', 'SECRET']) assert.ok(keys.includes(key), key)
    assert.match(service?.environment?.['SECRET'] ?? '', /^\$\{SECRET:\?/, 'two processes must share one secret, so there is no default')
  })

  test(`the settings of ${name} pass the checks of config.ts once the gaps are filled`, () => {
    const filled = Object.entries(service?.environment ?? {}).map(([key, value]) => [
      key,
      key === 'SECRET' ? 'x'.repeat(64) : defaultOf(value),
    ])
    const parsed = SETTINGS.safeParse(Object.fromEntries(filled.filter(([, value]) => value !== '')))
    assert.deepEqual(parsed.error?.issues ?? [], [])
  })
}

test('what the containers ask of themselves exists', () => {
  const { web, worker } = compose.services
  const [, path] = /127\.0\.0\.1:3000(\/\w+)/.exec(web?.healthcheck?.test.join(' ') ?? '') ?? []
  assert.ok(path !== undefined && read('api/server.ts').includes(`'${path}'`))
  const [, node, file, command] = worker?.healthcheck?.test ?? []
  assert.equal(node, 'node')
  assert.ok(file && command && new RegExp(`command\\(\\s*'${command}`).test(read(file)))
})

test('the image is Node 26 without the packages of development, run by a user', () => {
  const lines = read('Dockerfile')
    .split('\n')
    .filter(line => /^[A-Z]+ /.test(line))
  assert.equal(lines[0], 'FROM node:26-slim')
  assert.ok(lines.some(line => line.startsWith('RUN npm ci --omit=dev')))
  assert.equal(
    lines.findLast(line => line.startsWith('USER ')),
    'USER node',
  )
  assert.equal(lines.at(-1), 'CMD ["npm", "run", "web"]')
  for (const line of lines.filter(text => text.startsWith('COPY ') && !text.startsWith('COPY . ')))
    for (const file of line.split(' ').slice(1, -1)) assert.ok(existsSync(join(ROOT, file)), file)
})

test('secrets, data and what only development needs stay out of the image', () => {
  const ignored = read('.dockerignore').split('\n')
  for (const name of ['.git', '.env', '.data', '.cache', 'node_modules', 'tests']) assert.ok(ignored.includes(name), name)
})

function read(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8')
}

/** "${KEY:-value}" without KEY set. */
function defaultOf(value: string): string {
  return value.replaceAll(/\$\{[A-Z_]{1,30}(?::-([^}]*))?\}/g, (_, otherwise: string | undefined) => otherwise ?? '')
}
