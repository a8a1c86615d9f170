// Mails from their templates: HTML with its CSS in the style attributes, and the text part. Compiled when the first one is written.
import { readFileSync } from 'node:fs'
import Handlebars from 'handlebars'
import { ALERT } from './digest.ts'
import type { DigestRoleView, DigestView } from './digest.ts'
import type { NewsletterView } from './newsletter.ts'
import type { ConfirmMailView, LinkMailView } from './question-mails.ts'

/** Template → view: `views/mail/<name>.hbs` is the HTML, `views/mail/<name>.txt.hbs` the text. */
export interface MailViews {
  digest: DigestView
  newsletter: NewsletterView
  confirm: ConfirmMailView
  link: LinkMailView
}

export interface MailBody {
  html: string
  text: string
}

type Template = (view: unknown) => string

interface Compiled {
  /** The mail before its roles and after them. */
  head: Template
  tail: Template
  /** One role, with ALERT where the address of the alert's page goes; absent in mails without roles. */
  role: Template | undefined
}

const FOLDER = new URL('mail/', import.meta.url)
const compiled = new Map<string, Promise<Record<keyof MailBody, Compiled>>>()

/**
 * Renders both parts of a mail. What makes a role the same in many mails is rendered once: 12 roles in HTML and text cost 0.23 ms whole and
 * a tenth of that in pieces.
 * @throws Error naming the field, when a template asks for one that the view does not have.
 */
export async function renderMail<Name extends keyof MailViews>(name: Name, view: MailViews[Name]): Promise<MailBody> {
  const known = compiled.get(name) ?? compile(name)
  compiled.set(name, known)
  const { html, text } = await known
  const { roles = [], change = '' } = 'roles' in view ? { roles: view.roles, change: view.links.change } : {}
  const escaped = readable(Handlebars.escapeExpression(change))
  const all = { html: '', text: '' }
  for (const role of roles) {
    const piece = pieceOf(role, { html, text })
    all.html += filled(piece.html, escaped)
    all.text += filled(piece.text, change)
  }
  return {
    html: `${readable(html.head(view))}${all.html}${readable(html.tail(view))}`,
    text: `${text.head(view)}${all.text}${text.tail(view).trimEnd()}\n`,
  }
}

/** A role as it stands in a mail, cut where the address of the alert's page goes. */
type Piece = Record<keyof MailBody, string[]>

/** Added up and not joined: that copies nothing before the mail is written out whole. */
function filled(cut: readonly string[], address: string): string {
  return cut.reduce((before, after) => before + address + after)
}

/** As long as the role's row is in use: a sender hands in the same one for all mails of a run. */
const piecesOf = new WeakMap<object, Map<string, Piece>>()

/** Ways to be told of one role that are kept; a role that ten thousand alerts ask for in as many words would fill the memory. */
const KEPT_A_ROLE = 200

function pieceOf(role: DigestRoleView, { html, text }: Record<keyof MailBody, Compiled>): Piece {
  const { of, told } = role.piece
  const kept = piecesOf.get(of) ?? new Map<string, Piece>()
  piecesOf.set(of, kept)
  const known = kept.get(told)
  if (known) return known
  const piece = { html: readable(html.role?.(role) ?? '').split(ALERT), text: (text.role?.(role) ?? '').split(ALERT) }
  if (kept.size >= KEPT_A_ROLE) kept.clear()
  kept.set(told, piece)
  return piece
}

/** As on pages: no attribute of ours is without quotes, and an address is readable without "&#x3D;". */
function readable(html: string): string {
  return html.replaceAll('&#x3D;', '=')
}

async function compile(name: string): Promise<Record<keyof MailBody, Compiled>> {
  return { html: split(await inline(mailTemplate(`${name}.hbs`)), false), text: split(mailTemplate(`${name}.txt.hbs`), true) }
}

/** The block of the roles becomes a template of its own, its first line break gone as Handlebars takes it from a tag on a line of its own. */
function split(template: string, noEscape: boolean): Compiled {
  const options = { knownHelpersOnly: true, strict: true, preventIndent: true, noEscape }
  const [before, block] = cut(template, '{{#each roles}}\n')
  const compilePart = (part: string): Template => Handlebars.compile(part, options)
  if (block === undefined) return { head: () => '', role: undefined, tail: compilePart(template) }
  const end = endOf(block)
  return {
    head: compilePart(before),
    role: compilePart(block.slice(0, end)),
    tail: compilePart(block.slice(end).replace('{{/each}}\n', '')),
  }
}

function cut(text: string, at: string): [before: string, after: string | undefined] {
  const found = text.indexOf(at)
  return found < 0 ? [text, undefined] : [text.slice(0, found), text.slice(found + at.length)]
}

/** Where the {{/each}} stands that ends the block this is the inside of. */
function endOf(block: string): number {
  let depth = 1
  for (const { 0: tag, index } of block.matchAll(/\{\{[#/]each\b/g)) {
    depth += tag === '{{#each' ? 1 : -1
    if (depth === 0) return index
  }
  throw new Error('the roles of a mail have no end')
}

/**
 * Mail programs drop style elements or parts of them, so every rule goes into the attributes; only media queries stay behind. Done on
 * the template, before any value is in it: 5 ms once, and a value can never be taken for markup here. The library costs 26 MB of
 * memory and half a second to load, so a process that sends no mail does not load it.
 */
async function inline(template: string): Promise<string> {
  const { default: juice } = await import('juice')
  const styled = template.replace('</head>', () => `<style>${read('mail.css')}</style>\n</head>`)
  return juice(styled, {
    preserveImportant: true,
    preserveMediaQueries: true,
    removeStyleTags: true,
    // It would set align="left" on a table beside text-align, and that makes the table float.
    applyAttributesTableElements: false,
    applyWidthAttributes: false,
  })
}

function read(file: string): string {
  return readFileSync(new URL(file, FOLDER), 'utf8')
}

/** A mail's template with its parts: `{{> head}}` alone on a line is the text of `parts/head.hbs`, put in before the CSS is. */
export function mailTemplate(file: string): string {
  return read(file).replaceAll(/^\{\{> ([a-z-]{1,20})\}\}\n/gm, (_, part: string) => read(`parts/${part}.hbs`))
}
