// JSON-LD as pages really carry it: strict first, then mended (escaped quotes, comments, trailing commas, raw line breaks inside strings,
// missing brackets at the end), each in one pass over the text.
import { decodeEntities } from './plain-text.ts'

export interface LdJson {
  value: unknown
  /** It was not JSON until it was mended. */
  mended: boolean
}

/** Parses one block. @returns undefined when nothing can be made of it. */
export function parseLdJson(block: string): LdJson | undefined {
  const text = unwrapped(block)
  if (text === '') return undefined
  const strict = parsed(text)
  if (strict !== undefined) return { value: strict, mended: false }
  for (const candidate of [() => mendJson(text, false), () => mendJson(text, true), () => mendJson(decodeEntities(text), false)]) {
    const value = parsed(candidate())
    if (value !== undefined) return { value, mended: true }
  }
  return undefined
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Without byte order mark, CDATA and comment wrappers, and a semicolon at the end; decoded where every quote is escaped. */
function unwrapped(block: string): string {
  const text = block
    .replace(/^[\s\uFEFF]+/, '')
    .replace(/^(?:\/\/|\/\*)?\s{0,10}(?:<!\[CDATA\[|<!--)(?:\s{0,10}\*\/)?/, '')
    .trimEnd()
    .replace(/(?:\/\/|\/\*)?\s{0,10}(?:\]\]>|-->)(?:\s{0,10}\*\/)?$/, '')
    .trim()
    .replace(/;$/, '')
  return !text.includes('"') && text.includes('&quot;') ? decodeEntities(text) : text
}

const ESCAPABLE = '"\\/bfnrtu'

/**
 * Writes a JSON text anew, without what JSON does not allow.
 * @param innerQuotes also take a quote that ends nothing (no comma, colon or bracket follows) for a character of the string
 */
export function mendJson(text: string, innerQuotes: boolean): string {
  const out: string[] = []
  const open: string[] = []
  /** Values at the top, of which JSON has one. */
  let values = 0
  let at = 0
  while (at < text.length) {
    const character = text.charAt(at)
    if (character === '"') {
      const end = stringEnd(text, at, innerQuotes)
      out.push(mendString(text.slice(at + 1, end)))
      at = end + 1
    } else if (character === '/' && (text.charAt(at + 1) === '/' || text.charAt(at + 1) === '*')) {
      at = commentEnd(text, at)
    } else if (open.length === 0 && character === ',') {
      at++
    } else {
      if (character === '{' || character === '[') {
        if (open.length === 0 && values++ > 0) out.push(',')
        open.push(character === '{' ? '}' : ']')
      }
      if (character === '}' || character === ']') {
        dropTrailingComma(out)
        open.pop()
      }
      out.push(character)
      at++
    }
  }
  dropTrailingComma(out)
  const mended = out.join('') + open.reverse().join('')
  return values > 1 ? `[${mended}]` : mended
}

/** The place of the closing quote; the end of the text when there is none. */
function stringEnd(text: string, start: number, innerQuotes: boolean): number {
  for (let at = start + 1; at < text.length; at++) {
    const character = text.charAt(at)
    if (character === '\\') at++
    else if (character === '"' && (!innerQuotes || endsHere(text, at + 1))) return at
  }
  return text.length
}

function endsHere(text: string, from: number): boolean {
  let at = from
  while (at < text.length && at - from < 200 && /\s/.test(text.charAt(at))) at++
  return at >= text.length || ',:}]'.includes(text.charAt(at))
}

function commentEnd(text: string, at: number): number {
  const isLine = text.charAt(at + 1) === '/'
  const end = text.indexOf(isLine ? '\n' : '*/', at + 2)
  return end < 0 ? text.length : end + (isLine ? 1 : 2)
}

function dropTrailingComma(out: string[]): void {
  let last = out.length - 1
  while (last >= 0 && /^\s$/.test(out[last] ?? '')) last--
  if (out[last] === ',') out.splice(last, 1)
}

/** A string's inside, with control characters, stray quotes and unknown escapes made harmless. */
function mendString(inside: string): string {
  let out = '"'
  for (let at = 0; at < inside.length; at++) {
    const character = inside.charAt(at)
    if (character === '\\') {
      const next = inside.charAt(++at)
      const isEscape = ESCAPABLE.includes(next) && next !== '' && (next !== 'u' || /^[0-9a-f]{4}$/i.test(inside.slice(at + 1, at + 5)))
      if (isEscape) out += `\\${next}`
      else at--
    } else if (character === '"') out += '\\"'
    else if (character < ' ') out += character === '\n' ? '\\n' : character === '\t' ? '\\t' : character === '\r' ? '' : ' '
    else out += character
  }
  return `${out}"`
}

type Node = Record<string, unknown>

/** Deeper or more than any page holds: what lies beyond is not looked at. */
const DEEPEST = 16
const MOST_NODES = 50_000

/** All nodes of a type anywhere in some JSON-LD, with references by `@id` put back in. */
export function nodesOfType(values: readonly unknown[], type: string): Node[] {
  const found: Node[] = []
  const byId = new Map<string, Node>()
  let visited = 0

  function walk(value: unknown, depth: number): void {
    if (typeof value !== 'object' || value === null || depth > DEEPEST || ++visited > MOST_NODES) return
    if (Array.isArray(value)) return value.forEach(item => walk(item, depth + 1))
    const node = value as Node
    const id = node['@id']
    if (typeof id === 'string' && Object.keys(node).length > 1 && !byId.has(id)) byId.set(id, node)
    const isFound = hasType(node, type)
    if (isFound) found.push(node)
    for (const [key, child] of Object.entries(node)) if (key !== '@context') walk(child, depth + 1)
  }

  for (const value of values) walk(value, 0)
  return found.map(node => withReferences(node, byId))
}

export function hasType(node: Node, type: string): boolean {
  const stated = node['@type'] ?? node['@Type'] ?? node['type']
  const types: unknown[] = Array.isArray(stated) ? stated : [stated]
  const wanted = type.toLowerCase()
  return types.some(one => typeof one === 'string' && one.toLowerCase().replace(/^.{0,60}[/#:]/, '') === wanted)
}

function withReferences(node: Node, byId: ReadonlyMap<string, Node>): Node {
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) => [
      key,
      Array.isArray(value) ? value.map(one => dereferenced(one, byId)) : dereferenced(value, byId),
    ]),
  )
}

function dereferenced(value: unknown, byId: ReadonlyMap<string, Node>): unknown {
  if (typeof value !== 'object' || value === null || !('@id' in value) || Object.keys(value).length > 1) return value
  return byId.get(String(value['@id'])) ?? value
}
