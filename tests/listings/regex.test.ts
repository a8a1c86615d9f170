// Adverts are strangers' text: no pattern that reads them may take more than linear time, whatever the text.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { checkSync } from 'recheck'

const FOLDER = new URL('../../listings/', import.meta.url)
const LITERAL = /(?<=(?:[(,=:[!&|?{};\n]|=>|\breturn)\s{0,40})\/(?![*/])(?:[^\\/[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[dgimsuvy]*/g

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
  for (const [literal] of readFileSync(new URL(file, FOLDER), 'utf8').matchAll(LITERAL)) {
    const end = literal.lastIndexOf('/')
    found.push(new RegExp(literal.slice(1, end), literal.slice(end + 1)))
  }
  return [...new Map(found.map(pattern => [String(pattern), pattern])).values()]
}

/** The automaton decides most patterns at once; for those it cannot take, recheck searches for an attack and tries it for real. */
function verdictOf(pattern: RegExp): string {
  const proved = checkSync(pattern.source, pattern.flags, { checker: 'automaton', timeout: 5_000 })
  if (proved.status !== 'unknown') return proved.status
  return checkSync(pattern.source, pattern.flags, { attackTimeout: null, recallTimeout: 3_000, timeout: 20_000 }).status
}

describe('every pattern that reads adverts is linear', () => {
  for (const file of readdirSync(FOLDER).filter(name => name.endsWith('.ts'))) {
    it(`in ${file}`, async () => {
      for (const pattern of await patternsOf(file)) assert.equal(verdictOf(pattern), 'safe', `${file}: ${String(pattern)}`)
    })
  }
  it('and a pattern that is not would be noticed', () => assert.equal(verdictOf(/^(?:a+)+$/), 'vulnerable'))
})
