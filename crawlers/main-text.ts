// A page without any mark-up for adverts, read with care: its one heading, and the text of its main part. Nothing else of it is believed, so
// place, pay and dates are left to what the readers find in the words.
import { Parser } from 'htmlparser2'
import { MOST_DEPTH } from './depth.ts'

export interface MainText {
  title: string
  /** The main part as paragraphs, headings and items. */
  description: string
}

/** Less than this under a heading is no advert, characters. */
const LEAST_TEXT = 120
const MOST_TEXT = 100_000

/** What stands around the text of a page. */
const AROUND = new Set([
  'script',
  'style',
  'noscript',
  'template',
  'nav',
  'header',
  'footer',
  'aside',
  'form',
  'select',
  'button',
  'svg',
  'iframe',
])
const BLOCKS = new Set([
  'p',
  'div',
  'section',
  'article',
  'main',
  'ul',
  'ol',
  'li',
  'table',
  'tr',
  'td',
  'dl',
  'dt',
  'dd',
  'br',
  'blockquote',
  'h2',
  'h3',
  'h4',
])

/** @returns undefined where the page has no heading, several that differ, or next to no text under it */
export function readMainText(html: string): MainText | undefined {
  const reader = new MainReader()
  const parser: Parser = new Parser(
    {
      onopentag: (name, attributes) => {
        if (!reader.open(name, attributes)) parser.pause()
      },
      ontext: text => reader.text(text),
      onclosetag: name => reader.close(name),
    },
    { decodeEntities: true },
  )
  parser.end(html)
  return reader.result()
}

interface Block {
  tag: 'p' | 'li' | 'h3'
  text: string
}

class MainReader {
  private depth = 0
  /** Depth of the outermost element that is not text, and of the main part, while inside one. */
  private around: number | undefined
  private main: number | undefined
  private heading: number | undefined
  private size = 0
  private readonly headings: string[] = []
  private readonly mains: Block[] = []
  private readonly rest: Block[] = []
  private tag: Block['tag'] = 'p'

  open(name: string, attributes: Record<string, string>): boolean {
    this.depth++
    if (this.depth > MOST_DEPTH || this.size > MOST_TEXT) return false
    // A page's heading often stands in the header of its main part.
    if (name === 'h1') {
      this.heading = this.depth
      this.headings.push('')
    } else if (AROUND.has(name)) this.around ??= this.depth
    else if (name === 'main' || name === 'article' || attributes['role'] === 'main') this.main ??= this.depth
    if (BLOCKS.has(name)) this.begin(name === 'li' ? 'li' : /^h\d$/.test(name) ? 'h3' : 'p')
    return true
  }

  text(text: string): void {
    if (this.heading !== undefined) this.headings[this.headings.length - 1] += text
    else if (this.around === undefined && this.headings.length + (this.main ?? 0) > 0) {
      const block = this.list.at(-1)
      if (block === undefined) this.list.push({ tag: this.tag, text })
      else block.text += text
      this.size += text.length
    }
  }

  close(name: string): void {
    if (this.heading === this.depth) this.heading = undefined
    if (this.around === this.depth) this.around = undefined
    if (BLOCKS.has(name)) this.begin('p')
    if (this.main === this.depth) this.main = undefined
    this.depth--
  }

  result(): MainText | undefined {
    const titles = new Set(this.headings.map(oneLine).filter(text => text !== ''))
    const [title] = titles
    if (title === undefined || titles.size > 1) return undefined
    const [main, rest] = [this.mains, this.rest].map(htmlOf)
    const description = (main ?? '').length >= LEAST_TEXT ? main : rest
    return description !== undefined && description.length >= LEAST_TEXT ? { title, description } : undefined
  }

  private get list(): Block[] {
    return this.main === undefined ? this.rest : this.mains
  }

  private begin(tag: Block['tag']): void {
    this.tag = tag
    if (this.list.at(-1)?.text.trim() === '') this.list.pop()
    this.list.push({ tag, text: '' })
  }
}

function htmlOf(blocks: Block[]): string {
  const told = blocks.map(({ tag, text }) => ({ tag, text: oneLine(text) })).filter(({ text }) => text !== '')
  return told.map(({ tag, text }) => `<${tag}>${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</${tag}>`).join('')
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}
