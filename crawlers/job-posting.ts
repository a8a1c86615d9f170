// schema.org JobPosting to a RawPosting, wherever the node came from. The vocabulary is followed loosely in the world: every property may be
// text, a node, or a list of either, and be written in capitals.
import { canonicalUrl } from './canonical-url.ts'
import { TITLE_LINK } from './html-facts.ts'
import { periodOf } from './pay-period.ts'
import { textOrNothing, unescapeHtml } from './plain-text.ts'
import { rawPosting } from './raw-posting.ts'
import type { Stated } from './raw-posting.ts'
import type { RawPosting } from '../listings/posting.ts'

type Node = Record<string, unknown>

/**
 * Reads one JobPosting node.
 * @param pageUrl where it was found: its address when it states none
 * @returns undefined without a title
 */
export function readJobPosting(node: Node, pageUrl: string): RawPosting | undefined {
  const title = textOf(get(node, 'title')) ?? textOf(get(node, 'name'))
  if (title === undefined) return undefined
  const url = addressOf(node, pageUrl)
  const isRemote = listOf(get(node, 'jobLocationType')).some(one => /telecommute|remote/i.test(textOf(one) ?? ''))
  return rawPosting({
    externalId: canonicalUrl(url),
    url,
    title,
    company: textOf(get(node, 'hiringOrganization')),
    location: locationOf(node, isRemote),
    description: descriptionOf(node),
    ...payOf(node),
    contract: listOf(get(node, 'employmentType')).map(textOf),
    remote: isRemote ? 'remote' : undefined,
    postedAt: simple(get(node, 'datePosted')),
    closesAt: simple(get(node, 'validThrough')),
  })
}

/** A property by its name, whatever its capitals and whether or not the vocabulary stands before it. */
function get(node: Node, name: string): unknown {
  if (Object.hasOwn(node, name)) return node[name]
  const small = name.toLowerCase()
  const key = Object.keys(node).find(one => isCalled(one, small))
  return key === undefined ? undefined : node[key]
}

const VOCABULARY = /^(?:https?:\/\/schema\.org\/|schema:)/

/** Most names are told apart by their length. @param small a name in lower case */
function isCalled(key: string, small: string): boolean {
  if (key.length === small.length) return key.toLowerCase() === small
  return key.length > small.length && key.includes(':') && key.toLowerCase().replace(VOCABULARY, '') === small
}

/** The value itself of a list of one, or of a value object (JSON-LD 1.1 §4.2.1). */
function simple(value: unknown): unknown {
  const [first] = listOf(value)
  return isNode(first) ? get(first, '@value') : first
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function listOf(value: unknown): unknown[] {
  if (value === undefined || value === null) return []
  return Array.isArray(value) ? value : [value]
}

function isText(text: string | undefined): text is string {
  return text !== undefined
}

/** The words of a value: itself, without the vocabulary's address where it is a term of it; a node's name; or the first of a list. */
function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return textOrNothing(value.replace(/^https?:\/\/schema\.org\/(?=\w{1,40}$)/i, ''))
  if (typeof value === 'number') return String(value)
  if (Array.isArray(value)) return textOf(value[0])
  if (!isNode(value)) return undefined
  return ['name', 'legalName', '@value', 'identifier'].map(name => textOf(get(value, name))).find(isText)
}

