// Templates that are written straight into bytes, for pages that are made again and again. Handlebars reads them, so that they mean what they
// mean everywhere; but their own words become bytes once, and a view's texts are escaped where they stand. A page that Handlebars renders
// costs ten times as much: it joins strings, and encodes all of them again.
import Handlebars from 'handlebars'
import { Fragment } from './html.ts'
import type { Sheet, Text } from './html.ts'

/** Writes a view into a page. @throws Error naming the field, when the view does not have one that the template asks for. */
export type Writer = (view: unknown, sheet: Sheet) => void

/** What a template may hold here; a mistake in it is found when it is read. */
type Part =
  | hbs.AST.ContentStatement
  | hbs.AST.CommentStatement
  | hbs.AST.MustacheStatement
  | hbs.AST.BlockStatement
  | hbs.AST.PartialStatement
  | hbs.AST.PartialBlockStatement

/**
 * A template that prints texts, asks #if, #each and #with, and has partials.
 * @param source of the template
 * @param partials the source of a partial by its name
 * @throws Error for anything else in it
 */
export function writerOf(source: string, partials: (name: string) => string, block?: Writer): Writer {
  const within = (program: hbs.AST.Program | undefined): Writer => inTurn((program?.body ?? []).flatMap(part => writersOf(part as Part))) // the parser makes no others

  const writersOf = (part: Part): Writer[] => {
    if (isMore(part)) throw new Error(`cannot write what line ${part.loc.start.line} asks for`)
    switch (part.type) {
      case 'ContentStatement':
        return content(part.value)
      case 'CommentStatement':
        return []
      case 'MustacheStatement':
        return [text(part.path)]
      case 'BlockStatement':
        return [choose(part, within(part.program), within(part.inverse))]
      case 'PartialStatement':
      case 'PartialBlockStatement':
        return partial(part)
      default:
        throw new Error(`cannot write a ${(part as Part).type}`)
    }
  }

  const partial = (part: hbs.AST.PartialStatement | hbs.AST.PartialBlockStatement): Writer[] => {
    const { original: name } = part.name as hbs.AST.PathExpression // names of partials are never made by a helper
    const inner = part.type === 'PartialBlockStatement' ? within(part.program) : undefined
    const write = name === '@partial-block' ? block : writerOf(partials(name), partials, inner)
    if (!write) throw new Error(`cannot write ${name}: there is none around`)
    const of = part.params[0] ? valueOf(part.params[0]) : (view: unknown) => view
    // An indented partial keeps the space before it, and its own lines stay as they are.
    return [...content('indent' in part ? part.indent : ''), (view, sheet) => write(of(view), sheet)]
  }

  return within(Handlebars.parse(source))
}

/** Raw HTML, helpers of our own, named arguments and names for what is looped over. */
function isMore(part: Part): boolean {
  if (part.type === 'ContentStatement' || part.type === 'CommentStatement') return false
  if ('hash' in part && part.hash?.pairs.length > 0) return true
  if (part.type === 'MustacheStatement') return part.params.length > 0 || !part.escaped
  // {{^if x}} has no program, whatever the types say.
  return part.type === 'BlockStatement' && (part.params.length !== 1 || (part.program?.blockParams ?? []).length > 0)
}

function inTurn(writers: readonly Writer[]): Writer {
  return (view, sheet) => {
    for (const write of writers) write(view, sheet)
  }
}

function content(words: string): Writer[] {
  const bytes = Buffer.from(words)
  return words === '' ? [] : [(_, sheet) => sheet.addBytes(bytes)]
}

function text(path: hbs.AST.Node): Writer {
  const value = valueOf(path)
  return (view, sheet) => sheet.add(textOf(value(view)))
}

/** Numbers as they are: with commas they would be no widths. */
function textOf(value: unknown): Text {
  if (typeof value === 'string' || value instanceof Fragment) return value
  if (value === null) return ''
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  throw new Error(`cannot write ${typeof value}s`)
}

function choose({ path, params }: hbs.AST.BlockStatement, then: Writer, otherwise: Writer): Writer {
  const value = valueOf(params[0] as hbs.AST.Expression) // isMore() has seen one
  switch (path.original) {
    case 'if':
      return (view, sheet) => (isThere(value(view)) ? then : otherwise)(view, sheet)
    case 'with':
      return (view, sheet) => {
        const inner = value(view)
        // Nought is no reason to leave out what stands under #with, as it is under #if.
        if (isThere(inner) || inner === 0) then(inner, sheet)
        else otherwise(view, sheet)
      }
    case 'each':
      return (view, sheet) => {
        const all = value(view) as readonly unknown[] // of lists only
        for (const one of all) then(one, sheet)
        if (all.length === 0) otherwise(view, sheet)
      }
    default:
      throw new Error(`cannot write {{#${path.original}}}`)
  }
}

/** As #if sees it: an empty list is nothing. */
function isThere(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : Boolean(value)
}

/** What stands under a path such as "page.title" or "this". */
function valueOf(expression: hbs.AST.Node): (view: unknown) => unknown {
  const { type, original, parts, depth, data } = expression as hbs.AST.PathExpression // looked at before it is believed
  if (type !== 'PathExpression' || depth > 0 || data) throw new Error(`cannot write {{${original}}}`)
  return view => {
    let value = view
    for (const name of parts) {
      value = (value as Record<string, unknown>)[name]
      if (value === undefined) throw new Error(`"${name}" not defined in {{${original}}}`)
    }
    return value
  }
}
