// Adverts are strangers' text: no pattern that reads them may take more than linear time, whatever the text.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { checkSync } from 'recheck'

const FOLDER = new URL('../../listings/', import.meta.url)
const LITERAL = /(?<=(?:[(,=:[!&|?{;\n]|=>|\breturn)\s{0,40})\/(?![*/])(?:[^\\/[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[dgimsuvy]*/g

/** Literals are found in the source; patterns put together with `new RegExp` are caught while their module loads. */
async function patternsOf(file: string): Promise<RegExp[]> {
  const found: RegExp[] = []
  const original = globalThis.RegExp
  globalThis.RegExp = new Proxy(original, {
    construct(target, args, newTarget) {
      const pattern: RegExp = Reflect.construct(target, args, newTarget)
      found.push(pattern)
      return pattern
    },
  })
  await import(new URL(file, FOLDER).href)
  globalThis.RegExp = original
  return once([...found, ...literalsOf(readFileSync(new URL(file, FOLDER), 'utf8'))])
}

function literalsOf(source: string): RegExp[] {
  return [...source.matchAll(LITERAL)].map(([literal]) => {
    const end = literal.lastIndexOf('/')
    return new RegExp(literal.slice(1, end), literal.slice(end + 1))
  })
}

function once(patterns: RegExp[]): RegExp[] {
  return [...new Map(patterns.map(pattern => [String(pattern), pattern])).values()]
}

/** The automaton decides most patterns at once; for those it cannot take, recheck searches for an attack and tries it for real. */
function verdictOf(pattern: RegExp): string {
  const proved = checkSync(pattern.source, pattern.flags, { checker: 'automaton', timeout: 5_000 })
  if (proved.status !== 'unknown') return proved.status
  return checkSync(pattern.source, pattern.flags, { attackTimeout: null, recallTimeout: 3_000, timeout: 20_000 }).status
}

const ROOT = new URL('../../', import.meta.url)
const ELSEWHERE = ['.', 'api', 'views', 'db', 'jobs', 'commands', 'crawlers', 'crawlers/connectors']

describe('W14: every pattern that reads adverts or requests is linear', () => {
  for (const file of readdirSync(FOLDER).filter(name => name.endsWith('.ts'))) {
    it(`in ${file}`, async () => {
      for (const pattern of await patternsOf(file)) assert.equal(verdictOf(pattern), 'safe', `${file}: ${String(pattern)}`)
    })
  }
  it('in all other folders', () => {
    const sources = ELSEWHERE.flatMap(folder =>
      readdirSync(new URL(`${folder}/`, ROOT))
        .filter(name => name.endsWith('.ts'))
        .map(name => readFileSync(new URL(`${folder}/${name}`, ROOT), 'utf8')),
    )
    const patterns = once(sources.flatMap(literalsOf))
    assert.ok(patterns.length > 200)
    assert.deepEqual(patterns.filter(pattern => verdictOf(pattern) !== 'safe').map(String), [])
  })
  it('and a pattern that is not would be noticed', () => assert.equal(verdictOf(/^(?:a+)+$/), 'vulnerable'))
})
