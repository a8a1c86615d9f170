// JSON-LD as pages really carry it: strict first, then as leniently as it takes; and the nodes in it.
import { parseLenient } from './lenient-json.ts'
import { unescapeHtml } from './plain-text.ts'

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
  // Some systems put JSON into JSON.
  if (typeof strict === 'string') return parseLdJson(strict)
  if (strict !== undefined) return { value: strict, mended: false }
  const value = parseLenient(text) ?? parseLenient(text, { innerQuotes: true }) ?? parseLenient(straightened(text))
  return value === undefined ? undefined : { value, mended: true }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Without byte order mark, CDATA and comment wrappers, and a semicolon at the end; decoded where every quote is escaped, in either way. */
function unwrapped(block: string): string {
  const text = block
    .replace(/^[\s\uFEFF]+/, '')
    .replace(/^(?:\/\/|\/\*)?\s{0,10}(?:<!\[CDATA\[|<!--)(?:\s{0,10}\*\/)?/, '')
    .trimEnd()
    .replace(/(?:\/\/|\/\*)?\s{0,10}(?:\]\]>|-->)(?:\s{0,10}\*\/)?$/, '')
    .trim()
    .replace(/;$/, '')
  if (/^[{[][\s{[]{0,20}\\"/.test(text)) return text.replace(/\\(["\\])/g, '$1')
  return !text.includes('"') && text.includes('&quot;') ? unescapeHtml(text) : text
}

/** As an editor of web pages leaves what was pasted into it: quotes escaped, twice even, or made typographic. */
function straightened(text: string): string {
  const plain = unescapeHtml(unescapeHtml(text))
  return plain.includes('"') ? plain : plain.replace(/[\u201C-\u201F\u2033]/g, '"')
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

function hasType(node: Node, type: string): boolean {
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
