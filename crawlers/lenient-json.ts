// JSON as people write it by hand and templates write it by accident. Taken beyond the book: comments, commas too many, left out or written as
// semicolons, keys without quotes, single quotes, values left out or without quotes, `undefined` and `NaN`, 1,500 and 0500, raw line breaks,
// unknown escapes, missing brackets at the end, several values one after the other, and a beginning like `var data =`. One walk over the text;
// what cannot be meant for JSON is refused.

export interface LenientOptions {
  /** Also take a quote that ends nothing for a character of its string: `"The "Big" move"`. */
  innerQuotes?: boolean
}

/** @returns the value, several of them as a list; undefined where the text cannot be read */
export function parseLenient(text: string, { innerQuotes = false }: LenientOptions = {}): unknown {
  try {
    const values = new LenientReader(text, innerQuotes).values()
    return values.length > 1 ? values : values[0]
  } catch (error) {
    if (error instanceof NotJson) return undefined
    throw error
  }
}

class NotJson extends Error {}

/** Deeper than any page's data. */
const DEEPEST = 64
const SPACE = /[\s\uFEFF]/
/** With a prefix where a colon follows: `schema:name`. */
const BARE_KEY = /[a-z_$@][\w$@-]{0,80}(?::[a-z_][\w-]{0,80}(?=\s{0,9}:))?/iy
const WORD = /(?:true|false|null|none|undefined|nan|-?infinity)\b/iy
const NUMBER = /[+-]?(\d{1,400}(?:\.\d{0,400})?(?:e[+-]?\d{1,4})?|\.\d{1,400})/iy
const GROUPED = /[+-]?\d{1,3}(?:,\d{3}){1,4}(?:\.\d{1,20})?(?!\d)/y
/** A place in a template that nothing was put into. */
const BLANK = /\{\{[^{}]{0,200}\}\}/y
const BARE_VALUE = /[^\s"'{}[\],:;][^"{}[\],;\n]{0,200}/y
const VALUE_END = /[^\S\n]{0,200}(?:[,;}\]"'\n]|\/[/*]|$)/y
/** What follows the comma behind a member of an object. */
const NEXT_KEY = /\s{0,200}(?:"[^"\n]{1,80}"|'[^'\n]{1,80}'|[a-z_$@][\w$@:-]{0,80})\s{0,20}[:=]/iy
/** A string that runs on into the next member was left open somewhere: whatever it is, it is not what was meant. */
const RAN_ON = /\n\s{0,200}"[\w@:-]{1,80}"\s{0,20}:/
const WORDS: Record<string, unknown> = { true: true, false: false }

/** What a string is of: the members of an object, or a list. */
type Role = 'key' | 'value' | 'item'

class LenientReader {
  private readonly text: string
  private readonly innerQuotes: boolean
  private at = 0
  private depth = 0

  constructor(text: string, innerQuotes: boolean) {
    this.text = text
    this.innerQuotes = innerQuotes
  }

  /** Everything at the top that is an object or a list; stray commas and brackets between them are passed over. */
  values(): unknown[] {
    const found: unknown[] = []
    this.passSpace()
    // What stands before the first bracket is code that takes the value.
    while (this.here() !== '' && !'{['.includes(this.here())) this.at++
    for (; '{['.includes(this.here()) && this.here() !== ''; this.passSpace()) {
      const value = this.value()
      if (value !== null) found.push(value)
      for (this.passSpace(); ',;}]'.includes(this.here()) && this.here() !== ''; this.passSpace()) this.at++
    }
    return found
  }

  private here(): string {
    return this.text.charAt(this.at)
  }

  /** White space and comments. */
  private passSpace(): void {
    for (;;) {
      while (this.at < this.text.length && SPACE.test(this.here())) this.at++
      const opening = this.text.slice(this.at, this.at + 2)
      if (opening !== '//' && opening !== '/*') return
      const end = this.text.indexOf(opening === '//' ? '\n' : '*/', this.at + 2)
      this.at = end < 0 ? this.text.length : end + (opening === '//' ? 1 : 2)
    }
  }

  /** @param inList there a comma parts two numbers, elsewhere it may part the thousands of one */
  private value(inList = false): unknown {
    const here = this.here()
    if (this.take(BLANK) !== undefined) return null
    if (here === '{' || here === '[') return this.inside(here)
    if (here === '"' || here === "'") return this.string(here, inList ? 'item' : 'value')
    const word = this.take(WORD)
    if (word !== undefined) return WORDS[word.toLowerCase()] ?? null
    return this.number(inList) ?? this.bareValue()
  }

