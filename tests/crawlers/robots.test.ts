import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, test } from 'node:test'
import { isAllowed, matches, parseRobots } from '../../crawlers/robots.ts'
import { spentMs } from '../support/spent.ts'

const TOKEN = 'dayratebot'
const SITE = 'https://board.example'

function allows(robots: string, path: string, token = TOKEN): boolean {
  return isAllowed(parseRobots(robots, token), SITE + path)
}

describe('groups and rules', () => {
  test('R1: the longest rule wins, and allow wins where two are equally long', () => {
    const robots = 'User-agent: *\nDisallow: /jobs\nAllow: /jobs/public\nAllow: /same\nDisallow: /same\n'
    assert.equal(allows(robots, '/jobs/1'), false)
    assert.equal(allows(robots, '/jobs/public/1'), true)
    assert.equal(allows(robots, '/same'), true)
    assert.equal(allows(robots, '/elsewhere'), true)
  })

  test('R1: a group of our own stands in for the group of everybody, and several of ours are one', () => {
    const robots =
      'User-agent: *\nDisallow: /\n\nUser-agent: other\nUser-agent: DayrateBot\nDisallow: /a\n\nUser-agent: dayratebot\nDisallow: /b\n'
    assert.equal(allows(robots, '/c'), true)
    assert.equal(allows(robots, '/a'), false)
    assert.equal(allows(robots, '/b'), false)
  })

  test('R1: stars match any run of characters, a dollar at the end the end', () => {
    const robots = 'User-agent: *\nDisallow: /*.pdf$\nDisallow: /private*/x\n'
    assert.equal(allows(robots, '/a/b.pdf'), false)
    assert.equal(allows(robots, '/a/b.pdf?x=1'), true)
    assert.equal(allows(robots, '/private-things/x/y'), false)
  })

  test('R1: the spellings of an address are compared as equal, and no spelling gets round a refusal', () => {
    const robots = 'User-agent: *\nDisallow: /caf%c3%a9\nDisallow: /adm%69n\n'
    for (const path of ['/café', '/caf%C3%A9', '/admin', '/%61dmin']) assert.equal(allows(robots, path), false, path)
  })

  test('R1: colons left out, capitals and the usual misspellings do not switch a rule off', () => {
    assert.equal(allows('USER-AGENT: *\nDISALLOW: /x', '/x'), false)
    assert.equal(allows('User-agent: *\nDisallow /x', '/x'), false)
    assert.equal(allows('Useragent: *\nDissallow: /x', '/x'), false)
  })

  test('R1: what RFC 9309 does not know stands in no group’s way', () => {
    for (const line of ['Crawl-delay: 5', 'Sitemap: https://board.example/s.xml', 'Clean-param: ref', ''])
      assert.equal(allows(`User-agent: *\n${line}\nUser-agent: other\nDisallow: /`, '/x'), false, line)
  })

  test('R1: a star or a dollar of an address is no sign of a pattern’s (RFC 9309 §2.2.3)', () => {
    const robots = 'User-agent: *\nDisallow: /file-%2A.html\nDisallow: /foo-%24\n'
    for (const path of ['/file-*.html', '/file-%2a.html', '/foo-$', '/foo-%24']) assert.equal(allows(robots, path), false, path)
    for (const path of ['/file-1.html', '/foo-']) assert.equal(allows(robots, path), true, path)
  })

  test('R1: a refusal that is written badly is one, a permission is not', () => {
    for (const line of ['Disallow: x/', 'Disallow: https://board.example/x/', 'Disallowed: /x/', 'Disallow : /x/'])
      assert.equal(allows(`User-agents: *\n${line}`, '/x/1'), false, line)
    assert.equal(allows('User-agent: *\nDisallow: /x\nAllow: x/1\nAllowed: /x/1', '/x/1'), false)
  })

  test('an empty Disallow refuses nothing, a rule before any group belongs to nobody, robots.txt is always allowed', () => {
    assert.equal(allows('User-agent: *\nDisallow:\n', '/x'), true)
    assert.equal(allows('Disallow: /\nUser-agent: other\nDisallow: /\n', '/x'), true)
    assert.equal(allows('User-agent: *\nDisallow: /\n', '/robots.txt'), true)
  })

  test('R10: our token is known in any capitals and with a version, and only as the whole product name', () => {
    assert.equal(allows('User-agent: DAYRATEBOT/2.1 (whatever)\nDisallow: /', '/x'), false)
    assert.equal(allows('User-agent: dayrate\nDisallow: /', '/x'), true)
    assert.equal(allows('User-agent: dayratebot-news\nDisallow: /', '/x'), true)
  })

  test('sitemaps are read from anywhere in the file', () => {
    const { sitemaps } = parseRobots(
      'Sitemap: https://board.example/a.xml\nUser-agent: x\nDisallow: /\nSITEMAP:https://board.example/b.xml',
      TOKEN,
    )
    assert.deepEqual(sitemaps, ['https://board.example/a.xml', 'https://board.example/b.xml'])
  })
})

