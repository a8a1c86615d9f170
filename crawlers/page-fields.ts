// Where the fields of an advert stand on a page, as a source's settings say it: CSS selectors over its elements, or paths into JSON that a
// script element of it holds. Both read the same way: an item of a list, and fields of the item.
import { load } from 'cheerio/slim'
import type { CheerioAPI } from 'cheerio/slim'
import { SourceChanged } from './connector.ts'
import { isTooDeep, MOST_DEPTH } from './depth.ts'

/** Something to read fields from: an element, or an object of a page's JSON. */
export interface Item {
  /** The first value there is, as written; undefined where there is none. */
  value: (field: string) => string | undefined
  /** All mark-up under every element of that name, or the values: for texts whose structure matters. */
  markUp: (field: string) => string | undefined
}

export interface PageItems {
  items: Item[]
  /** The page itself, for what is not part of one advert. */
  page: Item
}

/** `a.title@href` → selector and attribute; `@href` alone is an attribute of the item itself. */
function partsOf(field: string): { selector: string; attribute?: string } {
  const [, selector = '', attribute] = /^([^@]{0,300}?)(?:@([\w:-]{1,60}))?$/.exec(field) ?? []
  return { selector: selector.trim(), ...(attribute !== undefined && { attribute }) }
}

/** Whether a field can be understood as selector and attribute. */
export function isSelector(field: string): boolean {
  const { selector, attribute } = partsOf(field)
  if (selector === '') return attribute !== undefined
  try {
    load('<p></p>')(selector)
    return true
  } catch {
    return false
  }
}

const PATH = /^[\w$-]{1,100}(?:\.[\w$-]{1,100}){0,20}$/

export function isPath(field: string): boolean {
  return PATH.test(field)
}

/** @throws SourceChanged where the page is nested beyond reading */
export function readElements(html: string, list: string | undefined): PageItems {
  if (isTooDeep(html)) throw new SourceChanged(`The page has more than ${MOST_DEPTH} elements inside one another and is not read.`)
  // As the parser meets the tags, without the HTML standard's repairs: a third of the time, and never the square of a hostile page's size.
  // One element around it all: between siblings at the top a selector takes time with the square of their number.
  const $ = load(`<page>${html}`, { xml: { xmlMode: false } })
  const page = elementItem($, undefined)
  if (list === undefined) return { items: [page], page }
  return { items: [...$(list)].map(element => elementItem($, element)), page }
}

type Element = Parameters<CheerioAPI>[1]

function elementItem($: CheerioAPI, element: Element): Item {
  const all = (selector: string) => {
    if (element === undefined) return selector === '' ? $.root() : $(selector)
    return selector === '' ? $(element as Parameters<typeof $>[0]) : $(selector, element)
  }
  return {
    value(field) {
      const { selector, attribute } = partsOf(field)
      const found = all(selector).first()
      const value = attribute === undefined ? found.text() : found.attr(attribute)
      return value?.trim() || undefined
    },
    markUp(field) {
      const { selector, attribute } = partsOf(field)
      const found = all(selector)
      const parts = [...found].map(one => (attribute === undefined ? $(one).html() : $(one).attr(attribute)))
      return parts.filter(Boolean).join('\n').trim() || undefined
    },
  }
}

/**
 * @param script a selector of the script element; a body that is JSON itself needs none
 * @param list the path of the array of items; undefined = the whole is one item
 * @throws SourceChanged where there is no such element or array, or it does not hold JSON
 */
export function readData(body: string, script: string, list: string | undefined): PageItems {
  const whole = parseData(/^[\s\uFEFF]{0,50}[[{]/.test(body.slice(0, 60)) ? body : scriptText(body, script), script)
  const page = dataItem(whole)
  if (list === undefined) return { items: [page], page }
  const [items, ...more] = valuesAt(whole, list.split('.'), false)
  if (!Array.isArray(items) || more.length > 0) throw new SourceChanged(`There is no list at “${list}” in the data of the page.`)
  return { items: items.map(dataItem), page }
}

function scriptText(html: string, script: string): string {
  const text = readElements(html, undefined).page.markUp(script)
  if (text === undefined) throw new SourceChanged(`The page has no element “${script}” with data.`)
  return text
}

/** The JSON in a text that may assign it to something: `window.jobs = {…};`. */
function parseData(text: string, script: string): unknown {
  const start = text.search(/[[{]/)
  const end = Math.max(text.lastIndexOf('}'), text.lastIndexOf(']'))
  try {
    return JSON.parse(text.slice(Math.max(start, 0), end + 1))
  } catch (error) {
    throw new SourceChanged(`What “${script}” holds is not JSON.`, { cause: error })
  }
}

function dataItem(value: unknown): Item {
  const words = (field: string): string[] =>
    valuesAt(value, field.split('.'), true).flatMap(one => (typeof one === 'string' || typeof one === 'number' ? [String(one)] : []))
  return {
    value: field => [...new Set(words(field))].join(', ').trim() || undefined,
    markUp: field => words(field).join('\n').trim() || undefined,
  }
}

/** What lies at a path; where a list is met and the path does not say which of it, all of it when `spread`. Own properties only. */
function valuesAt(value: unknown, path: string[], spread: boolean): unknown[] {
  const [key, ...rest] = path
  if (key === undefined) return spread && Array.isArray(value) ? value : [value]
  if (typeof value !== 'object' || value === null) return []
  if (Array.isArray(value) && spread && !/^\d+$/.test(key)) return value.flatMap(one => valuesAt(one, path, spread))
  return Object.hasOwn(value, key) ? valuesAt((value as Record<string, unknown>)[key], rest, spread) : []
}
