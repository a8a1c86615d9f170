// Whether two postings advertise the same role, and why: findings with words, each worth some points; vetoes rule it out.
// The points are log odds fitted on hand-read pairs of adverts (2026, UK) and rounded; they live in sameness-weights.json.
import { findings, type Finding } from './findings.ts'
import weights from './sameness-weights.json' with { type: 'json' }
import type { Signature } from './signature.ts'

export { blockingKeys } from './blocking.ts'
export { signature, type Signature } from './signature.ts'

/** Goes up whenever a signature, a key or a comparison may come out differently; postings of an older version are read again. */
export const RULES_VERSION: number = weights.version

/**
 * From here on two adverts that are not sure to be one role may be: shown as such, for people to decide. Of 45 such pairs read in
 * 2026 three in five were one role; of 40 read below it one in five.
 */
export const MAY_BE = 0.55

export interface Comparison {
  /** More likely than not one role. */
  same: boolean
  /** Certain enough to merge without a person. Implies `same`. */
  sure: boolean
  /** 0 to 1. */
  score: number
  /** What speaks for one role, in sentences; none where nobody would be told (under MAY_BE). */
  reasons: string[]
  /** What rules one role out, in sentences; `same` is never true with one. */
  vetoes: string[]
  /** One advertiser's text, copied, for another place: nothing else rules one role out. */
  elsewhere: boolean
}

const RULED_OUT = ['it is another role']
const POINTS = new Map(Object.entries(weights.points))
/** Findings, alone or together, that keep a pair from merging by itself, whatever its score. */
const DOUBTS = weights.doubts.map(doubt => doubt.split(' + '))
/** A text copied within days, with the pay it had, settles some of them: what differs was read wrongly or is the board's. */
const SETTLED = weights.settled.map(findings => findings.split(' + '))
const SETTLES = new Set(weights.settles)

/**
 * Compares two postings; symmetric.
 * @param briefly without words for vetoes of which nobody is told (`elsewhere`), and without looking further where advertisers and places
 * are others: two in five of one title
 */
export function compare(a: Signature, b: Signature, briefly = false): Comparison {
  const found = findings(a, b, briefly)
  const vetoed = found.some(({ veto }) => veto)
  const elsewhere = vetoed && isElsewhere(found)
  const score = vetoed ? 0 : chance(found)
  return {
    same: score >= weights.same,
    sure: score >= weights.sure && standingDoubts(found).length === 0,
    score: Math.round(score * 1000) / 1000,
    reasons: score >= MAY_BE ? found.flatMap(({ words }) => words?.() ?? []) : [],
    vetoes: !vetoed ? [] : briefly && !elsewhere ? RULED_OUT : vetoesOf(found),
    elsewhere,
  }
}

/**
 * What speaks against one role, or keeps two adverts from joining by themselves, the heaviest first: the vetoes alone where there are any.
 * Never empty; symmetric.
 */
export function objections(a: Signature, b: Signature): string[] {
  const found = findings(a, b)
  const vetoes = vetoesOf(found)
  if (vetoes.length > 0) return vetoes
  const points = (finding: Finding): number => POINTS.get(finding.kind) ?? 0
  const doubted = new Set(standingDoubts(found).flat())
  const spoken = found.filter(finding => finding.against !== undefined && (points(finding) < 0 || doubted.has(finding.kind)))
  const sentences = spoken.sort((one, two) => points(one) - points(two)).flatMap(({ against }) => against?.() ?? [])
  return sentences.length > 0 ? sentences : ['too little speaks for one role']
}

function isElsewhere(found: readonly Finding[]): boolean {
  const has = (start: string): boolean => found.some(({ kind }) => kind.startsWith(start))
  return found.every(({ kind, veto }) => !veto || kind === 'place:other') && has('firm:same') && has('text:copy')
}

function vetoesOf(found: readonly Finding[]): string[] {
  const vetoes: string[] = []
  for (const { veto, words } of found) if (veto && words) vetoes.push(words())
  return vetoes
}

/** The doubts that are met and not settled, each as the kinds of its findings. */
function standingDoubts(found: readonly Finding[]): string[][] {
  const kinds = new Set(found.map(finding => finding.kind))
  const settled = SETTLED.some(all => all.every(kind => kinds.has(kind)))
  return DOUBTS.filter(doubt => doubt.every(kind => kinds.has(kind)) && !(settled && doubt.every(kind => SETTLES.has(kind))))
}

function chance(found: readonly Finding[]): number {
  let points = weights.start
  for (const { kind } of found) points += POINTS.get(kind) ?? 0
  return 1 / (1 + Math.exp(-points))
}
