// An advert's text, from whatever a source published to plain blocks.
import { Parser } from 'htmlparser2'
import { decodeEntities } from './entities.ts'
import { mendMojibake } from './mojibake.ts'

export { withoutPersonalData } from './personal-data.ts'

/** A piece of an advert's text. Adverts are kept as blocks, never as HTML. */
export interface Block {
  kind: 'paragraph' | 'item' | 'heading'
  text: string
}

const words = (list: string) => new Set(list.split(' '))
const BREAKING = words(
  'address article aside blockquote br caption dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table tbody tfoot thead tr ul',
)
const DROPPED = words('script style noscript template svg math head iframe object embed select textarea title audio video canvas')
const KNOWN =
  'address|article|b|big|blockquote|body|br|center|code|div|dl|d[dt]|em|figure|font|footer|h[1-6]|header|hr|html|i|img|ins|label|li|main|nav|ol|p|pre|s|script|section|small|span|strike|strong|style|sub|sup|svg|table|tbody|td|tfoot|th|thead|tr|u|ul|a'
const TAG = new RegExp(String.raw`<(?:\/?(?:${KNOWN})(?:\s[^<>]{0,2000})?\/?)>`, 'i')
const TAGS = new RegExp(TAG, 'gi')
const ESCAPED_TAG = new RegExp(String.raw`&(?:amp;){0,3}lt;\/?(?:${KNOWN})(?:\s|\/|&(?:amp;){0,3}gt;)`, 'i')

/** Advert HTML or plain text as blocks; finds out by itself which of the two it was given. Linear; never throws. */
export function toBlocks(source: string): Block[] {
  const text = unescapedHtml(source)
  const lines = text.includes('<') && TAG.test(text) ? linesOfHtml(text) : linesOfText(text)
  return lines.flatMap(mendedLine)
}

/** The text the readers read: one block a line. Offsets in evidence count in it. */
export function blocksText(blocks: readonly Block[]): string {
  return blocks.map(block => block.text).join('\n')
}

/** One line of text: entities decoded, misread characters mended, tags, control characters and doubled spaces gone. */
export function mendText(text: string): string {
  return signsOf(text) & UNMENDED ? mended(text) : text.trim()
}

function mended(text: string): string {
  const plain = mendMojibake(decodeEntities(text.toWellFormed()))
  const bare = plain.includes('<') ? plain.replace(TAGS, ' ') : plain
  const seen = bare.replaceAll(/[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad]/g, '')
  return (/ {2}|[^\S ]|\p{Cc}/u.test(seen) ? seen.replaceAll(/[\s\p{Cc}]+/gu, ' ') : seen).trim()
}

/** What a line may need, as bits, told from its characters in one walk: most lines need nothing, and six patterns cost six walks. */
const UNMENDED = 1
const MARKDOWN = 2
const LIST = 4
const COLON = 8
const BREAK = 16
const FIVE = 32
const SIGNS = '•▪●◦‣∙⁃■□►➢➤✓✔✅\uf0b7\uf0a7'
/** Controls, spaces of other widths, marks without width, and halves of characters. */
const UNMENDED_RANGES = [
  [0, 0x1f],
  [0x7f, 0xa0],
  [0xad, 0xad],
  [0x1680, 0x1680],
  [0x2000, 0x200f],
  [0x2028, 0x202f],
  [0x205f, 0x2064],
  [0x3000, 0x3000],
  [0xd800, 0xdfff],
  [0xfeff, 0xfeff],
] as const
const NEEDS = needs()

function needs(): Uint8Array {
  const table = new Uint8Array(65_536)
  for (const [from, to] of UNMENDED_RANGES) table.fill(UNMENDED, from, to + 1)
  const mark = (chars: string, bit: number) => {
    for (const char of chars) table[char.charCodeAt(0)] = (table[char.charCodeAt(0)] ?? 0) | bit
  }
  mark('&<ÂÃâïð¬‚', UNMENDED)
  mark('*_`\\', MARKDOWN)
  mark(`*${SIGNS}`, LIST)
  mark(':', COLON)
  mark('\n\r\u2028\u2029\u0085', BREAK)
  mark('5', FIVE)
  return table
}

function signsOf(text: string): number {
  let signs = 0
  let last = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    signs |= NEEDS[code] ?? 0
    if (code === 32 && last === 32) signs |= UNMENDED
    last = code
  }
  return signs
}

/** Some sources escape their HTML once or twice more (Greenhouse's `content`, feeds inside feeds). */
function unescapedHtml(source: string): string {
  if (!source.includes('&')) return source
  let text = source
  for (let round = 0; round < 3 && ESCAPED_TAG.test(text) && !TAG.test(text); round++) text = decodeEntities(text)
  return text
}

/** A line of the source and what its characters say it may need. */
interface Line extends Block {
  signs: number
}

function linesOfHtml(html: string): Line[] {
  const reading = new HtmlLines()
  const parser = new Parser(reading)
  parser.end(html)
  return reading.lines.map(line => ({ ...line, signs: signsOf(line.text) }))
}