describe('odd files', () => {
  test('R7: a delay is read as seconds, and what is no number is ignored', () => {
    const delayOf = (value: string): number | undefined => parseRobots(`User-agent: *\nCrawl-delay: ${value}\n`, TOKEN).crawlDelayMs
    assert.deepEqual(['10', '3.5', 'abc', '86400', '-1', ''].map(delayOf), [10_000, 3_500, undefined, 86_400_000, undefined, undefined])
  })

  test('R6: of a file of 600 KiB the first 500 KiB count', () => {
    const filler = '# nothing to see here, nothing at all\n'.repeat(8_000)
    const robots = parseRobots(`User-agent: *\nDisallow: /early\n${filler}Disallow: /middle\n${filler.repeat(2)}Disallow: /late\n`, TOKEN)
    assert.equal(isAllowed(robots, `${SITE}/early`), false)
    assert.equal(isAllowed(robots, `${SITE}/middle`), false)
    assert.equal(isAllowed(robots, `${SITE}/late`), true)
    assert.equal(robots.remark, 'robots_is_cut')
  })

  test('R6: 150,000 rules are read and asked in no time worth mentioning', () => {
    const text = `User-agent: *\n${Array.from({ length: 150_000 }, (_, i) => `Disallow: /a${i}/*/b`).join('\n')}`
    const ms = spentMs(() => isAllowed(parseRobots(text, TOKEN), `${SITE}/a77/x/b`))
    assert.ok(ms < 500, `${ms} ms`)
  })

  test('R8: a web page in place of the file holds no rules, and is remarked on', () => {
    const robots = parseRobots('<!DOCTYPE html>\n<html><body>User-agent: *\nDisallow: /</body></html>', TOKEN)
    assert.deepEqual([robots.rules.length, robots.remark], [0, 'robots_is_html'])
  })

  test('R9: a byte order mark and bare carriage returns are read, bytes that are no text are not', () => {
    assert.equal(allows('\uFEFFUser-agent: *\rDisallow: /x\r', '/x'), false)
    assert.equal(parseRobots('U\0s\0e\0r\0', TOKEN).remark, 'robots_is_undecodable')
  })

  test('R11: a pattern made to be slow is not', () => {
    const ms = spentMs(() => {
      assert.equal(matches('/*a*a*a*a*a*a*a*a*a*b$', `/${'a'.repeat(60)}`), false)
      assert.equal(matches(`/${'*a'.repeat(4_000)}$`, `/${'a'.repeat(3_000)}`), false)
    })
    assert.ok(ms < 5, `${ms} ms`)
  })
})

/** Real conformance cases, kept outside the project. */
const CASES = resolve(import.meta.dirname, '../../../shared/corpus/pages/robots-conformance/google-robotstxt.json')

test('R1: the conformance cases of google/robotstxt hold', { skip: existsSync(CASES) ? false : `${CASES} is not here` }, () => {
  const cases = JSON.parse(readFileSync(CASES, 'utf8')) as { test: string; robots: string; agent: string; url: string; allowed: boolean }[]
  for (const { test: name, robots, agent, url, allowed } of cases) {
    if (url === '') continue
    assert.equal(
      isAllowed(parseRobots(robots, agent.toLowerCase()), url),
      allowed,
      `${name}: ${JSON.stringify(robots)} for ${agent} at ${url}`,
    )
  }
})

/** Of other people's parsers: one question each, `method(url, agent)`. */
interface Question {
  test: string
  robots: string | null
  robotsUrl?: string
  method: string
  args: string[]
  result: unknown
}

const PAGES = resolve(import.meta.dirname, '../../../shared/corpus/pages')
const missing = existsSync(PAGES) ? false : `${PAGES} is not here`

test('R1: what two other parsers promise holds too, or we are stricter', { skip: missing }, () => {
  let asked = 0
  for (const file of ['protego.json', 'robots-parser-npm.json']) {
    const questions = JSON.parse(readFileSync(join(PAGES, 'robots-conformance', file), 'utf8')) as Question[]
    for (const { test: name, robots, robotsUrl = 'https://www.example.com/robots.txt', method, args, result } of questions) {
      const [path = '', agent = 'somebody'] = args
      // A rule for an agent of two words is beyond RFC 9309, and whether a file is that of another host or port is not the parser's to say.
      const ours = /^(?:can_fetch|isAllowed|isDisallowed)$/.test(method) && /^\S+$/.test(agent) && robots !== null
      const url = URL.parse(path, robotsUrl)
      if (!ours || url === null || url.origin !== new URL(robotsUrl).origin) continue
      const allowed = method === 'isDisallowed' ? !result : result === true
      const got = isAllowed(parseRobots(robots, agent.toLowerCase()), url)
      assert.ok(got === allowed || !got, `${name}: ${JSON.stringify(robots)} for ${agent} at ${path}`)
      asked += 1
    }
  }
  assert.ok(asked > 90, `${asked} were asked`)
})

test('real robots files are read, and a web page in place of one is noticed', { skip: missing }, () => {
  const files = globSync('robots/*.txt', { cwd: PAGES })
  assert.ok(files.length > 15)
  for (const file of files) {
    const text = readFileSync(join(PAGES, file), 'utf8')
    const { remark, sitemaps } = parseRobots(text, 'dayratebot')
    assert.equal(remark, /^\s*<(?:!doctype|html)/i.test(text) ? 'robots_is_html' : undefined, file)
    assert.equal(sitemaps.length, remark ? 0 : [...text.matchAll(/^\s*sitemap\s*:/gim)].length, file)
  }
})
