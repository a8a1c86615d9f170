// HTML as it leaves: bytes. A page is put together from pieces that were written once and texts that go between them, and nothing is joined
// or encoded until all of it is known: one copy a piece, where strings would be joined, flattened and encoded, 0.2 ms for a page of the board.
import Handlebars from 'handlebars'

/** HTML that a template of ours made, everything in it escaped: other templates take it as it is. */
export abstract class Fragment {
  abstract writeTo(sheet: Sheet): void

  /** By this name Handlebars knows what not to escape. */
  toHTML(): string {
    return bytesOf(this).toString()
  }
}

/** Stands where a text goes into a form. No text of ours has this sign: Postgres stores none, and what people type is cleaned of it. */
export const HOLE = '\u0000'

/** HTML that is the same again and again but for a few texts: written once, with a HOLE for each, and then only filled in. */
export class Form {
  readonly #html: string
  #parts: Uint8Array[] | undefined

  constructor(html: string) {
    this.#html = html
  }

  /** Texts go into the holes in their order: strings are escaped, fragments go in as they are. */
  complete(texts: readonly (string | Fragment)[]): Fragment {
    return new Filled((this.#parts ??= this.#html.split(HOLE).map(part => Buffer.from(part))), texts)
  }

  /** This form with others, one under the other, in its only hole. */
  around(forms: readonly Form[]): Form {
    return new Form(this.#html.split(HOLE).join(forms.map(form => form.#html).join('\n')))
  }
}

class Filled extends Fragment {
  readonly #parts: readonly Uint8Array[]
  readonly #texts: readonly (string | Fragment)[]

  constructor(parts: readonly Uint8Array[], texts: readonly (string | Fragment)[]) {
    super()
    this.#parts = parts
    this.#texts = texts
  }

  writeTo(sheet: Sheet): void {
    for (let n = 0; n < this.#parts.length; n += 1) {
      if (n > 0) sheet.add(this.#texts[n - 1] ?? '')
      sheet.addBytes(this.#parts[n] as Uint8Array) // below the length
    }
  }
}

class Piece extends Fragment {
  readonly #bytes: Uint8Array

  constructor(bytes: Uint8Array) {
    super()
    this.#bytes = bytes
  }

  writeTo(sheet: Sheet): void {
    sheet.addBytes(this.#bytes)
  }
}

class Joined extends Fragment {
  readonly #pieces: readonly Fragment[]

  constructor(pieces: readonly Fragment[]) {
    super()
    this.#pieces = pieces
  }

  writeTo(sheet: Sheet): void {
    for (const [n, piece] of this.#pieces.entries()) {
      if (n > 0) sheet.addBytes(LINE_END)
      piece.writeTo(sheet)
    }
  }
}

const LINE_END = Buffer.from('\n')

/** A piece of a page to be kept and used again. */
export function pieceOf(html: string): Fragment {
  return new Piece(Buffer.from(html))
}

/** The same as bytes at hand, for what is put together once and used again and again. */
export function settled(fragment: Fragment): Fragment {
  return new Piece(bytesOf(fragment))
}

/** Pieces one under the other as one. */
export function joinPieces(pieces: readonly Fragment[]): Fragment {
  return new Joined(pieces)
}

/** All of it in UTF-8; whoever asks has it for themselves. */
export function bytesOf(fragment: Fragment): Buffer<ArrayBuffer> {
  const sheet = spare ?? new Sheet()
  spare = undefined
  fragment.writeTo(sheet)
  const bytes = sheet.take()
  spare = sheet
  return bytes
}

/** Half a megabyte would be ten pages of the board: whoever needed more does not keep it from the others. */
const ROOM = 512 * 1_024
let spare: Sheet | undefined

/** Where a page is written. */
class Sheet {
  #bytes = Buffer.allocUnsafeSlow(ROOM)
  #length = 0

  add(text: string | Fragment): void {
    if (typeof text === 'string') this.#addText(text)
    else text.writeTo(this)
  }

  addBytes(bytes: Uint8Array): void {
    this.#makeRoom(bytes.length)
    this.#bytes.set(bytes, this.#length)
    this.#length += bytes.length
  }

  /** Nearly all texts are numbers and plain words, which are written as they are looked at. */
  #addText(text: string): void {
    this.#makeRoom(text.length * LONGEST_SIGN)
    const bytes = this.#bytes
    let at = this.#length
    for (let n = 0; n < text.length; n += 1) {
      const code = text.charCodeAt(n)
      if (code > 127) {
        at += bytes.write(escaped(text.slice(n)), at)
        break
      }
      const escape = ESCAPES.get(code)
      if (escape) bytes.set(escape, at)
      else bytes[at] = code
      at += escape?.length ?? 1
    }
    this.#length = at
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

/** By code: how a sign is written that means something in HTML. */
const ESCAPES = new Map(['&', '<', '>', '"', "'", '`'].map(sign => [sign.charCodeAt(0), Buffer.from(escaped(sign))]))

/** "&quot;" */
const LONGEST_SIGN = 6

function escaped(text: string): string {
  return readable(Handlebars.escapeExpression(text))
}

/** Handlebars escapes "=" for attributes without quotes, of which we have none; addresses are shorter and readable without. */
export function readable(html: string): string {
  return html.replaceAll('&#x3D;', '=')
}
