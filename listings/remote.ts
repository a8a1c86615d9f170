// Where the work is done from, and how many days a week on site. Days stated beat words; "fully" beats a passing "hybrid".
import type { Advert } from './advert.ts'
import type { Evidence, Read, Remote, Where } from './card.ts'
import { findDays, MONTHLY, SHARE, WHOLE_WEEK } from './days-on-site.ts'
import { matchesIn } from './near.ts'
import { placeNear } from './place.ts'
import { findPassages, type Passage } from './passages.ts'
import { signpost } from './signposts.ts'

type Reading = Read<{ value: Remote; onSiteDaysPerWeek: number | null }>

interface Signal {
  evidence: Evidence
  /** Earlier texts and earlier words have lower numbers. */
  order: number
  days?: number
}

const SIGNALS = ['days', 'share', 'monthly', 'onsiteFull', 'onsite', 'hybrid', 'remoteFull', 'remoteMost', 'remote'] as const
type Signals = Partial<Record<(typeof SIGNALS)[number], Signal>>

/** Remote, hybrid or on site; undefined where neither words nor fields say. */
export function readRemote(advert: Advert): Reading | undefined {
  const signals: Signals = {}
  const texts: (readonly [string, Where])[] = [
    [advert.title, 'title'],
    [advert.location, 'location'],
    [advert.contract, 'contract'],
    [advert.description, 'description'],
  ]
  texts.forEach(([text, where], i) => {
    for (const passage of findPassages(text, ANCHORS)) collect(passage, where, i * 1_000_000, signals)
  })
  return decide(signals) ?? fromField(advert)
}

/** Every pattern below needs one of these. */
const ANCHORS = signpost(
  'hybrid,remote,wfh,onsite,on site,on  site,office,home,week,pw ,p w ,in person,client site,the site,site based,blend,anywhere,wherever,face to'.split(
    ',',
  ),
)
const OF = {
  month: signpost(['month', 'fortnight', 'quarter']),
  hybrid: signpost(['hybrid']),
  away: signpost(['remote', 'home', 'wfh', 'anywhere', 'wherever', 'blend', 'infrequent', 'occasional', 'hoc']),
  remoteField: signpost([' remote ']),
  onSite: signpost(['onsite', 'on site']),
  site: signpost(['onsite', 'on site', 'office', 'site based']),
  denial: signpost([' no ', ' not ', ' cannot ']),
}

function fromField(advert: Advert): Reading | undefined {
  const value = advert.fields.remote
  return value && { value, onSiteDaysPerWeek: null, evidence: [{ words: value, where: 'field', start: 0 }] }
}

function decide(signals: Signals): Reading | undefined {
  const { days, share, monthly, onsiteFull, onsite, hybrid, remoteFull, remoteMost, remote } = signals
  if (days) return reading((days.days ?? 0) >= WHOLE_WEEK ? 'onsite' : 'hybrid', days, days.days ?? null)
  if (share) return reading((share.days ?? 0) >= 100 ? 'onsite' : 'hybrid', share)
  if (onsiteFull && !remoteFull) return reading('onsite', onsiteFull)
  if (remoteFull) return reading('remote', remoteFull)
  if (onsite && hybrid) return onsite.order < hybrid.order ? reading('onsite', onsite) : reading('hybrid', hybrid)
  if (hybrid) return reading('hybrid', hybrid)
  const away = remoteMost ?? remote
  if (away) return reading('remote', away)
  if (monthly) return reading('hybrid', monthly)
  return onsite && reading('onsite', onsite)
}

function reading(value: Remote, signal: Signal, onSiteDaysPerWeek: number | null = null): Reading {
  return { value, onSiteDaysPerWeek, evidence: [signal.evidence] }
}

type Collect = (name: keyof Signals, match: RegExpExecArray, days?: number) => void

