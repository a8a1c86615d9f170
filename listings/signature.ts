// What of a posting tells whether another posting is the same role: small, plain, kept beside the posting in the database.
import { sampleText } from './advert-words.ts'
import type { Evidence } from './card.ts'
import { companyWords } from './company-name.ts'
import { matchesFrom } from './near.ts'
import type { Posting } from './posting.ts'
import type { Sample } from './sketch.ts'
import { locatedPlaces, statedPlaces, titledPlaces, type SignaturePlace } from './signature-places.ts'
import { mentions, placesOf, signpost } from './signposts.ts'
import { readTitleCore } from './title-core.ts'

export interface Signature {
  /** The role in the words of the title, decorations gone. */
  core: string[]
  /** Level words of the title. */
  grade: string[]
  /** The role as the text itself names it, where that is another one than the title's. */
  declared?: string[]
  /** The advertiser as printed, its telling words, and whether it works for somebody else. */
  company: string
  firm: string[]
  agency: boolean | null
  /** What the title names, what the advert's own words say (the title's among them), what the location field says. */
  titled: SignaturePlace[]
  stated: SignaturePlace[]
  located: SignaturePlace[]
  remote: string | null
  /** The title itself offers the role as a remote one. */
  remoteTitle: boolean
  /** The title itself says that the role is a contract. */
  contractTitle: boolean
  onSiteDays: number | null
  engagement: string | null
  contract: string | null
  clearance: string | null
  months: number | null
  /** Pay as a yearly figure (× 2,080 hours, × 260 days, as boards do); null when not stated. */
  pay: [min: number, max: number] | null
  period: string | null
  /** Requisition numbers, upper case without punctuation. */
  refs: string[]
  postedOn: string | null
  phrases: Sample
  words: Sample
  names: string
  /** The text speaks of the advertiser by name, as employers do of themselves. */
  selfNamed: boolean
  /** The text is a machine's list of requirements made from somebody else's advert. */
  rewritten: boolean
}

/** What tells one role from another, read from a posting: JSON-serialisable, about 1 kB. */
export function signature(posting: Posting): Signature {
  const { card } = posting
  const lines = posting.blocks.map(block => block.text)
  const text = lines.join('\n')
  const title = readTitleCore(posting.title, posting.company, posting.location)
  const titled = titledPlaces(title.places)
  const company = CLIENT_OF.exec(text.slice(0, 200))?.[1] ?? posting.company
  const firm = companyWords(company)
  const declared = readDeclared(text, posting)
  const samples = sampleText(text, new Set([...title.core, ...title.grade]))
  return {
    core: title.core,
    grade: title.grade,
    ...(declared && { declared }),
    company: company.slice(0, 80),
    firm,
    agency: card.advertiser ? card.advertiser.kind === 'agency' : hiresForAnother(text) ? true : null,
    titled,
    stated: statedPlaces(posting, titled, text),
    located: locatedPlaces(posting.location),
    remote: card.remote?.value ?? null,
    remoteTitle: /\bremote\b/i.test(posting.title),
    contractTitle: /\b(?:contract|contractor|ftc|fixed[- ]term|interim)\b/i.test(posting.title),
    onSiteDays: card.remote?.onSiteDaysPerWeek ?? null,
    engagement: card.engagement?.value ?? null,
    contract: inWords(card.contract) ? card.contract.value : null,
    clearance: card.clearance?.level ?? null,
    months: card.term?.months ?? null,
    ...payOf(posting),
    refs: readRefs(posting.title, text),
    postedOn: posting.postedAt?.slice(0, 10) ?? null,
    ...samples,
    selfNamed: isSelfNamed(text, company, firm),
    rewritten: REWRITTEN.test(text.slice(0, 200)),
  }
}

/** Seen on Adzuna in July 2026: "Salary: £60,000 - 60,000 per year Requirements: We require…" in place of the advert. */
const REWRITTEN = /^salary: .{0,60}requirements:/is
/** Where a text names the role itself: after a label, in its heading, or in the sentence that says who is looked for. */
const DECLARED = [
  /\b(?:job title|position title|role title|position|role|title)\s?:\s{0,3}([^\n|•*.;:]{4,70})/i,
  /^[^\p{L}]{0,6}([^\n|•*.;:–£$€]{6,70}?)\s?(?:[\n|•*.;:–£$€]|\s-\s|\b(?:Location|Salary|Rate|Remote|Hybrid|Contract|Permanent)\b)/u,
  /\b(?:seeking|looking for|recruiting|recruit|hiring|appoint|searching for|search of) (?:an?|for an?) (?:[a-z-]{2,20},? ){0,4}((?:[A-Z][\w/&+-]{0,20} ){1,6})/,
]
const ROLE_NOUN =
  /\b(?:manager|analyst|engineer|developer|architect|consultant|scientist|officer|lead|director|coordinator|administrator|specialist|owner|planner|controller|supervisor|technician|designer|master|assistant|adviser|advisor|executive|expert|mate|head)s?\b/i
