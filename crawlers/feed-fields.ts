// The fields of a feed item by name. Feeds of every house spell the same field with and without a prefix and in any capitals.
import type { XmlNode } from './xml.ts'

export interface FeedFields {
  /** The first of these names that holds anything. Names in lower case, with their prefix or without; `salary.min` is a child's. */
  get(...names: string[]): string | undefined
}

/** Vocabularies whose words mean something else than an advert's own fields of the same name. */
const FOREIGN = /^(?:media|itunes|atom\w{0,4}|enc|ev|syn|admin|rdf|georss|wfw|slash|thr|feedburner):/

export function feedFields(item: XmlNode): FeedFields {
  const byName = new Map<string, string>()
  const put = (name: string, text: string): void => {
    if (!byName.has(name) && text !== '') byName.set(name, text)
  }
  for (const child of item.children) {
    const name = child.name.toLowerCase()
    const text = textOf(child)
    put(name, text)
    if (name.includes(':') && !FOREIGN.test(name)) continue
    for (const grandchild of child.children) put(`${name}.${grandchild.name.toLowerCase()}`, textOf(grandchild))
  }
  // A prefixed field answers to its bare name only where no field without a prefix does.
  for (const child of item.children) {
    const name = child.name.toLowerCase()
    if (name.includes(':') && !FOREIGN.test(name)) put(name.slice(name.indexOf(':') + 1), textOf(child))
  }
  return { get: (...names) => names.map(name => byName.get(name)).find(text => text !== undefined) }
}

/** A field's text; a field made of fields gives theirs, joined. */
function textOf(node: XmlNode): string {
  const own = node.text.trim()
  if (own !== '' || node.children.length === 0) return own
  return [...new Set(node.children.map(textOf).filter(text => text !== ''))].reverse().join(', ')
}
