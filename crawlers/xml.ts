// Feeds as small trees, one item at a time. Reads what is not well-formed as far as it can be read and says what was wrong; refuses documents
// that declare entities of their own (XXE, "billion laughs"), and never fetches a DTD.
import { XMLValidator } from 'fast-xml-parser'
import { Parser } from 'htmlparser2'
import { SourceChanged } from './connector.ts'
import { MOST_DEPTH } from './depth.ts'

export interface XmlNode {
  /** With its prefix, as written (`content:encoded`); but without the prefix that the document's own root has (`atom:feed`). */
  name: string
  attributes: Record<string, string>
  text: string
  children: XmlNode[]
}

export interface XmlDocument {
  root: string
  items: XmlNode[]
  /** Elements beside the items that hold plain text (a feed's own title and language). */
  about: XmlNode[]
  /** What is not well-formed, as a sentence. */
  flaw?: string
  /** The text ended, or the reading did, before the root did: there may have been more. */
  isCut?: true
}

/** What a sitemap may have (sitemaps.org), and far more than any feed seen. */
const MOST_ITEMS = 50_000

/** Deeper than any feed; what lies below is read as text of the last level. */
const DEEPEST = 24

/**
 * Reads an XML text whose items are elements of one of the given names.
 * @throws SourceChanged for a DTD with declarations, and for text that is no XML at all
 */
export function readXmlItems(body: string, itemNames: ReadonlySet<string>): XmlDocument {
  const root = body.search(/<[a-z_]/i)
  if (root < 0) throw new SourceChanged('Expected XML, but there is no element in it.')
  if (/<!DOCTYPE[^<>[]{0,500}\[|<!ENTITY/i.test(body.slice(0, root)))
    throw new SourceChanged('The feed declares entities of its own (a DTD), which is not read.')
  const text = withoutPreamble(body)
  const collector = new Collector(itemNames)
  const parser: Parser = new Parser(
    {
      onopentag: (name, attributes) => {
        collector.open(name, attributes)
        if (collector.isTooDeep || collector.isFull) parser.pause()
      },
      ontext: piece => collector.text(piece),
      onclosetag: (name, isImplied) => collector.close(name, isImplied),
    },
    { xmlMode: true, decodeEntities: true },
  )
  parser.end(text)
  collector.finish()
  const flaw = collector.isFull
    ? `more than ${MOST_ITEMS} items; the rest was not read`
    : collector.isTooDeep
      ? `nested more than ${MOST_DEPTH} deep`
      : flawIn(body)
  const { items, about, isCut } = collector
  return { root: collector.root, items, about, ...(flaw !== undefined && { flaw }), ...(isCut && ({ isCut: true } as const)) }
}

/** For the reading of a document: whether there may have been more. */
export function cutOf({ isCut }: XmlDocument): { isCut?: true } {
  return isCut === true ? { isCut } : {}
}

/** The text of a node's first child of one of these names, in that order; '' children are passed over. */
export function childText(node: XmlNode, ...names: string[]): string | undefined {
  for (const name of names) {
    const found = node.children.find(child => child.name === name && child.text.trim() !== '')
    if (found !== undefined) return found.text.trim()
  }
  return undefined
}

/** The strict reading: undefined when well-formed. */
function flawIn(body: string): string | undefined {
  const text = body.replace(/^\uFEFF/, '')
  if (/^HTTP\/\d/.test(text)) return 'HTTP headers stand in front of the document'
  if (/^\s/.test(text) && /^\s{1,200}<\?xml/.test(text)) return 'white space stands before the XML declaration'
  const checked = XMLValidator.validate(text, { allowBooleanAttributes: false })
  if (checked === true) return badText(text)
  const { msg, line } = checked.err
  return `not well-formed at line ${line}: ${msg.replace(/\s+/g, ' ').slice(0, 120)}`
}

/** What fast-xml-parser lets pass (`R & D`, a control character, the end of a CDATA section that was not begun); by the book it is no XML. */
function badText(text: string): string | undefined {
  if (hasControl(text)) return 'a control character stands in the text'
  let at = 0
  while (at < text.length) {
    const [start, closing] = nextOpaque(text, at)
    const piece = text.slice(at, start)
    if (/&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-f]{1,6});)/i.test(piece))
      return 'a bare “&” or an undeclared entity stands in the text'
    if (piece.includes(']]>')) return 'a CDATA section ends that was not begun'
    const end = text.indexOf(closing, start)
    at = end < 0 ? text.length : end + closing.length
  }
  return undefined
}