/** "We're partnering with a fast-growing bank": not proof enough to call an advertiser an agency, enough to doubt that the role is its own. */
const HIRES_FOR_ANOTHER =
  /\b(?:we|i)(?:['’](?:re|m)| are| am|m| have) (?:\w{1,12} ){0,2}(?:working|partner(?:ed|ing)|recruiting|hiring|representing|supporting)(?: (?:with|for|on behalf of))? (?:an?|one of|our|the uk)\b/i
const HIRING_WORDS = signpost(['working', 'partnered', 'partnering', 'recruiting', 'hiring', 'representing', 'supporting'])
/** Platforms that post for others open with whom they post for: "X is partnering directly with Acme to hire for this role". */
const CLIENT_OF =
  /^\W{0,6}\w{2,20} is (?:partnering|collaborating|working)(?: directly| exclusively)? with ([^\n.]{2,60}?) to (?:hire|connect|recruit|find|appoint)\b/i
const REF =
  /\b(?:ref(?:erence)?|job ?id|req(?:uisition)?|vacancy|job (?:no|ref))(?: ?(?:number|no|id|code))?\b[\s.:#-]{0,4}((?=[\w/-]{0,15}\d)[\w/-]{3,16})/iy
const REF_WORDS = signpost([' ref', ' job id', ' jobid', ' req', ' vacancy', ' job no', ' job ref'])
/** Lines that lost their break: "Reference: 10298Job Description". */
const GLUED = /(?<=\d)[A-Z][a-z].{0,16}$/
/** A bare number of a requisition, "J13172", but neither a standard ("ISO27001", "BS7671") nor a year ("FY2026"). */
const REF_SHAPE = /\b(?!(?:ISO|IEC|EN|BS|AS|PAS|API|NFPA|HSG|RFC)-?\d)[A-Z]{1,4}-?(?!20[0-4]\d\b)\d{4,7}\b/g
const FOUR_DIGITS = /\d{4}/
const YEARLY: Record<string, number> = { hour: 2080, day: 260, week: 52, month: 12, year: 1 }

/** Read in the advert's title or text; a board's own field is often a default. */
function inWords<T extends { evidence: Evidence[] }>(tag: T | undefined): tag is T {
  return tag?.evidence.some(({ where }) => where === 'title' || where === 'description') ?? false
}

function hiresForAnother(text: string): boolean {
  return mentions(text, HIRING_WORDS) && HIRES_FOR_ANOTHER.test(text)
}

function isSelfNamed(text: string, company: string, firm: readonly string[]): boolean {
  const words = text.toLowerCase()
  return firm.length > 0 && (words.includes(company.toLowerCase()) || (firm.join('').length > 3 && words.includes(firm.join(' '))))
}

/** The role as the text names it in its heading or after "Role:". */
function readDeclared(text: string, posting: Posting): string[] | undefined {
  const start = text.slice(0, 600)
  const named = DECLARED.map(pattern => pattern.exec(start)?.[1]).find(words => words && ROLE_NOUN.test(words))
  if (!named) return undefined
  const { core, grade } = readTitleCore(named, posting.company, posting.location)
  return core.length > 1 && core.length < 7 ? [...core, ...grade].sort() : undefined
}

function payOf(posting: Posting): Pick<Signature, 'pay' | 'period'> {
  const pay = posting.card.pay?.main
  const factor = pay && YEARLY[pay.period]
  const low = pay?.min ?? pay?.max
  const high = pay?.max ?? pay?.min
  if (!pay || !factor || low == null || high == null || low % 1 !== 0) return { pay: null, period: null }
  return { pay: [Math.round(low * factor), Math.round(high * factor)], period: pay.period }
}

function readRefs(title: string, text: string): string[] {
  const whole = `${title}\n${text}`
  const places = [...placesOf(title, REF_WORDS), ...placesOf(text, REF_WORDS).map(place => place + title.length + 1)]
  const named = matchesFrom(whole, places, REF).map(match => (match[1] ?? '').replace(GLUED, ''))
  const shaped = FOUR_DIGITS.test(whole) ? (whole.match(REF_SHAPE) ?? []) : []
  const plain = [...named, ...shaped]
    .map(ref => ref.toUpperCase().replace(/[^A-Z0-9]/g, ''))
    .filter(ref => ref.length >= 4 && ref.length <= 14 && /\d{3}/.test(ref))
  return [...new Set(plain)].slice(0, 4)
}
