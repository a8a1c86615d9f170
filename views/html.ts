// HTML as it leaves: bytes. A page is put together from pieces that were written once and texts that go between them, and nothing is joined
// or encoded until all of it is known: one copy a piece, where strings would be joined, flattened and encoded, 0.2 ms for a page of the board.
import Handlebars from 'handlebars'
import { numberLabel } from './labels.ts'

/**
 * HTML that a template of ours made, everything in it escaped: other templates take it as it is. It is parts that were written once, and
 * what stands between them.
 */
export class Fragment {
  /** One more than there are texts. */
  readonly parts: readonly Uint8Array[]
  readonly texts: readonly Text[]

  constructor(parts: readonly Uint8Array[], texts: readonly Text[]) {
    this.parts = parts
    this.texts = texts
  }

  /** By this name Handlebars knows what not to escape. */
  toHTML(): string {
    return written(sheet => sheet.add(this)).toString()
  }
}

/** Strings are escaped, fragments go in as they are, whole numbers as "1,204". */
export type Text = string | number | Fragment

/** Stands where a text goes into a form. No text of ours has this sign: Postgres stores none, and what people type is cleaned of it. */
export const HOLE = '\u0000'

/** HTML that is the same again and again but for a few texts: written once, with a HOLE for each, and then only filled in. */
export class Form {
  readonly #html: string
  #parts: Uint8Array[] | undefined

  constructor(html: string) {
    this.#html = html
  }

  /** @param texts for the holes, in their order */
  complete(texts: readonly Text[]): Fragment {
    return new Fragment((this.#parts ??= this.#html.split(HOLE).map(part => Buffer.from(part))), texts)
  }

  /** This form with others, one under the other, in its only hole. */
  around(forms: readonly Form[]): Form {
    return new Form(this.#html.split(HOLE).join(forms.map(form => form.#html).join('\n')))
  }
}

/** A piece of a page to be kept and used again. */
export function pieceOf(html: string | Uint8Array): Fragment {
  return new Fragment([typeof html === 'string' ? Buffer.from(html) : html], [])
}

/** The same as bytes at hand, for what is put together once and used again and again. */
export function settled(fragment: Fragment): Fragment {
  return pieceOf(written(sheet => sheet.add(fragment)))
}

/** Pieces one under the other as one. */
export function joinPieces(pieces: readonly Fragment[]): Fragment {
  const between = seams.getOrInsertComputed(pieces.length, count =>
    Array.from({ length: count + 1 }, (_, n) => SEAM.subarray(n > 0 && n < count ? 0 : 1)),
  )
  return new Fragment(between, pieces)
}

const SEAM = Buffer.from('\n')
const seams = new Map<number, Uint8Array[]>()

/** What `write` writes, in UTF-8; whoever asks has it for themselves. */
export function written(write: (sheet: Sheet) => void): Buffer<ArrayBuffer> {
  const sheet = spare ?? new Sheet()
  spare = undefined
  write(sheet)
  const bytes = sheet.take()
  spare = sheet
  return bytes
}

/** Half a megabyte would be ten pages of the board: whoever needed more does not keep it from the others. */
const ROOM = 512 * 1_024
let spare: Sheet | undefined

/** Where a page is written. */
export class Sheet {
  #bytes = Buffer.allocUnsafeSlow(ROOM)
  #length = 0

  add(text: Text): void {
    if (typeof text === 'number') this.#addNumber(text)
    else if (typeof text === 'string') this.#addText(text)
    else this.#addFragment(text)
  }

  #addFragment({ parts, texts }: Fragment): void {
    for (let n = 0; n < parts.length; n += 1) {
      if (n > 0) this.add(texts[n - 1] ?? '')
      this.addBytes(parts[n] as Uint8Array) // below the length
    }
  }

  addBytes(bytes: Uint8Array): void {
    this.#makeRoom(bytes.length)
    this.#bytes.set(bytes, this.#length)
    this.#length += bytes.length
  }

  /** As numberLabel() says it: a page has two hundred counts, and none of them becomes a string. */
  #addNumber(n: number): void {
    if (!Number.isInteger(n) || n < 0 || n >= 1_000_000) return this.#addText(numberLabel(n))
    this.#makeRoom(7)
    if (n >= 1_000) {
      this.#addDigits(Math.floor(n / 1_000), 1)
      this.#bytes[this.#length++] = COMMA
      this.#addDigits(n % 1_000, 3)
    } else this.#addDigits(n, 1)
  }

  /** Of a number below a thousand, with noughts before it up to `least` digits. */
  #addDigits(n: number, least: number): void {
    if (n >= 100 || least === 3) this.#bytes[this.#length++] = NOUGHT + Math.floor(n / 100)
    if (n >= 10 || least === 3) this.#bytes[this.#length++] = NOUGHT + (Math.floor(n / 10) % 10)
    this.#bytes[this.#length++] = NOUGHT + (n % 10)
  }

  /** Nearly all texts are plain words and addresses, with a pound sign or a quotation mark: they are written as they are looked at. */
  #addText(text: string): void {
    this.#makeRoom(text.length * LONGEST_SIGN)
    const bytes = this.#bytes
    let at = this.#length
    for (let n = 0; n < text.length; n += 1) {
      const code = text.charCodeAt(n)
      if (code < 0x80) {
        if (MEANING[code] === 0) bytes[at++] = code
        else at = this.#escape(code, at)
      } else if (code < 0x8_00) {
        bytes[at++] = 0xc0 | (code >> 6)
        bytes[at++] = 0x80 | (code & 0x3f)
      } else if (code < 0xd8_00 || code > 0xdf_ff) {
        bytes[at++] = 0xe0 | (code >> 12)
        bytes[at++] = 0x80 | ((code >> 6) & 0x3f)
        bytes[at++] = 0x80 | (code & 0x3f)
      } else {
        // Two halves of one sign, and halves that stand alone.
        at += bytes.write(escaped(text.slice(n)), at)
        break
      }
    }
    this.#length = at
  }

  /** @returns the place after it */
  #escape(code: number, at: number): number {
    const escape = ESCAPES.get(code) ?? NOTHING
    this.#bytes.set(escape, at)
    return at + escape.length
  }

  take(): Buffer<ArrayBuffer> {
    const bytes = Buffer.from(this.#bytes.subarray(0, this.#length))
    this.#length = 0
    if (this.#bytes.length > ROOM) this.#bytes = Buffer.allocUnsafeSlow(ROOM)
    return bytes
  }

  #makeRoom(length: number): void {
    if (this.#length + length <= this.#bytes.length) return
    const larger = Buffer.allocUnsafeSlow(2 * (this.#length + length))
    larger.set(this.#bytes.subarray(0, this.#length))
    this.#bytes = larger
  }
}

const [COMMA, NOUGHT] = [44, 48]

const SIGNS = '&<>"\'`'

/** By code of ASCII: 1 where a sign means something in HTML. A table of bytes is looked up as fast as a letter is written. */
const MEANING = Uint8Array.from({ length: 0x80 }, (_, code) => (SIGNS.includes(String.fromCharCode(code)) ? 1 : 0))

const NOTHING = Buffer.alloc(0)
const ESCAPES = new Map(SIGNS.split('').map(sign => [sign.charCodeAt(0), Buffer.from(escaped(sign))]))

/** "&quot;" */
const LONGEST_SIGN = 6

function escaped(text: string): string {
  return readable(Handlebars.escapeExpression(text))
}

/** Handlebars escapes "=" for attributes without quotes, of which we have none; addresses are shorter and readable without. */
export function readable(html: string): string {
  return html.replaceAll('&#x3D;', '=')
}