function addressOf(node: Node, pageUrl: string): string {
  const stated = textOf(get(node, 'url')) ?? textOf(get(node, TITLE_LINK))
  const url = stated === undefined ? null : URL.parse(stated, pageUrl)
  return url !== null && /^https?:$/.test(url.protocol) ? (/^https?:\/\//i.test(stated ?? '') ? (stated ?? url.href) : url.href) : pageUrl
}

function descriptionOf(node: Node): string | undefined {
  const words = get(node, 'description')
  const text = Array.isArray(words) ? words.filter(one => typeof one === 'string').join('\n') : words
  if (typeof text !== 'string' || text.trim() === '') return undefined
  return /&lt;\/?[a-z]/i.test(text) && !/<\/?[a-z]/i.test(text) ? unescapeHtml(text) : text
}

/** What stands in address fields when there is nothing to say. */
const EMPTY_WORDS = new Set(['-', '--', '0', 'n/a', 'na', 'none', 'null', 'undefined', '.'])

function locationOf(node: Node, isRemote: boolean): string | undefined {
  const places = listOf(get(node, 'jobLocation')).map(placeText).filter(isText)
  if (places.length > 0) return [...new Set(places)].slice(0, 20).join('; ')
  if (!isRemote) return undefined
  const from = listOf(get(node, 'applicantLocationRequirements'))
    .map(one => textOf(one))
    .filter(isText)
  return from.length > 0 ? from.slice(0, 20).join('; ') : undefined
}

function placeText(place: unknown): string | undefined {
  if (!isNode(place)) return textOf(place)
  const [address = place] = listOf(get(place, 'address'))
  if (!isNode(address)) return textOf(address) ?? textOf(get(place, 'name'))
  const parts = ['addressLocality', 'addressRegion', 'addressCountry'].map(name => textOf(get(address, name))).filter(isText)
  const said = [...new Set(parts)].filter(part => !EMPTY_WORDS.has(part.toLowerCase()))
  if (said.length > 0) return said.join(', ')
  return (
    textOf(get(place, 'name')) ?? textOf(get(address, 'streetAddress')) ?? textOf(get(address, '@value')) ?? textOf(get(place, '@value'))
  )
}

const SYMBOLS: Record<string, string> = { '£': 'GBP', '€': 'EUR', $: 'USD' }

/** Pay as fields where an amount and a currency are stated, else as the words that stand there. Estimates of third parties are not read. */
function payOf(node: Node): Pick<Stated, 'pay' | 'payField'> {
  const [salary] = listOf(get(node, 'baseSalary'))
  if (salary === undefined) return {}
  const outer = isNode(salary) ? salary : {}
  const value = listOf(get(outer, 'value'))[0] ?? salary
  const inner = isNode(value) ? value : { value }
  const currency =
    currencyOf(get(outer, 'currency')) ??
    currencyOf(get(inner, 'currency')) ??
    currencyOf(get(outer, 'priceCurrency')) ??
    currencyOf(get(node, 'salaryCurrency'))
  const single = amountOf(get(inner, 'value')) ?? amountOf(get(inner, 'price'))
  const min = amountOf(get(inner, 'minValue')) ?? amountOf(get(inner, 'minPrice')) ?? single
  const max = amountOf(get(inner, 'maxValue')) ?? amountOf(get(inner, 'maxPrice')) ?? single
  const units = [get(inner, 'unitText'), get(inner, 'unitCode'), get(outer, 'unitText')].map(textOf)
  const period = units.find(unit => periodOf(unit) !== null)
  if ((min ?? max) !== undefined && currency !== undefined) return { payField: { min, max, currency, period } }
  const words = ['value', 'minValue', 'maxValue'].map(name => textOf(get(inner, name))).filter(word => word && !/^0+(?:\.0+)?$/.test(word))
  return { pay: [...new Set(words)].join(' - ') }
}

function currencyOf(value: unknown): string | undefined {
  const text = textOf(value)?.toUpperCase() ?? ''
  return SYMBOLS[text] ?? (/^[A-Z]{3}$/.test(text) ? text : undefined)
}

/** A number, or text that is nothing but one ("52,000.00", "£450"). Nought is "not stated". */
function amountOf(stated: unknown): number | undefined {
  const value = simple(stated)
  const text = (typeof value === 'number' ? String(value) : typeof value === 'string' ? value : '').trim().replace(/^[£€$]\s?/, '')
  if (!/^\d{1,3}(?:[,\s]\d{3}){0,3}(?:\.\d{1,4})?$|^\d{1,9}(?:\.\d{1,4})?$/.test(text)) return undefined
  return Number(text.replace(/[,\s]/g, '')) || undefined
}