/** Collects the lines of a page while htmlparser2 walks it. */
class HtmlLines {
  readonly lines: Block[] = []
  private kind: Block['kind'] = 'paragraph'
  private text = ''
  private dropped = 0

  onopentagname(name: string): void {
    if (DROPPED.has(name)) this.dropped++
    else if (name === 'td' || name === 'th')
      this.text = this.text.trim() === '' ? '' : `${this.text}${this.text.includes(': ') ? ' | ' : ': '}`
    else if (name === 'dd' && this.text.trim() !== '') this.text = `${this.text.trim().replace(/:$/, '')}: `
    else if (BREAKING.has(name)) this.close(kindOf(name, this.kind))
  }

  ontext(data: string): void {
    if (this.dropped === 0) this.text += data
  }

  onclosetag(name: string): void {
    if (DROPPED.has(name)) this.dropped = Math.max(0, this.dropped - 1)
    else if (BREAKING.has(name) && name !== 'br' && name !== 'dt') this.close('paragraph')
  }

  onend(): void {
    this.close('paragraph')
  }

  private close(next: Block['kind']): void {
    for (const text of this.text.includes('\n') ? this.text.split(/\n\s*\n/) : [this.text])
      if (text.trim() !== '') this.lines.push({ kind: this.kind, text })
    this.text = ''
    this.kind = next
  }
}

function kindOf(tag: string, current: Block['kind']): Block['kind'] {
  if (/^h[1-6]$/.test(tag)) return 'heading'
  if (tag === 'li') return 'item'
  return (tag === 'p' || tag === 'div' || tag === 'br') && current === 'item' ? 'item' : 'paragraph'
}

/** Word's bullets in plain text may have become question marks; twice or more at the start of a line they are bullets. */
function linesOfText(text: string): Line[] {
  const lines = splitLines(text)
  const lost = text.includes('?') && lines.filter(line => LOST_BULLET.test(line.text)).length > 1
  return lost ? lines.map(line => ({ ...line, text: line.text.replace(LOST_BULLET, '• '), signs: line.signs | LIST })) : lines
}

const LOST_BULLET = /^\s{0,8}\?{1,2}\s{1,8}(?=\p{L})/u

/** Its lines that are not blank; in one walk with their signs, since a character of a whole text is read faster than one of a slice. */
function splitLines(text: string): Line[] {
  const lines: Line[] = []
  let [start, signs, last] = [0, 0, 0]
  for (let at = 0; at <= text.length; at++) {
    const code = at < text.length ? text.charCodeAt(at) : 10
    const sign = NEEDS[code] ?? 0
    if ((sign & BREAK) === 0) {
      signs |= code === 32 && last === 32 ? UNMENDED : sign
      last = code
      continue
    }
    const line = text.slice(start, at)
    if (line.trim() !== '') lines.push({ kind: 'paragraph', text: line, signs })
    start = at + 1
    signs = 0
    last = 0
  }
  return lines
}

const BULLET = new RegExp(String.raw`^(?:(?:[${SIGNS}·]\s{0,3}|(?:[*–—-]|[oØ§ü](?=\s{1,3}\p{Lu}))\s{1,3})+)(?=\S)`, 'u')
const INNER_BULLET = new RegExp(String.raw`\s{0,2}[${SIGNS}](?=[\s\p{L}])`, 'gu')
const INNER_STAR = /\s\*\s(?=\p{L})/gu

/** A line of the source as blocks: mended, run-on fields and lost list items on lines of their own. */
function mendedLine(line: Line): Block[] {
  const whole = line.signs & UNMENDED ? mended(line.text) : line.text.trim()
  const signs = line.signs & UNMENDED ? signsOf(whole) : line.signs
  if ((signs & (MARKDOWN | LIST | COLON | FIVE)) === 0) return blockOf({ kind: line.kind, text: whole })
  const plain = signs & MARKDOWN ? unmarked(whole) : whole
  const parts = signs & (COLON | FIVE) ? splitFields(plain).split('\n') : [plain]
  return parts
    .flatMap(part => (signs & LIST ? itemsOf(part) : [part]))
    .map(text => ({ kind: line.kind, text }))
    .flatMap(blockOf)
}

function itemsOf(text: string): string[] {
  const inner = text.replace(BULLET, '').match(INNER_BULLET) ?? []
  if (inner.length > 0 && (inner.length > 1 || BULLET.test(text))) return text.replace(INNER_BULLET, '\n• ').split('\n')
  const stars = text.match(INNER_STAR) ?? []
  return stars.length > 1 || (stars.length > 0 && text.startsWith('* ')) ? text.replace(INNER_STAR, '\n* ').split('\n') : [text]
}

function blockOf(line: Block): Block[] {
  const { text, sign } = withoutSigns(line.text)
  if (!/[\p{L}\p{N}]/u.test(text)) return []
  if (sign === 'item') return [{ kind: 'item', text }]
  return [{ kind: line.kind === 'paragraph' && (sign === 'heading' || isHeading(text)) ? 'heading' : line.kind, text }]
}

