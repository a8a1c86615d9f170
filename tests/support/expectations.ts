// Compares what was read from a sample advert with what a person reads in it, fact by fact.
import type { Expectation } from '../../crawlers/samples/advert.ts'
import type { Posting } from '../../listings/posting.ts'

type Check = (expect: Expectation, posting: Posting) => string | undefined

/** Facts about an advert that is shown. Each gives a sentence where reading and expectation differ. */
const CHECKS: Record<string, Check> = {
  refusal: (_, { refusal }) => (refusal ? `refused as ${refusal.reason}, but it is for the board` : undefined),
  dayRate: dayRateWrong,
  engagement: ({ engagement }, { card }) =>
    engagement === 'any' ? undefined : different('engagement', card.engagement?.value, engagement),
  contract: ({ contract = 'contract' }, { card }) => different('contract', card.contract?.value, contract),
  discipline: ({ discipline }, { card }) => different('discipline', card.discipline?.value, discipline),
  seniority: ({ seniority }, { card }) => different('seniority', card.seniority?.rung, seniority),
  place: placeWrong,
  remote: ({ remote }, { card }) => different('remote', card.remote?.value, remote),
  term: termWrong,
  clearance: clearanceWrong,
  steppingStone: ({ steppingStone }, { card }) => different('stepping stone', card.steppingStone?.value, steppingStone),
}

/** How many facts an advert is asked about. */
export function factsOf(expect: Expectation): number {
  return expect.refused ? 1 : Object.keys(CHECKS).length
}

/** A sentence for each fact that was read otherwise than expected. */
export function disagreements(expect: Expectation, posting: Posting): string[] {
  if (expect.refused) return [different('refusal', posting.refusal?.reason, expect.refused)].filter(isText)
  return Object.values(CHECKS)
    .map(check => check(expect, posting))
    .filter(isText)
}

function isText(text: string | undefined): text is string {
  return text !== undefined
}

function different(what: string, got: unknown, wanted: unknown): string | undefined {
  return got === wanted ? undefined : `${what} is ${JSON.stringify(got ?? null)}, not ${JSON.stringify(wanted ?? null)}`
}

function dayRateWrong({ dayRate: wanted }: Expectation, { card }: Posting): string | undefined {
  const got = card.dayRate && { min: card.dayRate.min, max: card.dayRate.max, basis: card.dayRate.basis, currency: card.dayRate.currency }
  const said = `day rate is ${JSON.stringify(got ?? null)}, not ${JSON.stringify(wanted ?? null)}`
  if (!got || !wanted) return got === wanted ? undefined : said
  const sameEnds = isNear(got.min, wanted.min, 1) && isNear(got.max, wanted.max, 1)
  return sameEnds && got.basis === wanted.basis && got.currency === (wanted.currency ?? 'GBP') ? undefined : said
}

/** An amount that was left out of the expectation is not compared. */
function isNear(got: number | null, wanted: number | null | undefined, tolerance: number): boolean {
  if (wanted === undefined) return true
  return got === null || wanted === null ? got === wanted : Math.abs(got - wanted) <= tolerance
}

function placeWrong({ place }: Expectation, { card }: Posting): string | undefined {
  const places = card.places?.value ?? []
  if (place === undefined || places.some(({ name, region }) => name === place || region === place)) return undefined
  return `place is ${JSON.stringify(places.map(({ name }) => name))}, not ${place}`
}

function termWrong({ termMonths, termEnd }: Expectation, { card }: Posting): string | undefined {
  const { months = null, endDate = null } = card.term ?? {}
  if (isNear(months, termMonths ?? null, 0.15) && endDate === (termEnd ?? null)) return undefined
  return `term is ${months} months until ${endDate}, not ${termMonths ?? null} until ${termEnd ?? null}`
}

function clearanceWrong({ clearance: wanted }: Expectation, { card }: Posting): string | undefined {
  if (wanted === undefined) return different('clearance', card.clearance?.level, undefined)
  const level = different('clearance', card.clearance?.level, wanted.level)
  return level ?? (wanted.mode === undefined ? undefined : different('clearance mode', card.clearance?.mode, wanted.mode))
}
