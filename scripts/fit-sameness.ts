// Fits the points of listings/sameness-weights.json on hand-read pairs of adverts, and says how well they do on pairs they were not fitted on:
//   node scripts/fit-sameness.ts FOLDER [--write]
// FOLDER holds ads.dev.jsonl and gold-pairs.dev.jsonl. Vetoes, doubts and the two limits are set by hand; a --write raises the version.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readAdvertLine } from '../crawlers/connectors/file.ts'
import { findings } from '../listings/findings.ts'
import { readPosting } from '../listings/posting.ts'
import { signature } from '../listings/sameness.ts'
import weights from '../listings/sameness-weights.json' with { type: 'json' }

/**
 * What is believed of a finding before a pair is seen; others weigh nothing. The pairs move a belief as far as they can outweigh PULL of
 * themselves, so that what one pair in 500 shows is not taken for a law: with none of it the ten-fold precision is 3 points less.
 */
const BELIEFS: Record<string, number> = {
  'clearance:one': -0.5,
  'clearance:other': -1,
  'contract:employed': -1.5,
  'contract:one': -0.5,
  'contract:other': -2,
  'days:other': -3,
  'declared:other': -3.5,
  'firm:named': 1,
  'firm:none': -1.8,
  'firm:other': -0.7,
  'firm:part': 0.3,
  'firm:same-employer': 0.5,
  'firm:unknown': -0.7,
  'pay:end': 0.3,
  'pay:near-agency': -0.5,
  'pay:other': -1.5,
  'pay:same': 1,
  'place:near': -1.8,
  'place:same': 0.5,
  'place:unlike': -1.5,
  'ref:same': 2,
  'remote:one': -0.4,
  'remote:other': -1,
  'term:other': -1,
  'text:close': 0.5,
  'text:close-other': 0.8,
  'text:copy': 1.5,
  'text:copy-other': 0.3,
  'text:little': -2,
  'text:little-agency': -1,
  'text:little-employer': 2,
  'text:reworded': 0.5,
  'text:reworded-other-common': -0.7,
  'text:rewritten': 0.5,
  'text:short': -0.5,
  'text:short-agency': -1,
  'text:some': -1,
  'text:some-agency': -1,
  'text:some-other-common': -1.5,
  'time:apart': -1.5,
  'time:days': 0.3,
  'time:months': -0.5,
  'title:part': -3.5,
  'title:part-told': 2.3,
  'title:same-common': -0.5,
  'title:same-rare': 1,
}
const PULL = 4
const ROUNDS = 25
const NEVER_FLAT = 0.001
const FOLDS = 10
const REPEATS = 5

interface Pair {
  same: boolean
  ruledOut: boolean
  /** Findings, and what several of them have in common: "text:copy-agency" is "text:copy" too. */
  traits: string[]
  /** Pairs that share an advert, or adverts made of one, are of one family: they are held out together. */
  family: string
}

type Points = Map<string, number>

function readPairs(folder: string): Pair[] {
  const linesOf = <T>(file: string): T[] =>
    readFileSync(join(folder, file), 'utf8')
      .split('\n')
      .filter(line => line !== '')
      .map(line => JSON.parse(line) as T)
  const adverts = linesOf<{ id: string; derived_from?: string }>('ads.dev.jsonl')
  const signatures = new Map(adverts.map(advert => [advert.id, signatureOf(advert)]))
  const said = linesOf<{ a: string; b: string; label: string }>('gold-pairs.dev.jsonl')
  const familyOf = families([...said, ...adverts.flatMap(({ id, derived_from: b }) => (b ? [{ a: id, b }] : []))])
  return said.flatMap(({ a, b, label }) => {
    const [one, two] = [signatures.get(a), signatures.get(b)]
    if (!one || !two) return []
    const found = findings(one, two)
    const traits = [...new Set(found.flatMap(({ kind }) => traitsOf(kind)))]
    return [{ same: label === 'same', ruledOut: found.some(({ veto }) => veto), traits, family: familyOf(a) }]
  })
}

function signatureOf(advert: unknown): ReturnType<typeof signature> {
  const line = readAdvertLine(advert)
  if ('fault' in line) throw new Error(`an advert of the pairs ${line.fault}`)
  return signature(readPosting(line.posting))
}

function families(links: { a: string; b: string }[]): (id: string) => string {
  const parents = new Map<string, string>()
  const top = (id: string): string => {
    let at = id
    for (let next = parents.get(at); next !== undefined; next = parents.get(at)) at = next
    return at
  }
  for (const { a, b } of links) if (top(a) !== top(b)) parents.set(top(a), top(b))
  return top
}

function traitsOf(kind: string): string[] {
  const shared = kind.split('-')[0] ?? kind
  return shared === kind ? [kind] : [kind, shared]
}