/** A line without the signs it begins with, all of them ("- # Duties"): what is left must not read as signed again. The first one counts. */
function withoutSigns(line: string): { text: string; sign?: 'item' | 'heading' } {
  let text = line.trim()
  let sign: 'item' | 'heading' | undefined
  for (;;) {
    const bullet = /^[\p{L}\p{N}]{2}/u.test(text) ? '' : (BULLET.exec(text)?.[0] ?? '')
    const found = bullet || (/^#{1,6}\s/.exec(text)?.[0] ?? '')
    if (found === '') return { text, ...(sign && { sign }) }
    sign ??= bullet ? 'item' : 'heading'
    text = text.slice(found.length).trimStart()
  }
}

/** A short line that ends with a colon or is in capitals, in text without markup. */
function isHeading(text: string): boolean {
  if (text.length > 60 || /[£€$.!?]|\d{3}/.test(text)) return false
  return /^[^:]{3,50}:$/.test(text) || (/\p{Lu}{3}.{3}/u.test(text) && text === text.toUpperCase())
}

/** Markdown's emphasis and escapes, which some sources leave in ("**Rate:** £38\.75"). */
function unmarked(text: string): string {
  return text
    .replaceAll(/\*{2,}|_{2,}|`{1,}/g, '')
    .replaceAll(/\\(?=[-.*_+#!&<>()[\]|$£\\])/g, '')
    .replaceAll(/\s{2,}/g, ' ')
    .trim()
}

const LABELS = [
  '(?:Job |Work |Base |Office )?Locations?(?: of work)?',
  '(?:Day |Daily |Pay |Hourly |Contract |Umbrella |PAYE )?Rates?(?: of [Pp]ay)?|(?:Basic )?Salary|Pay(?: Range)?',
  '(?:Contract |Project |Initial )?(?:Duration|Length|Term|Type|Period|Tenure)|(?:Start|End|Closing) ?[Dd]ate|Start|Contract|Extension',
  '(?:Employment|Job|Role|Work|Engagement) Type|(?:Job|Role|Position) Title|(?:Job|Role|Position|Company|Project) ?(?:Overview|Description|Summary|Purpose)|Role|Position|Overview',
  '(?:IR|Ir|ir)-?35(?: [Ss]tatus| [Dd]etermination)?|(?:Security )?Clearance(?: [Ll]evel| [Rr]equired)?|Status|Engagement',
  '(?:Working |Work )?(?:Hours|Pattern|Model|Mode|Arrangements?)|Hybrid|Remote|Travel|Interviews?(?: [Pp]rocess)?',
  '(?:Key |Main |Core )?(?:Responsibilities|Requirements|Skills|Duties|Accountabilities|Experience)|Essential|Desirable|Compensation|Commitment|Employment|Benefits|Sector|Industry|Department|Client|Reference|Ref|About(?: [Yy]ou| [Uu]s)',
].join('|')
/** A label glued to the field before it, up to its colon: "PlannerIr35: InsideRate: £410Location: Hull". */
const GLUED = new RegExp(
  String.raw`(?<=[\p{Ll}\d)%+!?.*]|[\p{Lu}\d]\p{Lu})(?<!\b(?:Pay|Day|Daily|Hourly|Job|Contract|Work|Working|Start|End|Role|Employment|Client|Security|Base|IR|Ir|Sub|Pre|Re))(?:${LABELS})\s?$`,
  'u',
)
/** The longest label. */
const LABEL_REACH = 40
const IR35 = /ir-?35/i
/** Where no label's first letter stands glued, none can be found: ten times as fast as looking for the label. */
const MAY_BE_GLUED = /[^\s(,;:/&-](?:[A-Z]|ir-?35)/
const GLUED_IR35 = /(?<=\b(?:in|out)side)(?=ir-?35)|(?<=ir-?35)(?=[a-z]{2}|\d{1,2} ?month)/gi
const GLUED_SIDE = /(?<=\p{Ll})(?=(?:In|Out)side (?:of )?IR-?35)/gu

/** Run-on fields on lines of their own, where a label and its colon leave no doubt. */
function splitFields(text: string): string {
  const whole = IR35.test(text) ? text.replace(GLUED_IR35, ' ').replace(GLUED_SIDE, ' ') : text
  const starts: number[] = []
  for (let colon = whole.indexOf(':'); colon !== -1; colon = whole.indexOf(':', colon + 1)) {
    const from = Math.max(starts.at(-1) ?? 0, colon - LABEL_REACH)
    const before = whole.slice(from, colon)
    const label = whole.startsWith('//', colon + 1) || !MAY_BE_GLUED.test(before) ? null : GLUED.exec(before)
    if (label) starts.push(from + label.index)
  }
  return starts.length === 0 ? whole : cutAt(whole, starts)
}

function cutAt(text: string, starts: number[]): string {
  return [0, ...starts].map((start, index) => text.slice(start, starts[index] ?? text.length)).join('\n')
}
