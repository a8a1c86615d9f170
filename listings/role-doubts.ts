// What the text says about a title of two meanings: "Planner" plans works or stock, "Change Manager" moves people or tickets.
import type { Doubt, TitleRole } from './role-words.ts'
import { placesOf, signpost } from './signposts.ts'

/** How many different words of a list stand in a text, counted up to `enough`. */
function countDistinct(text: string, words: RegExp, enough: number): number {
  const seen = new Set<string>()
  for (const match of text.matchAll(words)) {
    seen.add(match[0].toLowerCase())
    if (seen.size >= enough) break
  }
  return seen.size
}

const WORKS_PLANNING =
  /\b(?:p6|primavera|asta|power ?project|ms ?project|microsoft project|critical path|gantt|baseline programmes?|(?:construction|tender|project|master) (?:programmes?|schedules?|planning|planners?)|programmes? of works?|nec[34]?|planning engineers?|project controls|delay analysis|work breakdown|wbs|schedule risk|main contractors?|pre-?construction|civil engineering|construction|evm|earned value)\b/gi
const STOCK_PLANNING =
  /\b(?:mrp|purchase orders?|inventory|stock (?:levels?|control|planning|replenishment|management)|sap apo|supply chain|production (?:plans?|planning|schedules?|scheduling)|materials? (?:planning|scheduling|requirements)|demand|merchandis\w{1,6}|town planning|rtpi|planning (?:applications?|permission|appeals?|policy)|media|rotas?|drivers?|haulage|hauliers?|appointments|field engineers|vehicles?|routes?|writing|suppliers)\b/gi
const COST_CONTROL =
  /\b(?:project controls?|earned value|evm|cost (?:control|forecast\w{0,4}|reports?|reporting)|cost value|forecast(?:s|ing)? (?:to|at) complet\w{1,4}|project costs?|capital projects?|change control|wbs)\b/gi
const PRODUCT_COST = /\b(?:bill of materials|bom|piece price|should[- ]cost|tooling|automotive|recipe|menu|teardown)\b/gi
const AUTOMATION = /\b(?:plc|scada|dcs|deltav|process control|hmi|instrumentation|rockwell|allen.bradley|bms|control systems?)\b/gi
const SCHEDULE_CONTROL =
  /\b(?:p6|primavera|earned value|evm|cost (?:control|forecast\w{0,4}|reports?)|schedul(?:e|es|ing)|baseline|project controls (?:team|function|manager|lead)|forecasts?|budgets?)\b/gi
const PROJECT_RISK =
  /\b(?:project risks?|programme risks?|(?:project|programme) (?:and|or|&) (?:programme|project) risk|risk registers?|monte carlo|qra|qsra|qcra|quantitative (?:schedule|cost|risk)|active risk manager|major (?:projects?|programmes?)|capital (?:projects|programme)|construction|infrastructure|nuclear|rail|project delivery|water projects)\b/gi
const MONEY_RISK =
  /\b(?:credit risk|market risk|operational risk|fca|pra|basel|underwriting|clinical|patients?|enterprise risk|second line|aml|insurance|compliance|financial crime|merchant|fraud|banking)\b/gi
const PROJECT_PORTFOLIO =
  /\b(?:projects|programmes|pmo|change portfolio|project portfolio|portfolio (?:office|management office|governance|reporting|delivery)|p3m|mop|prioriti[sz]ation|benefits reali[sz]ation|demand management|business cases?|(?:project|programme) (?:managers?|directors?)|portfolio (?:report|board|director of change)|sponsors?|dependencies|roadmaps?)\b/gi
/** Words that leave no doubt. */
const SAYS_CHANGE_PORTFOLIO =
  /\b(?:change|projects?|programmes?|it|technology|digital|transformation) portfolio\b|\bportfolio (?:management )?office\b/i
const MONEY_PORTFOLIO =
  /\b(?:invest(?:ors?|ments?)|funds?|funding|grants?|grant[- ]holders?|equit(?:y|ies)|fixed income|bonds?|asset (?:management|managers?)|trading|traders?|returns|tenants?|leases?|rental|property|real estate|loans?|credit|brokers?|hedge|yield|mandates?|retailers|energy trading)\b/gi
const TICKETS =
  /\b(?:cab|change advisory|itil|itsm|change requests?|rfcs?|servicenow|service desk|incident management|release management|change freeze|change enablement|change tickets?|production changes?)\b/gi
const PEOPLE_CHANGE =
  /\b(?:adoption|stakeholder engagement|business readiness|change impacts?|impact assessments?|communications? (?:plans?|strategy)|training (?:needs|plans?)|adkar|prosci|organi[sz]ational change|ways of working|business change|culture|transformation|change management (?:plans?|strategy|methodolog\w{1,3})|programmes?|projects)\b/gi
