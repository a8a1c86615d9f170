// Contract, fixed term or permanent. The words decide; a source's own flag is right about half the time and only fills a silence.
import { evidenceOf, type Advert } from './advert.ts'
import type { ContractKind, Evidence, PayReading, Read } from './card.ts'
import { findNear } from './near.ts'
import { signpost, type Signpost } from './signposts.ts'

type Kind = Read<{ value: ContractKind }>

const SPAN = String.raw`(?:(?<![\d.£])\d{1,2}|\b(?:one|two|three|four|five|six|nine|ten|twelve|eighteen))(?:\s?(?:-|–|to)\s?\d{1,2})?\s?\+?[ -]{0,2}(?:months?|mths?|weeks?|wks?|days?|years?|m\b)`
const KINDS =
  'project|programme|initial|rolling|ongoing|long[- ]term|short[- ]term|freelance|interim|temporary|temp|umbrella|day[- ]rate|contract|inside ir35|outside ir35|ltd|remote|hybrid|full[- ]time|part[- ]time|new|exciting|urgent|immediate'

/** Ways to say that a role is a contract, whatever its tax. */
const CONTRACT: RegExp[] = [
  new RegExp(
    String.raw`${SPAN}[ ,(|–-]{0,3}(?:(?:${KINDS}|\+|inside|outside|of|ir35|extension|initially)[ ,)|–-]{1,3}){0,3}contract(?!ual|or|ing|s\b| (?:manage|value|award|admin))`,
    'i',
  ),
  new RegExp(
    String.raw`\bcontracts?(?:(?: (?:length|duration|term|tenure|period|type|basis|details))\s?[:(|–-]{0,2}|\s?[:(|–-]{1,2})\s?(?:(?:initial(?:ly)?|up to|approx(?:imately)?|circa|minimum|potential|est(?:imated)?|an?|asap|until|end of|to|long[- ]term|short[- ]term)\.? ){0,3}(?:${SPAN}|\d{1,2}[ /]|20\d{2}|(?:inside|outside|contract|freelance|temp|interim|ir35|umbrella|ongoing|rolling|day rate)\b)`,
    'i',
  ),
  /\bcontract (?:role|position|opportunity|opportunities|basis|assignment|rate|vacancy|job|until|through to|up to|to hire|hire|start date|end date|engagement|running|with (?:an? |the )?(?:possib|potential|likel|extension|view)|for an? (?:initial|period)|is (?:for )?(?:an? )?(?:initial )?\d)/i,
  new RegExp(
    String.raw`\b(?:on|for|offering|under|via|as|with|into|is|be) an? (?:${SPAN}[ ,]{1,2}|(?:${KINDS})[ ,]{1,2}){0,4}contract\b(?! (?:manage|admin|with (?:our|the|a) (?:client|customer|supplier)|value|award|negot))`,
    'i',
  ),
  new RegExp(
    String.raw`\b(?:initial|rolling|freelance|interim|day[- ]rate|temporary|temp|ir35|umbrella|hourly) (?:(?:${KINDS}) ){0,2}contract(?!ual|s\b| (?:manag|admin))`,
    'i',
  ),
  new RegExp(String.raw`\btemp(?:orary)?\s?(?:[-–:(,]|for)\s?(?:an? |approx\w{0,7} |about |up to |initial ){0,2}${SPAN}`, 'i'),
  /(?:^|\n|[-–] )Contract (?!Manag|Admin|Type|Hours|Terms|Value|Law|Deliver|Support|Award|Perform|Lead|Negot|Review|Survey|Complian|Officer|Details|Account|Execut|Special|Length|Status|Basis)[A-Z][a-z]/,
  /\b(?:contract|job|employment|role|position|work|engagement|assignment|placement|vacancy) ?(?:type|basis|status)?\s?[:|–-]\s?(?:full[- ]time,? |part[- ]time,? )?(?:contract(?:or)?\b(?! (?:manag|admin))|freelance|temporary|temp\b|interim)/i,
  new RegExp(
    String.raw`\b(?:duration|length of (?:contract|engagement|assignment))\s?[:–-]{1,2}\s?(?:(?:initial(?:ly)?|approx(?:imately)?|circa|estimated|up to|minimum|to|until|an?)\.? ){0,2}(?:${SPAN}|\d{1,2}[ /.]|end of|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|ongoing|long[- ]term|rolling)`,
    'i',
  ),
  /\b(?:w-?2|1099) contract\b/i,
  /\btype\s?:\s?(?:contract(?:or)?|freelance|temporary)\b(?! (?:manag|admin))/i,
  /\b(?:recruit(?:ing)?(?: for)?|seeking|looking for|needs?|requires?|hiring|immediate,?) (?:an? )?(?:immediate,? )?[Tt]emporary,? (?!(?:staff|workers?|works|accommodation|cover)\b)(?:[A-Za-z&/-]{2,16} ){0,4}(?:[Mm]anager|[Aa]nalyst|[Oo]fficer|[Aa]dministrator|[Ll]ead|[Cc]oordinator|[Dd]irector|[Pp]lanner)\b/,
  /(?:^|[(|\n•·–,-]\s?)contract(?:or)?(?=\s?(?:[)|\n•·–,-]|$))/im,
  /\b(?:this is|seeking|recruiting|require[sd]?|need(?:s|ed)?|looking for|hiring|for) (?:an? |two |three |\d )?(?:experienced |skilled |senior |new )?contract (?!manag|admin|law|negot|lead|support|award|value)[A-Z][a-z]/,
  /\bfreelance(?:rs?\b)?(?! (?:clients|marketplace|platform))/i,
  /\binterim (?:role|position|basis|contract|assignment|opportunity|project|programme|program|pmo|change|delivery|transformation|manager|director|head|lead|appointment|post|vacancy)/i,
  /\b(?:temporary|temp) (?:role|position|basis|contract|assignment|opportunity|vacancy|post|job|to perm|to permanent|project|programme)/i,
  /\btemp(?:orary)?[ /-]{1,3}(?:to[ -])?perm|\bcontract to (?:a )?perm/i,
  /\btemp(?:orary)?[ ,(|–-]{1,3}(?:and )?(?:on-?going|until|till)\b|\bongoing temp(?:orary)?\b/i,
  /\b(?:contract[- ]to[- ]hire|c2c|corp[- ]to[- ]corp|statement of work \(sow\)|day[- ]rate (?:contract|role|position))\b/i,
  new RegExp(
    String.raw`\binitial(?:ly)?,? (?:(?:term|period|contract|assignment|duration)(?: of|:)? )?(?:an? |for )?(?:an? )?(?:period of )?${SPAN}|${SPAN} initial(?:ly)?\b`,
    'i',
  ),
]
const TITLE_CONTRACT =
  /^contract (?!manag|admin|support|lead|officer|engineer\b|analyst\b|law|account|execut|special|coord|negot|surv|deliv)|\b(?:contract|contractor|freelance|interim|temporary|temp)\b(?=$|\s?[)\]|,:/–-])|^(?:freelance|interim|temporary|temp)\b(?! (?:works|accommodation|manag|admin|officer|support))|\((?:contract|temp|interim|freelance)|\bftc\/contract\b/i
const TAXED =
  /\bir ?-?35\b[\s:(–-]{0,4}(?:in|out)(?: of)? scope|\b(?:in|out)(?:side)?(?: of)? (?:the )?(?:scope of )?ir ?-?35|\bir ?-?35\b[\s:(–-]{0,4}(?:in|out)side|\bir ?-?35 (?:status|exempt)/i
const PAYROLL =
  /\bvia (?:an? )?umbrella|\bumbrella (?:rate|company|only|per|p\/?[dh])|\(umbrella\b|\bumb rate|umbrella(?= ?\()|£?\d{1,5}(?:\.\d\d)?(?: ?(?:per|p|a|\/)\/? ?(?:day|hour|d|h)\b)? ?\(?(?:inside |via )?(?:umbrella|umb)\b/i
const FIXED =
  /\bfixed[- ]?term\b|\bftc\b|\b(?:maternity|paternity|parental|adoption|sickness|long[- ]term sick(?:ness)?)(?: leave)? (?:cover|contract|backfill)/i
const SECONDMENT =
  /\bsecondment (?:role|position|for|until|basis|of|opportunity for|cover)|months? secondment|\bas a secondment|\bfixed term\/secondment|\/ ?secondment\b|\bsecondment opportunity\b/i
const PERMANENT: RegExp[] = [
  /\b(?:contract|job|employment|role|position|work|appointment|vacancy|status|basis|tenure|term|engagement|type) ?(?:type|basis|status|length|term|duration)?[* ]{0,2}[:|–-]{1,2}[* ]{0,3}(?:(?:full|part)[ -]?time[ ,/&–-]{1,3})?perm(?:anent|\b)(?!\s?(?:or|\/)\s?(?:contract|ftc|fixed|temp|interim)| (?:or|\/) )/i,
  /\b(?:contract|employment|job) (?:type|status) perm(?:anent|\b)|\bcontract\/perm(?:anent)?\s?: perm/i,
  /\btype of (?:appointment|contract|employment)\s?[:–-]?\s?(?:full[- ]time,? )?perm(?:anent|\b)/i,
  /permanent(?:,? (?:and )?(?:full|part)[- ]time)?,? (?:role|position|opportunity|job|vacancy|basis|appointment|employment|post\b|contract)(?! or )/i,
  /(?:full|part)[- ]?time[ ,/|&–-]{1,3}(?:and )?perm(?:anent|\b)|perm(?:anent)?[ ,/|&–-]{1,3}(?:full|part)[- ]?time\b/i,
  /(?:^|[(|\n•·–-]\s?)perm(?:anent)?(?=\s?(?:[)|\n•·–,-]|$))/im,
  /\bpermanent\s?\|/i,
  /\bPermanent (?:(?:About|Our client|Location|Salary|Up to|Remote|Hybrid|Competitive|We['’]re|In partnership)\b|(?=[£€$]))/,
  /\b(?:recruiting(?: for)?|seeking|looking for|hiring|on) an? permanent\b(?!,? (?:or|solution)\b)|\b(?:role|position|job|post|vacancy) is (?:an? )?(?:full[- ]time,? )?permanent\b(?! or\b)|\b[FP]T[ ,/]{1,2}permanent\b/i,
  /\bthis permanent\b|\ba permanent (?!contract\b|solution|fix|residen|record|change|home)(?:[a-z-]{2,14} ){0,3}(?:manager|analyst|lead|director|engineer|officer|planner|coordinator|role|position)/i,
  /\bemployee ?status ?: ?perm/i,
  /\b(?:open[- ]ended|indefinite) (?:employment )?contract\b/i,
]
const NOT_PERMANENT_BEFORE =
  /(?:\bto|\bor|\bnon|\bnot|\bgo(?:ing)?|\bbecom(?:e|ing)|\bturn(?:ing)? into|\bwith (?:a )?view to(?: a| going| becoming)?|\bpotential(?:ly)?(?: to)?(?: for| of)?(?: a)?|\bpossib(?:le|ility of)(?: a)?(?: to go)?|\bopportunity to(?: go)?|\bcontract,|\bmanag(?:e|ing)|\bof|\bprevious|\bfuture|both|\/|\bcould be(?:come)?(?: a)?)[ (-]{0,2}$/i

/** The words each list of patterns hangs on. */
const AROUND = {
  contract: signpost(['contract', 'freelanc', 'interim', 'temp', 'c2c', 'corp to', 'duration', 'length of', 'initial']),
  taxed: signpost(['ir35', 'ir 35', 'ir  35', 'umb']),
  fixed: signpost(['fixed', 'ftc', 'cover ', 'backfill', 'second']),
  permanent: signpost(['perm', 'open ended', 'indefinite']),
}
const TEXTS = ['title', 'pay', 'duration', 'description'] as const

/** Whether the role is a contract, a fixed-term employment or permanent, where the advert says. */
export function readContract(advert: Advert, pay?: Read<PayReading>): Kind | undefined {
  const taxed = search(advert, AROUND.taxed, [TAXED, PAYROLL])
  const paidByDay = rateByDay(pay)
  const contract = titleWords(advert) ?? paidByDay ?? taxed ?? search(advert, AROUND.contract, CONTRACT)
  const fixed = search(advert, AROUND.fixed, [FIXED, SECONDMENT])
  if (fixed && !paidByDay && !(taxed && contract)) return { value: 'fixed-term', evidence: [fixed] }
  const permanent = permanentWords(advert)
  if (contract && permanent && !paidByDay && !taxed) return permanent.where === contract.where ? earlier(contract, permanent) : undefined
  if (contract) return { value: 'contract', evidence: [contract] }
  if (permanent) return { value: 'permanent', evidence: [permanent] }
  return fromSource(advert, pay)
}

function titleWords(advert: Advert): Evidence | undefined {
  const title = TITLE_CONTRACT.exec(advert.title)
  return title ? evidenceOf('title', title) : undefined
}

/** A rate by the day in words is a contractor's rate. */
function rateByDay(pay: Read<PayReading> | undefined): Evidence | undefined {
  const told = pay?.evidence[0]
  return pay?.main.period === 'day' && !pay.main.implausible && told?.where !== 'field' ? told : undefined
}

function permanentWords(advert: Advert): Evidence | undefined {
  for (const where of TEXTS) {
    const found = findNear(advert[where], where, AROUND.permanent, PERMANENT)
    if (found && !NOT_PERMANENT_BEFORE.test(advert[where].slice(Math.max(0, found.start - 30), found.start))) return found
  }
  return undefined
}

function search(advert: Advert, keywords: Signpost, patterns: readonly RegExp[]): Evidence | undefined {
  for (const where of TEXTS) {
    const found = findNear(advert[where], where, keywords, patterns)
    if (found) return found
  }
  return undefined
}

/** Both words in one text: whichever is said first is the advert's, the other its outlook ("Contract … may become permanent"). */
function earlier(contract: Evidence, permanent: Evidence): Kind {
  return contract.start <= permanent.start ? { value: 'contract', evidence: [contract] } : { value: 'permanent', evidence: [permanent] }
}

const FLAGS: [RegExp, ContractKind][] = [
  [/fixed[- ]?term|\bftc\b/i, 'fixed-term'],
  [/contract|temp|freelance|interim|fixed/i, 'contract'],
  [/perm/i, 'permanent'],
]

/** The source's flag, then a yearly salary in words: employment without an end, since nothing names one. */
function fromSource(advert: Advert, pay: Read<PayReading> | undefined): Kind | undefined {
  for (const [pattern, value] of FLAGS) {
    const match = pattern.exec(advert.contract)
    if (match) return { value, evidence: [evidenceOf('contract', match)] }
  }
  return pay && isSalary(advert, pay) ? { value: 'permanent', evidence: pay.evidence } : undefined
}

const EMPLOYED =
  /\bsalary\b|\bbonus|\bbenefits\b|\bpension\b|\bpackage\b|\bdoe\b|depend\w{0,4} (?:up)?on exp|annual leave|\bholidays?\b|\bcar allowance\b/i

function isSalary(advert: Advert, { main, evidence }: Read<PayReading>): boolean {
  if (main.period !== 'year' || main.implausible || evidence[0]?.where === 'field') return false
  return !main.periodInferred || EMPLOYED.test(advert.pay) || EMPLOYED.test(advert.description)
}
