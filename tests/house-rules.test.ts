// The rules of the house that a machine can hold. What they are for stands in CONTRIBUTING.md and docs/decisions/.
import assert from 'node:assert/strict'
import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join, posix } from 'node:path'
import { test } from 'node:test'
import { SETTINGS } from '../config.ts'

const ROOT = join(import.meta.dirname, '..')
const SKIPPED = ['node_modules/**', '.git/**', '.data/**', '.cache/**', 'coverage/**']
/** Product code only; tests, benches and scripts may reach everywhere. */
const PRODUCT = ['listings', 'crawlers', 'db', 'views', 'api', 'jobs', 'commands']
/** Where a process begins: these wire everything together and read the settings. */
const ENTRY_POINTS = ['main.ts', 'cli.ts', 'api/main.ts', 'jobs/main.ts', 'db/migrate.ts', /^commands\//]

interface Source {
  file: string
  text: string
  imports: { what: string; from: string; typeOnly: boolean }[]
}

const sources = list('**/*.{ts,mjs}').map(readSource)
const product = sources.filter(({ file }) => PRODUCT.includes(folderOf(file)) || !file.includes('/'))

/** What each folder may import of ours; "type db" means types only. log.ts may be named by all as a type. */
const MAY_IMPORT: Record<string, string[]> = {
  listings: [],
  db: ['listings'],
  views: ['listings', 'type db'],
  crawlers: ['db', 'listings'],
  api: ['db', 'views', 'listings'],
  jobs: ['crawlers', 'db', 'listings', 'views'],
}

for (const [folder, allowed] of Object.entries(MAY_IMPORT)) {
  test(`${folder}/ imports ${allowed.length > 0 ? `only ${allowed.join(', ')}` : 'nothing'} of ours`, () => {
    const broken = product
      .filter(({ file }) => folderOf(file) === folder && !isEntryPoint(file))
      .flatMap(source => ownImports(source).map(own => ({ ...own, file: source.file })))
      .filter(({ folder: to, typeOnly }) => {
        if (to === folder || allowed.includes(to) || (typeOnly && allowed.includes(`type ${to}`))) return false
        return !(to === 'log.ts' && typeOnly)
      })
    assert.deepEqual(
      broken.map(({ file, path }) => `${file} → ${path}`),
      [],
    )
  })
}

test('there is no folder for leftovers', () => {
  const named = ['src', 'lib', 'utils', 'helpers', 'core', 'common', 'shared', 'services', 'models', 'types', 'middleware']
  const found = sources
    .filter(({ file }) => !/^(?:tests|bench)\//.test(file))
    .filter(({ file }) => file.split('/').some(part => named.includes(part)))
  assert.deepEqual(
    found.map(({ file }) => file),
    [],
  )
  const files = sources.filter(({ file }) => /(?:^|[-/])(?:utils?|helpers?|common|manager|service|handler)\.ts$/.test(file))
  assert.deepEqual(
    files.map(({ file }) => file),
    [],
  )
})

test('only config.ts reads process.env, and only entry points read config.ts', () => {
  assert.deepEqual(filesWith(/process\s?\.\s?env\b|loadEnvFile/, ['config.ts']), [])
  const readers = product
    .filter(({ file }) => !isEntryPoint(file))
    .filter(source => ownImports(source).some(({ path }) => path === 'config.ts'))
  assert.deepEqual(
    readers.filter(source => source.imports.some(one => one.from.endsWith('config.ts') && !one.typeOnly)).map(({ file }) => file),
    [],
  )
})

/** Packages that have one home each: swap the package, change one place. */
const HOMES: Record<string, RegExp> = {
  undici: /^crawlers\/(?:fetcher|poster|guard|filtering-proxy)\.ts$/,
  'playwright-core': /^crawlers\/browser\.ts$/,
  nodemailer: /^jobs\/smtp\.ts$/,
  'pg-boss': /^jobs\/queue\.ts$/,
  'node-cron': /^jobs\/(?:schedule|worker)\.ts$/,
  '@crawlee/basic': /^crawlers\//,
  kysely: /^db\//,
  pg: /^db\//,
  express: /^api\//,
  handlebars: /^views\//,
  juice: /^views\//,
  commander: /^cli\.ts$/,
}

for (const [name, home] of Object.entries(HOMES)) {
  test(`${name} is imported in ${home.source.replaceAll(/[\\^$]/g, '')} only`, () => {
    const users = product.filter(({ imports }) =>
      imports.some(({ from, typeOnly }) => (from === name || from.startsWith(`${name}/`)) && !typeOnly),
    )
    assert.deepEqual(
      users.map(({ file }) => file).filter(file => !home.test(file)),
      [],
    )
  })
}

test('every package that runs in production is a plain dependency, and every plain dependency is used', () => {
  const { dependencies } = JSON.parse(read('package.json')) as { dependencies: Record<string, string> }
  const used = product.flatMap(({ imports }) => imports.filter(({ typeOnly }) => !typeOnly).map(({ from }) => packageOf(from)))
  const wanted = new Set(used.filter(name => name !== undefined))
  assert.deepEqual([...wanted].sort(), Object.keys(dependencies).sort())
})

test('only crawlers/fetcher.ts fetches', () => {
  const given = product.filter(({ text }) => /[({,]\s{0,20}fetch(?:[,:)]|\s\})/.test(text)).map(({ file }) => file)
  const pattern = /(?<![.\w]|function |async )fetch\(|https?\.(?:get|request)\(|globalThis\.fetch/
  assert.deepEqual(filesWith(pattern, ['crawlers/fetcher.ts', ...given]), [])
})

test('S8: no other way out: Node’s own clients are used where addresses are checked, all else only listens', () => {
  // installation.ts looks whether our own sample boards, on loopback, are up.
  const checked = /^crawlers\/(?:guard|filtering-proxy|installation)\.ts$/
  const isClient = ({ from, what, typeOnly }: Source['imports'][number]) =>
    !typeOnly &&
    /^(?:node:)?(?:https?|http2|net|tls|dgram)$/.test(from) &&
    !/^\{\s?createServer(?: as \w+)?(?:, type \w+)*\s?\}$/.test(what)
  const clients = product.filter(({ file, imports }) => !checked.test(file) && imports.some(isClient)).map(({ file }) => file)
  assert.deepEqual(clients, [])
})

const connectors = readdirSync(join(ROOT, 'crawlers/connectors')).map(file => basename(file, '.ts'))

test('every connector has a recorded page and a gold file', () => {
  assert.ok(connectors.length > 0)
  for (const connector of connectors) {
    const folder = join(ROOT, 'tests/fixtures', connector)
    const files = existsSync(folder) ? readdirSync(folder) : []
    assert.ok(files.includes('gold.json'), `tests/fixtures/${connector}/gold.json is missing`)
    assert.ok(files.length > 1, `tests/fixtures/${connector}/ has no recorded page`)
    assert.doesNotThrow(() => JSON.parse(read(`tests/fixtures/${connector}/gold.json`)), `tests/fixtures/${connector}/gold.json`)
  }
})

test('a connector is named in its own file and in the catalogue, and nowhere else', () => {
  // The sample boards are made for certain connectors, and the examples of `--help` name real sources.
  const elsewhere = product.filter(({ file }) => !/^(?:cli\.ts|crawlers\/(?:connectors\/|samples\/|catalogue\.ts))/.test(file))
  const named = elsewhere.flatMap(({ file, text }) => {
    const code = withoutComments(text)
    return connectors.filter(name => isNamed(name, code)).map(name => `${file} names ${name}`)
  })
  assert.deepEqual(named, [])
})

test('.env.example has exactly the keys that config.ts reads', () => {
  const shown = [...read('.env.example').matchAll(/^#?([A-Z][A-Z_]{1,30})=/gm)].map(([, key = '']) => key)
  assert.deepEqual(shown.sort(), Object.keys(SETTINGS.shape).sort())
})

test('every command in the documents exists', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
  const subcommands = product.flatMap(({ text }) => [...text.matchAll(/\.command\(\s{0,20}'([\w-]+)/g)].map(([, name = '']) => name))
  const npmOwn = ['install', 'ci', 'i', 'run', 'config', 'cache', 'view']
  for (const file of list('{*.md,docs/**/*.md}')) {
    for (const line of codeOf(read(file))) {
      const [, run, script = ''] = /^npm (run )?(?:-s |--silent )?([a-z][\w:-]*)/.exec(line) ?? []
      const known = run || ['start', 'test'].includes(script) ? script in scripts : npmOwn.includes(script)
      assert.ok(script === '' || known, `${file}: ${line}`)
      const [, subcommand] = /(?:^|^npx |^npm run (?:-s |--silent )?)dayrate (?:-- )?([a-z][\w-]*)/.exec(line) ?? []
      assert.ok(subcommand === undefined || subcommands.includes(subcommand), `${file}: ${line}`)
    }
  }
})

test('every file the documents name exists', () => {
  const missing = list('*.md').flatMap(file => {
    const named = [...read(file).matchAll(/`((?:[\w.-]+\/)+[\w.-]*|[\w-]+\.(?:ts|md|json|yml|mjs))`/g)].map(([, path = '']) => path)
    return named
      .filter(path => !existsSync(join(ROOT, path)) && !/^(?:\.\.|\.data|\.cache|node_modules)/.test(path))
      .map(path => `${file}: ${path}`)
  })
  assert.deepEqual(missing, [])
})

test('every file that package.json starts exists', () => {
  const { scripts, bin } = JSON.parse(read('package.json')) as { scripts: Record<string, string>; bin: Record<string, string> }
  const started = [...Object.values(scripts).flatMap(script => script.match(/[\w./-]+\.(?:ts|mjs)\b/g) ?? []), ...Object.values(bin)]
  assert.deepEqual(
    started.filter(file => !existsSync(join(ROOT, file))),
    [],
  )
})

interface LockEntry {
  version?: string
  integrity?: string
  resolved?: string
  optionalDependencies?: Record<string, string>
}

test('W20: the lock file is complete for every platform, and takes nothing from elsewhere', () => {
  const { packages } = JSON.parse(read('package-lock.json')) as { packages: Record<string, LockEntry> }
  for (const [path, entry] of Object.entries(packages)) {
    if (path !== '') assert.ok(entry.integrity, `${path} has no integrity`)
    assert.equal(entry.resolved, undefined, `${path} is tied to one registry; .npmrc must say omit-lockfile-registry-resolved`)
    for (const name of Object.keys(entry.optionalDependencies ?? {})) {
      assert.ok(
        findInLock(packages, path, name)?.integrity,
        `${name}, an optional package of ${path || 'ours'}, is missing: npm ci would fail`,
      )
    }
  }
})

test('W20: package.json and the lock file agree, and every version is exact', () => {
  type Manifest = Partial<Record<'dependencies' | 'devDependencies' | 'optionalDependencies', Record<string, string>>>
  const manifest = JSON.parse(read('package.json')) as Manifest
  const { packages } = JSON.parse(read('package-lock.json')) as { packages: Record<string, LockEntry & Manifest> }
  for (const kind of ['dependencies', 'devDependencies', 'optionalDependencies'] as const) {
    assert.deepEqual(packages['']?.[kind], manifest[kind])
    for (const [name, version] of Object.entries(manifest[kind] ?? {})) assert.match(version, /^\d+\.\d+\.\d+(?:-[\w.]+)?$/, name)
  }
})

test('no template prints anything unescaped', () => {
  const templates = list('views/**/*.hbs')
  assert.ok(templates.length > 0)
  assert.deepEqual(
    templates.filter(file => /\{\{\{|\{\{~?&/.test(read(file))),
    [],
  )
})

/** Written in two parts so that this file does not hold what it forbids. */
const FORBIDDEN: Record<string, RegExp> = {
  'an unfinished mark': new RegExp(['\\b(?:TO', 'DO|FIX', 'ME|XX', 'X|HA', 'CK)\\b'].join('')),
  'a type given up': new RegExp(['\\bas a', 'ny\\b|@ts-', '(?:ignore|nocheck|expect-error)'].join('')),
  'a test run alone': new RegExp(['\\b(?:test|it|describe|suite)\\.on', 'ly\\(|\\{ only: tr', 'ue'].join('')),
  'an enum': new RegExp(['^(?:export )?(?:declare )?(?:const )?en', 'um \\w+'].join(''), 'm'),
  'a path of one machine': new RegExp(['(?<![\\w.:/}-])/(?:wo', 'rk|ro', 'ot|ho', 'me|Us', 'ers)/[a-z]'].join('')),
}

for (const [what, pattern] of Object.entries(FORBIDDEN)) {
  test(`no file holds ${what}`, () => {
    const everything = list('**/*.{ts,mjs,js,hbs,css,sql,yml,json}').concat(list('{.ci/run,Dockerfile,.env.example,*.md}'))
    const found = everything.filter(file => !/^(?:package-lock\.json|tests\/fixtures\/)/.test(file) && pattern.test(read(file)))
    assert.deepEqual(found, [])
  })
}

test('nothing is printed past the log, the console and the scripts', () => {
  assert.deepEqual(filesWith(/\bconsole\.\w+\(/, []), [])
})

test('no file is longer than 350 lines', () => {
  const long = sources
    .filter(({ file }) => !file.startsWith('crawlers/samples/adverts/'))
    .map(({ file, text }) => ({ file, lines: text.split('\n').length - 1 }))
  assert.deepEqual(
    long.filter(({ lines }) => lines > 350).map(({ file, lines }) => `${file}: ${lines}`),
    [],
  )
})

test('files are named in lower case with hyphens', () => {
  assert.deepEqual(
    sources.map(({ file }) => basename(file)).filter(name => !/^\d{0,4}-?[a-z0-9-]+(?:\.(?:test|gen))?\.(?:ts|mjs)$/.test(name)),
    [],
  )
})

function list(pattern: string): string[] {
  return globSync(pattern, { cwd: ROOT, exclude: SKIPPED })
    .map(file => file.replaceAll('\\', '/'))
    .sort()
}

function read(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8')
}

function readSource(file: string): Source {
  const text = read(file)
  const stated = [...text.matchAll(/^(?:import|export)\s(type\s)?([^'"]{0,2000}?)\sfrom '([^']+)'/gm)]
  const called = [...text.matchAll(/\bimport\('([^']+)'\)/g)].map(([, from = '']) => ({ what: '', from, typeOnly: false }))
  const bare = [...text.matchAll(/^import '([^']+)'/gm)].map(([, from = '']) => ({ what: '', from, typeOnly: false }))
  return {
    file,
    text,
    imports: [...stated.map(([, type, what = '', from = '']) => ({ what, from, typeOnly: Boolean(type) })), ...called, ...bare],
  }
}

/** The imports of our own files, by folder (a file in the root is its own folder). */
function ownImports({ file, imports }: Source): { folder: string; path: string; typeOnly: boolean }[] {
  return imports
    .filter(({ from }) => from.startsWith('.'))
    .map(({ from, typeOnly }) => ({ path: posix.normalize(posix.join(dirname(file), from)), typeOnly }))
    .map(own => ({ ...own, folder: folderOf(own.path) }))
}

/** The npm package an import names; undefined for our own files and for Node's modules. */
function packageOf(from: string): string | undefined {
  if (/^[./]|^node:/.test(from)) return undefined
  return from
    .split('/')
    .slice(0, from.startsWith('@') ? 2 : 1)
    .join('/')
}

function folderOf(file: string): string {
  return file.split('/')[0] ?? file
}

function isEntryPoint(file: string): boolean {
  return ENTRY_POINTS.some(entry => (typeof entry === 'string' ? entry === file : entry.test(file)))
}

function filesWith(pattern: RegExp, except: string[]): string[] {
  return product.filter(({ file, text }) => !except.includes(file) && pattern.test(withoutComments(text))).map(({ file }) => file)
}

/** The lines of fenced and indented blocks and the code in running text, without a prompt. */
function codeOf(markdown: string): string[] {
  const fenced = [...markdown.matchAll(/^```[^\n]{0,40}\n([\s\S]*?)^```/gm)].flatMap(([, block = '']) => block.split('\n'))
  const indented = markdown.split('\n').filter(line => line.startsWith('    '))
  const inline = [...markdown.matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code)
  return [...fenced, ...indented, ...inline].map(line => line.trim().replace(/^\$ /, ''))
}

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(?<=^|\s)\/\/[^\n]*/g, '')
}

/**
 * As the kind of a source, or as the host of a board. The bare word is no offence: “a feed of the board” and the agency Reed are not
 * connectors.
 */
function isNamed(name: string, code: string): boolean {
  return new RegExp(`\\b(?:connector|source|kind)\\w{0,12}\\b[^\\n]{0,30}['"]${name}['"]|\\b${name}\\.(?:io|com|co|net|org)\\b`, 'i').test(
    code,
  )
}

/** As Node resolves: beside the package, then up towards the root. */
function findInLock(packages: Record<string, LockEntry>, from: string, name: string): LockEntry | undefined {
  for (let folder = from; ; folder = folder.slice(0, Math.max(folder.lastIndexOf('node_modules/') - 1, 0))) {
    const found = packages[`${folder ? `${folder}/` : ''}node_modules/${name}`]
    if (found ?? !folder) return found
  }
}