  private inside(opening: '{' | '['): unknown {
    if (++this.depth > DEEPEST) throw new NotJson()
    this.at++
    const value = opening === '{' ? Object.fromEntries(this.members()) : this.items()
    this.depth--
    return value
  }

  private members(): [string, unknown][] {
    const members: [string, unknown][] = []
    while (!this.isEnd('}')) {
      const key = this.key()
      this.passSpace()
      if (this.here() !== ':' && this.here() !== '=') throw new NotJson()
      this.at++
      this.passSpace()
      // A value that was left out says nothing.
      if (this.here() !== '' && !',}'.includes(this.here())) members.push([key, this.value()])
    }
    return members
  }

  private items(): unknown[] {
    const items: unknown[] = []
    while (!this.isEnd(']')) items.push(this.value(true))
    return items
  }

  /** Passes over commas, and over the closing bracket; the end of the text closes everything. */
  private isEnd(closing: string): boolean {
    for (this.passSpace(); this.here() === ',' || this.here() === ';'; this.passSpace()) this.at++
    if (this.here() === '') return true
    if (this.here() !== closing) return false
    this.at++
    return true
  }

  private key(): string {
    const here = this.here()
    if (here === '"' || here === "'") return this.string(here, 'key')
    const bare = this.take(BARE_KEY)
    if (bare === undefined) throw new NotJson()
    return bare
  }

  /** @returns undefined where more than a number stands: 2026-11-20, 450 per day */
  private number(inList: boolean): number | undefined {
    const from = this.at
    const digits = (inList ? undefined : this.take(GROUPED)) ?? this.take(NUMBER)
    if (digits !== undefined && this.matches(VALUE_END, this.at)) return Number(digits.replaceAll(',', ''))
    this.at = from
    return undefined
  }

  private bareValue(): string {
    const words = this.take(BARE_VALUE)
    if (words === undefined) throw new NotJson()
    return words.trim()
  }

  private take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at
    const found = pattern.exec(this.text)?.[0]
    if (found !== undefined) this.at += found.length
    return found
  }

  /** The end of the text ends a string, too. */
  private string(quote: string, role: Role): string {
    const parts: string[] = []
    let from = ++this.at
    for (; this.at < this.text.length; this.at++) {
      const here = this.here()
      if (here === quote && this.endsString(quote, role)) break
      if (here !== '\\' && here >= ' ') continue
      parts.push(this.text.slice(from, this.at), here === '\\' ? this.escape() : control(here))
      from = this.at + 1
    }
    parts.push(this.text.slice(from, this.at))
    this.at++
    const words = parts.join('')
    if (this.innerQuotes && RAN_ON.test(words)) throw new NotJson()
    return words
  }

  /** What an escape stands for; one that JSON does not know stands for itself. Leaves the place at its last character. */
  private escape(): string {
    const next = this.text.charAt(this.at + 1)
    if (next === 'u' && /^[0-9a-f]{4}$/i.test(this.text.slice(this.at + 2, this.at + 6))) {
      this.at += 5
      return String.fromCharCode(parseInt(this.text.slice(this.at - 3, this.at + 1), 16))
    }
    const meant = ESCAPES[next]
    if (meant === undefined) return '\\'
    this.at++
    return meant
  }

  /** Apostrophes are as common as single quotes, so that one of these always has to be followed by what follows a string. */
  private endsString(quote: string, role: Role): boolean {
    if (quote === '"' && !this.innerQuotes) return true
    const next = this.afterSpace(this.at + 1)
    const sign = this.text.charAt(next)
    if (role === 'key') return sign === ':'
    if (sign === '' || '}]'.includes(sign)) return true
    if (sign !== ',' && sign !== ';') return sign === '"' && this.matches(NEXT_KEY, next)
    return role === 'item'
      ? /^(?:["'{}[\]\d-]|$)/.test(this.text.charAt(this.afterSpace(next + 1)))
      : this.matches(NEXT_KEY, next + 1) || /^[,}]?$/.test(this.text.charAt(this.afterSpace(next + 1)))
  }

  private matches(pattern: RegExp, at: number): boolean {
    pattern.lastIndex = at
    return pattern.test(this.text)
  }

  private afterSpace(from: number): number {
    let at = from
    while (at < this.text.length && at - from < 200 && SPACE.test(this.text.charAt(at))) at++
    return at
  }
}

const ESCAPES: Record<string, string> = {
  '"': '"',
  "'": "'",
  '\\': '\\',
  '/': '/',
  b: ' ',
  f: ' ',
  n: '\n',
  r: '',
  t: '\t',
}

function control(character: string): string {
  return character === '\n' || character === '\t' ? character : character === '\r' ? '' : ' '
}
