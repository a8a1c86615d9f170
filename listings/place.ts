// Where the work is done. The text's own "Location: Leeds" is believed before the location field: boards invent towns.
import type { Advert } from './advert.ts'
import type { Evidence, Place, Read } from './card.ts'
import { findDistrict, findMeanings } from './gazetteer.ts'
import { matchesAt } from './near.ts'
import { mentions, signpost } from './signposts.ts'
import { isWithin, milesBetween, readSites } from './sites.ts'

export { milesBetween } from './sites.ts'

/** The places of work, most exact first; undefined where the advert names none we know. */
export function readPlaces(advert: Advert): Read<{ value: Place[] }> | undefined {
  const field = fromField(advert)
  const text = fromLabel(advert) ?? fromOffice(advert)
  if (text && (!field || text.anywhere || disagree(text.sites, field.sites))) return found(text)
  if (field && isExact(field.sites)) return found(field)
  const other = moreExact(fromTitle(advert), fromBased(advert)) ?? text ?? (field ? undefined : fromOnlyName(advert))
  return other && (!field || agree(other.sites, field.sites)) ? found(other) : field && found(field)
}

/** "West Cumbria" in the title gives way to "based in Whitehaven" in the text. */
function moreExact(title: Source | undefined, based: Source | undefined): Source | undefined {
  if (!title || !based) return title ?? based
  return title.sites.every(isArea) && !based.sites.every(isArea) && liesNear(based.sites, title.sites) ? based : title
}

const COUNTY_MILES = 50

function liesNear(sites: Place[], areas: Place[], miles = COUNTY_MILES): boolean {
  const isNear = (site: Place, area: Place) => isWithin(site, area) || (milesBetween(site, area) ?? Number.POSITIVE_INFINITY) < miles
  return sites.every(site => areas.some(area => isNear(site, area)))
}

function isArea({ kind }: Place): boolean {
  return kind === 'county' || kind === 'region' || kind === 'country'
}

interface Source {
  sites: Place[]
  /** The text says that the place is open ("Remote within the UK"). */
  anywhere?: boolean
  evidence: Evidence
}

function found({ sites, evidence }: Source): Read<{ value: Place[] }> {
  return { value: sites, evidence: [evidence] }
}

const POSTCODE = /^([A-Z]{1,2}\d[A-Z\d]?)(?:\s?\d[A-Z]{2})?$/i