function collect(passage: Passage, where: Where, base: number, signals: Signals): void {
  const { text, start, holds } = passage
  const add: Collect = (name, match, days) => {
    const at = start + match.index
    const held = signals[name]
    if (held && held.order <= base + at) return
    signals[name] = { evidence: { words: match[0].trim(), where, start: at }, order: base + at, ...(days !== undefined && { days }) }
  }
  for (const { match, days, rarely } of findDays(passage)) add(rarely ? 'monthly' : 'days', match, days)
  if (text.includes('%')) each(text, SHARE, match => add('share', match, Number(match[1])))
  if (holds(OF.month)) each(text, MONTHLY, match => add('monthly', match))
  if (holds(OF.hybrid)) for (const pattern of [HYBRID, ROLE_HYBRID]) each(text, pattern, match => add('hybrid', match))
  if (holds(OF.away)) collectAway(text, where, add)
  if (holds(OF.remoteField)) for (const pattern of [ROLE_REMOTE, TERMS_REMOTE]) each(text, pattern, match => add('remote', match))
  if (holds(OF.onSite)) each(text, PLACE_ONSITE, match => placeNear(match[1] ?? '') && add('onsite', match))
  if (holds(OF.site)) collectOnSite(text, where, add)
  else if (holds(OF.denial)) each(text, ONSITE_FULL, match => add('onsiteFull', match))
}

function each(text: string, pattern: RegExp, then: (match: RegExpExecArray) => void): void {
  for (const match of matchesIn(text, pattern)) then(match)
}

const HYBRID =
  /(?<!\b(?:no|not|non|agile|waterfall|BA|PM|PMO|analyst|manager)[\s/-])\bhybrid\b(?!\s?\/?\s?(?:remote working:|cloud|infrastructure|it\b|environments?|agile|waterfall|methodolog|delivery model|projects?|approach to (?:delivery|project)|architectures?|physics|cars?|vehicles?|engines?|electric|powertrain|technical|data|models\b|solutions?|platforms?|networks?|storage|identity|search|propulsion|events?|athletes?|threats?|skills?|integrations?|systems?|apps?|mobile|technolog|AI|workloads?|estates?|deployments?))/gi
/** "Analytics Manager Hybrid – London": the next field, not a manager of two kinds. */
const ROLE = '(?:Analyst|ANALYST|Manager|MANAGER|Lead|LEAD|Director|DIRECTOR|Engineer|Developer|Master|Planner|Officer|Coordinator)'
const ROLE_HYBRID = new RegExp(String.raw`\b${ROLE} (?:Hybrid|HYBRID)(?=\s?[–|,(£-]|\s(?!PM|BA|Working)[A-Z]|$)`, 'g')
const ROLE_REMOTE = new RegExp(
  String.raw`\b${ROLE} (?:Remote|REMOTE)(?=\s?[–|,(£/-]|\s(?!Sensing|Access|Support|Monitoring|Operations|Teams?|Sites?|Control)[A-Z]|$)`,
  'g',
)
/** "£500 per day Remote", "6 months, Remote", "inside IR35 | Remote". */
const TERMS_REMOTE =
  /(?:\bper day|\bpd|\bp\/d|\ba day|\b[Mm]onths?|\bIR35)[ ,|–-]{1,3}(?:Fully )?Remote\b(?! (?:teams?|access|sites?|support|work))/g
const PART =
  /\b(?:(?:semi|part|partly|partial|partially|some)[- ](?:remote|home|wfh)|(?:[1-5]|one|two|three|four) (?:remote |home )?(?:working )?days? (?:remote|wfh|(?:working )?(?:from|at) home|home[- ]?working|home[- ]based)|remote(?:ly)? (?:[1-5]|one|two|three|four)(?:-[1-5])? days|work(?:ing)? from home (?:[1-5]|one|two|three|four) days|remote working (?:\d|days)|(?:home|remotely) and (?:from |in |at )?(?:the |our )?office|home (?:for )?(?:the )?(?:rest|other|others|remainder)|rest (?:at|from) home|(?:otherwise|remainder|rest of the (?:week|time)|other (?:two|three|four) days?) (?:is |are )?(?:remote(?:ly)?|(?:worked |working )?(?:from |at )?home|from wherever)|home working (?:applies )?(?:on|for) the (?:others?|rest)|blended working|part of the week (?:is )?(?:working )?(?:from|at) home|(?:from home|remotely) up to \d\d(?= ?%))\b/gi