const GOODS_DELIVERY =
  /\b(?:drivers?|fleet|parcels?|depots?|couriers?|vans?|tachographs?|transport compliance|patients?|residents|care plans?|royal mail|postal|learners|apprentices|menus?|kitchen)\b/gi
const PROJECT_DELIVERY =
  /\b(?:agile|scrum|sprints?|kanban|projects?|programmes?|software|digital|technology|technical|backlog|delivery teams?|roadmaps?|milestones?|stakeholders|raid|gds|product (?:owners?|managers?)|prince2|deliverables|workstreams?)\b/gi
const SAYS_PROJECT_MANAGER = /\b(?:project|programme|program) (?:manager|management|delivery)\b|\bprojects\b|\bprince2\b/gi
const SAYS_OFFICE =
  /\b(?:pmo|project (?:manager|management|support|office|controls)|programme (?:manager|management|office)|portfolio office|raid|governance)\b/gi

interface Weighing {
  yes: RegExp
  no: RegExp | null
  /** How many different words for it are needed. */
  need: number
  /** One match of this is enough, whatever else stands there. */
  sure?: RegExp
  /** A tie is not enough. */
  strict?: true
  /** What to think where there is no text at all. */
  withoutText: boolean
}

const WEIGHINGS: Record<Doubt, Weighing> = {
  planner: { yes: WORKS_PLANNING, no: STOCK_PLANNING, need: 0, withoutText: true },
  cost: { yes: COST_CONTROL, no: PRODUCT_COST, need: 1, withoutText: false },
  controls: { yes: SCHEDULE_CONTROL, no: AUTOMATION, need: 0, withoutText: true },
  risk: { yes: PROJECT_RISK, no: MONEY_RISK, need: 1, strict: true, withoutText: false },
  portfolio: { yes: PROJECT_PORTFOLIO, no: MONEY_PORTFOLIO, need: 2, strict: true, sure: SAYS_CHANGE_PORTFOLIO, withoutText: false },
  change: { yes: PEOPLE_CHANGE, no: TICKETS, need: 0, withoutText: true },
  delivery: { yes: PROJECT_DELIVERY, no: GOODS_DELIVERY, need: 0, withoutText: true },
  abbreviation: { yes: SAYS_PROJECT_MANAGER, no: null, need: 1, withoutText: false },
  mixed: { yes: SAYS_OFFICE, no: null, need: 2, withoutText: false },
}

const MOST = 6

/** Whether the text lets a doubtful title count; the words for the PM trade must be enough and not outweighed. */
export function isSettled(role: TitleRole, text: string): boolean {
  if (!role.doubt) return true
  const weighing = WEIGHINGS[role.doubt]
  if (text.trim().length === 0) return weighing.withoutText
  if (weighing.sure?.test(text)) return true
  const yes = countDistinct(text, weighing.yes, MOST)
  const no = weighing.no === null ? 0 : countDistinct(text, weighing.no, MOST)
  return yes >= weighing.need && (weighing.strict ? no < yes : no <= yes)
}

const CARE_TITLE = /\b(?:rgn|rmn|nursing homes?|care homes?|supported living|hostel|registered manager|residential care|domiciliary)\b/i
const CARE =
  /\b(?:cqc|care quality commission|registered managers?|service users?|residents|nursing homes?|care homes?|support workers?|supported living|domiciliary|care plans?|safeguarding|homelessness|tenancy support|vulnerable (?:adults?|people)|nvq level|qcf level)\b/gi
const CARE_WORDS = signpost(
  ' cqc , care , registered , service user, resident, nursing , support worker, supported , domiciliary, safeguarding, homeless, tenancy , vulnerable , nvq , qcf '.split(
    ',',
  ),
)
const PROJECT_WORK =
  /\b(?:milestones?|project plans?|stakeholders?|raid|scope|deliverables?|gantt|prince2|workstreams?|project lifecycle|go-live|business cases?|contractors?|construction|project delivery|project management|risks and issues|systems?|software|digital|refurbishment|budgets)\b/gi
const LEADS_CARE = 3
const OPENING = 2_000

/** A care home or hostel manager under the name of Project Manager: the text is about care and not about project work. */
export function isCareManager(title: string, text: string): boolean {
  if (CARE_TITLE.test(title)) return countDistinct(text, PROJECT_WORK, MOST) < 3
  if ((placesOf(text, CARE_WORDS)[LEADS_CARE - 1] ?? OPENING) >= OPENING) return false
  const opening = text.slice(0, OPENING)
  const care = countDistinct(opening, CARE, MOST)
  return care >= LEADS_CARE && countDistinct(opening, PROJECT_WORK, MOST) < care
}