/** The place a person means by a name they typed: a town, borough, county, region, country, or a postcode or its district; undefined when unknown. */
export function placeNear(name: string): Place | undefined {
  const typed = name.trim()
  if (typed === '' || typed.length > 60) return undefined
  const [meaning] = findMeanings(typed)
  if (meaning) return meaning.place
  const code = POSTCODE.exec(/\(([A-Z]{1,2}\d[A-Z\d]?)\)$/.exec(typed)?.[1] ?? typed)?.[1]
  if (code) return findDistrict(code)?.place
  return /[,(]| city centre| town centre| area$/i.test(typed) ? readSites(typed)[0] : undefined
}

function fromField(advert: Advert): Source | undefined {
  const sites = readSites(advert.location)
  return sites.length > 0 ? { sites, evidence: { words: advert.location, where: 'location', start: 0 } } : undefined
}

const LABEL =
  /\b(?:job |work |office |primary |main |role )?(?:locations?(?:\(s\))?|place of work|work ?base|base location|site location)\s{0,2}[:\-–]\s{0,3}\*{0,2}\s{0,2}/gi
const LABELLED = /(?:locations?(?:\(s\))?|place of work|work ?base)\s{0,2}[:\-–]/iy
const LABELS = signpost(['location', 'place of work', 'workbase', 'work base'])
/** What ends the value of a label on one line. */
const NEXT_LABEL =
  /(?:day |pay |hourly )?\b(?:rates?|duration|salary|start(?:ing)?(?: date)?|contract(?: type| length)?|ir35|pay|term|length|clearance|security|hours|type|sector|role|job|working(?: pattern| arrangements?| model)?|work ?type|reporting(?: to)?|status|about|overview|department|career level|level|company|client|experience|industry|package|recruitment|closing|ref|date|benefits|team|grade|duties|engagement)\b(?: \w{1,14}){0,2}\s?[:\-–]|\b(?:are you|we are|we're|our client|an exciting|the role|this is|you will)\b|[.;•\n]|\s{3}/i
const VALUE = 110
const LABELS_READ = 3

/** "Location: Leeds (2 days a week) Rate: …": the first label whose value holds a place. */
function fromLabel(advert: Advert): Source | undefined {
  if (matchesAt(advert.description, LABELS, LABELLED).length === 0) return undefined
  let tries = 0
  for (const match of advert.description.matchAll(LABEL)) {
    const start = match.index + match[0].length
    const value = cut(advert.description.slice(start, start + VALUE))
    const sites = readSites(value)
    if (sites.length > 0) {
      const words = `${match[0]}${value}`.trim()
      return { sites, anywhere: isAnywhere(value, sites), evidence: { words, where: 'description', start: match.index } }
    }
    if (++tries >= LABELS_READ) return undefined
  }
  return undefined
}

function cut(value: string): string {
  return value.slice(0, NEXT_LABEL.exec(value)?.index ?? value.length).trimEnd()
}

function isAnywhere(value: string, sites: Place[]): boolean {
  return sites.length === 1 && sites[0]?.kind === 'country' && /\bremote|home|anywhere|nationwide|uk[- ]wide/i.test(value)
}

const BASED =
  /\b(?:(?:roles?|position|post|job|contract|opportunity|project|you|candidates?|work)\b[^.,;\n]{0,24}\b(?:based|located|working|work)|role|position|post|job|contract|opportunity|on-?site|days (?:a|per) week|project)\s(?:in|at|from|near|out of)(?: the| our| either| central| greater)?\s/gi
const FREELY = /\bbased (?:in|at|near|out of)\s/gi
const NAMES = 60

/** "The role is based in Glasgow or Belfast", where neither label nor field says more. */
function fromBased(advert: Advert): Source | undefined {
  for (const pattern of [BASED, FREELY]) {
    for (const match of advert.description.matchAll(pattern)) {
      const start = match.index + match[0].length
      const names = leadingNames(advert.description.slice(start, start + NAMES))
      const sites = names === '' ? [] : readSites(names)
      if (isExact(sites)) return { sites, evidence: { words: `${match[0]}${names}`, where: 'description', start: match.index } }
    }
  }
  return undefined
}

const OFFICE =
  /\b(?:based|located|work(?:ing)?|days (?:a|per) week) (?:in|at|from|out of) (?:(?:the|our|their) )?((?:[A-Z][\w&.'’-]{0,24} ){1,5})(?:[Oo]ffice|HQ|[Hh]eadquarters)\b/g
const OFFICES = signpost([' office', ' hq', ' headquarters'])

/** "Join our team, based in Fenmoor's Belfast office": believed like a label, where the town is well known. */
function fromOffice(advert: Advert): Source | undefined {
  if (!mentions(advert.description, OFFICES)) return undefined
  for (const match of advert.description.matchAll(OFFICE)) {
    const names = (match[1] ?? '').trim().split(' ')
    const town = [names.slice(-2).join(' '), names.at(-1) ?? ''].find(isWellKnown)
    const sites = town === undefined ? [] : readSites(town)
    if (isExact(sites)) return { sites, evidence: { words: match[0], where: 'description', start: match.index } }
  }
  return undefined
}

const NAMED =
  /\b(?:in|at|near|of|from|an?|the) ([A-Z][a-z]{2,20}(?: [A-Z][a-z]{2,20}){0,2})|\b([A-Z][a-z]{2,20}(?: [A-Z][a-z]{2,20})?)(?:-based| is the base| (?:for )?(?:one|two|three|four|\d)[\w -]{0,12} days)/g

/** The one place an advert without a location names ("A football club in Sunderland owns a ground …"); two are none. */
function fromOnlyName(advert: Advert): Source | undefined {
  const found = new Map<string, Source>()
  for (const match of advert.description.matchAll(NAMED)) {
    const name = match[1] ?? match[2] ?? ''
    const [words = ''] = [name, name.split(' ').slice(0, 2).join(' '), name.split(' ')[0] ?? ''].filter(isWellKnown)
    const [site] = words === '' ? [] : readSites(words)
    if (site && !isArea(site))
      found.set(site.name, { sites: [site], evidence: { words: match[0], where: 'description', start: match.index } })
  }
  const [first, ...others] = found.values()
  return first && others.every(other => liesNear(other.sites, first.sites, NEAR_ENOUGH)) ? first : undefined
}

function isWellKnown(name: string): boolean {
  return (findMeanings(name)[0]?.weight ?? 0) > WELL_KNOWN && !ALSO_WORDS.test(name)
}

const NAMES_IN_A_ROW = /^(?:[A-Z][\w'’-]{1,20}(?: (?:upon|on|in|under|of|le|the) (?=[A-Z])| or | and |, | \/ |\/| |$)?){1,6}/

/** The capitalised words at the start, with the "or", "and" and commas between them. */
function leadingNames(text: string): string {
  const names = NAMES_IN_A_ROW.exec(text)?.[0] ?? ''
  return names.replace(/[\s,/]{1,3}$/, '').replace(/,?\s(?:or|and)$/, '')
}

const LONGEST_TITLE = 240
/** Towns whose names say something else in a title. */
const ALSO_WORDS = /^\s?(?:sale|march|street|deal|eye|battle|hope|ash|stone|ware|wool|lead|media)\s?$/i

/** A part of the title that is nothing but a place ("… - Leeds", "(Leeds, hybrid)"), or the place it ends on. */
function fromTitle(advert: Advert): Source | undefined {
  const title = advert.title.slice(0, LONGEST_TITLE)
  for (const part of title.matchAll(/[^|()–—[\]]{2,60}/g)) {
    for (const piece of part[0].split(/\s-\s|\s-|-\s/)) {
      for (const words of [piece, ...piece.split(',')]) {
        const sites = ALSO_WORDS.test(words) ? [] : readSites(words, true)
        if (isExact(sites)) return titleSource(advert.title, words, sites)
      }
    }
  }
  const last = /\b((?:in |, )?[A-Z][a-z]{2,20}(?: [A-Z][a-z]{2,20})?)\s?$/.exec(title)?.[1] ?? ''
  const ending = [last, last.split(' ').at(-1) ?? ''].find(name => isWellKnown(name.replace(/^(?:in |, )/, '')))
  return ending ? titleSource(advert.title, ending, readSites(ending.replace(/^(?:in |, )/, ''))) : undefined
}

/** At the end of a title only a place that is more than a village counts: "Change Lead Hope" names nobody's home. */
const WELL_KNOWN = 1_000

function titleSource(title: string, piece: string, sites: Place[]): Source {
  const words = piece.trim()
  return { sites, evidence: { words, where: 'title', start: title.indexOf(words) } }
}

function isExact(sites: Place[]): boolean {
  return sites.some(site => site.kind !== 'country' && site.kind !== 'region')
}

const NEAR_ENOUGH = 12

/** No place of the text is, holds or lies in one of the field's, or the text is the more exact. */
function disagree(text: Place[], field: Place[]): boolean {
  return isExact(text) ? !text.every(one => field.some(other => isSame(one, other))) : !agree(text, field)
}

function isSame(one: Place, other: Place): boolean {
  return one.name === other.name || (milesBetween(one, other) ?? Number.POSITIVE_INFINITY) < NEAR_ENOUGH / 2
}

function agree(one: Place[], other: Place[]): boolean {
  return one.some(a => other.some(b => isWithin(a, b) || isWithin(b, a) || (milesBetween(a, b) ?? Number.POSITIVE_INFINITY) < NEAR_ENOUGH))
}