/** Logistic regression drawn towards BELIEFS (maximum a posteriori, a normal of variance 1 / PULL), by Newton's method. */
function fit(pairs: readonly Pair[]): Points {
  const names = ['start', ...new Set(pairs.flatMap(pair => pair.traits))]
  const at = new Map(names.map((name, i) => [name, i]))
  const rows = pairs.map(({ traits }) => [0, ...traits.map(trait => at.get(trait) ?? 0)])
  const believed = names.map(name => BELIEFS[name] ?? 0)
  let points = [...believed]
  for (let round = 0; round < ROUNDS; round++) {
    const slope = points.map((value, i) => (i === 0 ? 0 : PULL * ((believed[i] ?? 0) - value)))
    const bend: number[][] = names.map((_, i) => names.map((__, j) => (i === j ? (i > 0 ? PULL : NEVER_FLAT) : 0)))
    rows.forEach((row, n) => {
      const chance = logistic(row.reduce((sum, i) => sum + (points[i] ?? 0), 0))
      for (const i of row) {
        slope[i] = (slope[i] ?? 0) + Number(pairs[n]?.same) - chance
        const line = bend[i] ?? []
        for (const j of row) line[j] = (line[j] ?? 0) + chance * (1 - chance)
      }
    })
    const step = solve(bend, slope)
    points = points.map((value, i) => value + (step[i] ?? 0))
  }
  return new Map(names.map((name, i) => [name, points[i] ?? 0]))
}

function logistic(value: number): number {
  return 1 / (1 + Math.exp(-value))
}

/** Gaussian elimination; the matrix is symmetric and positive, so no row has to be changed for another. */
function solve(matrix: number[][], right: number[]): number[] {
  const rows = matrix.map((row, i) => [...row, right[i] ?? 0])
  rows.forEach((pivot, i) => {
    for (const row of rows.slice(i + 1)) {
      const factor = (row[i] ?? 0) / (pivot[i] ?? 1)
      if (factor !== 0) for (let j = i; j < row.length; j++) row[j] = (row[j] ?? 0) - factor * (pivot[j] ?? 0)
    }
  })
  const found: number[] = []
  for (let i = rows.length - 1; i >= 0; i--) {
    const row = rows[i] ?? []
    let rest = row.at(-1) ?? 0
    for (let j = i + 1; j < rows.length; j++) rest -= (row[j] ?? 0) * (found[j] ?? 0)
    found[i] = rest / (row[i] ?? 1)
  }
  return found
}

/** How pairs fare that took no part in the fitting: each fold's families by the points of the other folds. */
function crossValidate(pairs: readonly Pair[], limit: number): Record<'precision' | 'recall' | 'f1', number> {
  let [right, wrong, missed] = [0, 0, 0]
  for (let repeat = 1; repeat <= REPEATS; repeat++) {
    const names = [...new Set(pairs.map(pair => pair.family))].sort((a, b) => mixed(a, repeat) - mixed(b, repeat))
    const foldOf = new Map(names.map((family, i) => [family, i % FOLDS]))
    for (let fold = 0; fold < FOLDS; fold++) {
      const points = fit(pairs.filter(({ family, ruledOut }) => !ruledOut && foldOf.get(family) !== fold))
      for (const pair of pairs.filter(({ family }) => foldOf.get(family) === fold)) {
        const sum = pair.traits.reduce((total, trait) => total + (points.get(trait) ?? BELIEFS[trait] ?? 0), points.get('start') ?? 0)
        const said = !pair.ruledOut && logistic(sum) >= limit
        if (said && pair.same) right++
        else if (said) wrong++
        else if (pair.same) missed++
      }
    }
  }
  const [precision, recall] = [right / (right + wrong), right / (right + missed)]
  return { precision, recall, f1: (2 * precision * recall) / (precision + recall) }
}

/** An order that is another for every seed, and the same on every run. */
function mixed(text: string, seed: number): number {
  let hash = seed
  for (const letter of text) hash = Math.imul(hash ^ letter.charCodeAt(0), 0x85ebca6b)
  return Math.imul(hash ^ (hash >>> 15), 0xc2b2ae35) >>> 0
}

function rounded(points: Points, kind: string): number {
  const sum = traitsOf(kind).reduce((total, trait) => total + (points.get(trait) ?? BELIEFS[trait] ?? 0), 0)
  return Math.round(10 * sum) / 10
}

const [folder, option] = process.argv.slice(2)
if (!folder) throw new Error('usage: node scripts/fit-sameness.ts FOLDER [--write]')
const pairs = readPairs(folder)
const points = fit(pairs.filter(pair => !pair.ruledOut))
const table = Object.fromEntries(Object.keys(weights.points).map(kind => [kind, rounded(points, kind)]))
const fitted = { ...weights, start: Math.round(10 * (points.get('start') ?? 0)) / 10, points: table }
console.table(
  [0.5, 0.55, 0.6, 0.65, 0.7, 0.75].map(limit => {
    const { precision, recall, f1 } = crossValidate(pairs, limit)
    return { limit, precision: precision.toFixed(3), recall: recall.toFixed(3), f1: f1.toFixed(3) }
  }),
)
if (option === '--write') {
  const file = new URL('../listings/sameness-weights.json', import.meta.url)
  writeFileSync(file, `${JSON.stringify({ ...fitted, version: weights.version + 1 }, undefined, 2)}\n`)
}