/** The next CDATA section or comment from a place on, and what ends it; in both, anything may stand. */
function nextOpaque(text: string, from: number): [start: number, closing: string] {
  const opening = /<!(?:\[CDATA\[|--)/g
  opening.lastIndex = from
  const found = opening.exec(text)
  return found === null ? [text.length, ']]>'] : [found.index, found[0] === '<!--' ? '-->' : ']]>']
}

/** XML 1.0 §2.2: below a space only tab and line ends. */
function hasControl(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code < 32 && code !== 9 && code !== 10 && code !== 13) return true
  }
  return false
}

/** Some files begin with the HTTP headers they were once answered with, or with blank lines. */
function withoutPreamble(body: string): string {
  const start = body.search(/<\?xml|<(?:rss|feed|rdf:RDF|source|jobs)\b/)
  return start > 0 && start < 4_000 ? body.slice(start) : body
}

/** Fields whose inside is mark-up when it holds elements (Atom's xhtml, HTML somebody forgot to escape): kept as text, tags and all. */
const MARK_UP = /^(?:[\w-]{1,20}:)?(?:description|content|summary|encoded|body|value)$/i

/** Fields that hold text alone: an element inside one means that it was never closed. */
const TEXT_ONLY = /^(?:[\w-]{1,20}:)?(?:title|link|guid|id|pubdate|date|company|location|url|loc|lastmod|name)$/i

/** Builds the items' trees from the parser's events. Closes by name, so that an element that ended early does not take others with it. */
class Collector {
  root = ''
  readonly items: XmlNode[] = []
  readonly about: XmlNode[] = []
  private readonly itemNames: ReadonlySet<string>
  /** Of the root, with its colon. */
  private prefix = ''
  private path: XmlNode[] = []
  private depth = 0
  private isOpen = false
  private markUp: { node: XmlNode; depth: number } | undefined
  /** The element beside the items whose text is being read. */
  private beside: XmlNode | undefined

  constructor(itemNames: ReadonlySet<string>) {
    this.itemNames = itemNames
  }

  get isFull(): boolean {
    return this.items.length > MOST_ITEMS
  }

  get isTooDeep(): boolean {
    return this.depth > MOST_DEPTH
  }

  get isCut(): boolean {
    return this.isOpen || this.isFull || this.isTooDeep
  }

  open(written: string, attributes: Record<string, string>): void {
    if (this.root === '') this.begin(written)
    const name = this.nameOf(written)
    this.depth++
    const isItem = this.itemNames.has(name.toLowerCase())
    // An item that was never closed ends where the next of its kind begins.
    if (isItem && this.path[0]?.name === name) this.finish()
    if (this.markUp !== undefined) {
      this.markUp.node.text += `<${name}>`
      return
    }
    const node: XmlNode = { name, attributes, text: '', children: [] }
    if (this.path.length > 0) this.openInside(node)
    else if (isItem) {
      this.items.push(node)
      this.path = [node]
    } else if (this.depth > 1) {
      this.about.push(node)
      this.beside = node
    }
  }

  text(piece: string): void {
    const at = this.markUp?.node ?? this.path.at(-1) ?? this.beside
    if (at !== undefined) at.text += piece
  }

  /** @param isImplied by the end of the text, or of an element around it */
  close(written: string, isImplied: boolean): void {
    const name = this.nameOf(written)
    this.depth--
    if (this.depth === 0) this.isOpen = isImplied
    if (this.markUp !== undefined && this.depth >= this.markUp.depth) {
      if (!EMPTY_ELEMENTS.has(name)) this.markUp.node.text += `</${name}>`
      return
    }
    this.markUp = undefined
    this.beside = undefined
    const at = this.path.findLastIndex(node => node.name === name)
    if (at >= 0) this.path.length = at
  }

  finish(): void {
    this.path = []
    this.markUp = undefined
  }

  /** RSS 1.0 has `rdf:RDF` around a feed whose elements have no prefix. */
  private begin(written: string): void {
    const colon = written.indexOf(':')
    this.prefix = /^rdf:/i.test(written) ? '' : written.slice(0, colon + 1)
    this.root = this.nameOf(written)
  }

  private nameOf(written: string): string {
    return this.prefix !== '' && written.startsWith(this.prefix) ? written.slice(this.prefix.length) : written
  }

  private openInside(node: XmlNode): void {
    while (this.path.length > 1 && TEXT_ONLY.test(this.path.at(-1)?.name ?? '') && (this.path.at(-1)?.text.trim() ?? '') !== '')
      this.path.pop()
    const parent = this.path.at(-1)
    if (parent !== undefined && this.path.length > 1 && MARK_UP.test(parent.name)) {
      parent.text += `<${node.name}>`
      this.markUp = { node: parent, depth: this.depth - 1 }
      return
    }
    if (this.path.length < DEEPEST) parent?.children.push(node)
    this.path.push(node)
  }
}

const EMPTY_ELEMENTS = new Set(['br', 'hr', 'img'])