/** "A mix of home and office": both must stand close behind. */
const MIX = /\b(?:mix|mixture|combination|split|blend|balance|between)\b/gi
const MIX_REACH = 64
const PLACE_SLASH =
  /\b(?!(?:UK|GB|EU|USA?|Fully|Hybrid)\b)[A-Z][a-z]{2,20}\s?\/\s?(?:[Rr]emote|WFH)\b|\b[Rr]emote\s?\/\s?(?!(?:UK|GB|EU|USA?|Hybrid|Home)\b)[A-Z][a-z]{2,20}/g
const REMOTE_FULL =
  /\b(?:fully|100\s?%|completely|entirely|full[- ]time|purely|totally)[- ]{1,2}(?:remote(?:ly)?|home[- ]based|work(?:ing)? from home|wfh)\b|\b(?:remote(?:ly)?|wfh|work(?:ing)? (?:from|at) home|home[- ]based),? (?:5|five|all) days\b|\bremote[- ](?:only|first)\b|\b(?:remote(?:ly)?|home[- ]based|wfh)\s?[(-]?\s?(?:100\s?%|full[- ]time)/gi
const REMOTE_MOST =
  /\b(?:mostly|predominantly|primarily|largely|mainly|majority|90%|80%)[- ](?:of the time )?(?:remote(?:ly)?|home[- ](?:based|working)|(?:work(?:ing)? )?from home|wfh)\b|\bremote(?:ly)?(?: working)?,? (?:with|\+|and) (?:an? )?(?:occasional|infrequent|ad[- ]?hoc|some|minimal|limited|very|the odd)\b|\bwfh ?[/|,+] ?(?:occasional|infrequent|ad[- ]?hoc|limited|minimal) \w|\b(?:infrequent|occasional|minimal|ad[- ]?hoc) (?:travel|visits?|attendance) to (?:the )?(?:client|office|site|customer)|(?<!(?:nursing|care|residential|children[’']?s|large|medium|retirement) )\bhome[- ]based\b(?! (?:care|health|support|childcare))/gi
const REMOTE =
  /(?<!\b(?:no|not|non|semi|part|partially|some|days?|working|hybrid|potential|or|flexible|local and|global|and|with|of|for)[\s/-])\bremote (?:working|work\b|role|position|contract|opportunity|basis|job|based|within|in (?:the )?(?:uk|eu|us)|from|uk|-\s?uk|with)\b|(?<!\bor )\bremote\s?[(,-]\s?(?:uk|gbr?|united kingdom|anywhere|eu|europe|england|usa?)\b|\b(?:uk|gb|united kingdom|usa?)\)?\s?[-–,(]?\s?remote\b(?! (?:sites|teams?|locations|access|support))|(?:location|based|place of work|site|workplace|on-?site requirements?)\s?:\s?\*{0,2}\s?(?:uk )?remote(?:ly)?\b|[|•(]\s?remote\s?(?:[|•)]|$)|\b(?:role|position|contract|job|opportunity) (?:is|will be|can be)(?: \w{1,12})? (?:remote(?:ly)?|home[- ]based)|\bworking remotely\b(?! when| if)|\bwork(?:ing)? from (?:home|anywhere)\b(?! (?:policy|allowance|up to|for up|for a|\d))|\bremote working\b|\bremote\s?\((?!ly)|[|•]\s?remote\b(?! (?:teams?|access|sites?|support))|[-–]\s?remote\s?(?:[-–|,£]|$)/gi
const NOT_SURE =
  /\b(?:option(?:al)?|flexib\w{2,5}|possib\w{2,5}|ability|able|opportunit\w{1,3}|potential|offer|benefits?|happy|willing\w{0,4}|open|some|occasional\w{0,2}|if|may|when|part|policy|perks|not|no|cannot)\b[^.\n:|]{0,40}$/i
const ONSITE_FULL =
  /\b(?:fully|100\s?%|full[- ]?time|permanently|entirely|strictly|purely|totally)[,:]?[- ]{1,2}(?:on[- ]?site|office[- ]based|in[- ](?:the )?office|site[- ]based)\b|\bno (?:remote|hybrid|home|wfh)(?:(?: or |\/)\w{1,10})?[- ]?(?:working|work|option|flex)|\b(?:not (?:a )?(?:remote|hybrid)|cannot be (?:done|performed|carried out) remotely|(?:remote|home|hybrid) working is not)\b|\bon[- ]?site,? (?:only|all week|every day|throughout|full[- ]time|monday (?:to|-) friday)\b|\bin the office,? (?:all week|every day|monday (?:to|-) friday)\b|\btakes? place on[- ]?site\b/gi
const ONSITE =
  /(?<!\b(?:some|occasional|required|and|or|the|free|our)\s|\)\s)\bon[- ]?site (?:role|position|working\b|based|opportunity|contract)\b|\b(?:role|position|job|work|contract|pattern|arrangements?|type|schedule|style|model|location)\s?(?:is|will be|:)\s?(?:an? |based |fully )?(?:on[- ]?site|office[- ]based|site[- ]based|in[- ]office)\b|(?:[(–-]|\/)\s?(?:on[- ]?site|office[- ]based|site[- ]based)\s?(?:[)–-]|$|,|\.)|(?:\b(?:office|site)-|(?:^|[.|•]\s?)(?:office|site) )based (?:in|at)\b|\b(?:office|site)[- ]based (?:role|position|contract|environment)\b|(?<!\b(?:and|or|some|the|work|working)\s)\bon[- ]?site (?:in|\/) (?=[A-Z])|[-–|]\s?on[- ]?site\b(?!\s?(?:and|or|\/|parking|gym|restaurant|canteen|cafe|nursery|creche|interview|training|facilities|teams?|support|visits?|with|to|requirements?))|\bworkplace:? on-?site\b|\b5[- ]days?[- ](?:a|per)[- ]week,? on-?site\b|(?:full-time|permanent|contract) ?\/ ?on-?site\b/gi

/** "Newcastle onsite to £80k", "Cwmbran On-Site". */
const PLACE_ONSITE = /\b([A-Z][a-z]{2,20})(?:, | )[Oo]n-?[Ss]ite(?=\s?(?:[*|£,.–-]|$|to [£€]|\s[A-Z]))(?!\s?[–|/-]\s?[Hh]ybrid)/g

/** Not "the ability to work remotely", nor "remote working will not be possible". */
function isMeant(text: string, match: RegExpExecArray): boolean {
  const end = match.index + match[0].length
  return (
    !NOT_SURE.test(text.slice(Math.max(0, match.index - 50), match.index)) &&
    !/^[^.\n]{0,16}\b(?:not|isn't|cannot|never)\b/i.test(text.slice(end, end + 30))
  )
}

function collectAway(text: string, where: Where, add: Collect): void {
  each(text, PART, match => add('hybrid', match))
  each(text, MIX, match => isMixed(text, match.index) && add('hybrid', match))
  each(text, PLACE_SLASH, match => add('hybrid', match))
  each(text, REMOTE_FULL, match => !/\bdays?\s$/i.test(text.slice(Math.max(0, match.index - 6), match.index)) && add('remoteFull', match))
  each(text, REMOTE_MOST, match => add('remoteMost', match))
  each(text, REMOTE, match => isMeant(text, match) && add('remote', match))
  if (where === 'location' || where === 'contract') each(text, /\bremote\b|\bhome ?based\b/gi, match => add('remote', match))
}

function isMixed(text: string, start: number): boolean {
  const after = text.slice(start, start + MIX_REACH).split(/[.\n]/, 1)[0] ?? ''
  return /\b(?:home|remote(?:ly)?)\b/i.test(after) && /\b(?:office|site)\b/i.test(after)
}

function collectOnSite(text: string, where: Where, add: Collect): void {
  each(text, ONSITE_FULL, match => add('onsiteFull', match))
  each(text, ONSITE, match => add('onsite', match))
  if (where === 'location' || where === 'contract') each(text, /\bon[- ]?site\b/gi, match => add('onsite', match))
}
