// Mails from their templates: HTML with its CSS in the style attributes, and the text part. Compiled when the first one is written.
import { readFileSync } from 'node:fs'
import Handlebars from 'handlebars'
import type { DigestView } from './digest.ts'
import type { ConfirmMailView, LinkMailView } from './question-mails.ts'

/** Template → view: `views/mail/<name>.hbs` is the HTML, `views/mail/<name>.txt.hbs` the text. */
export interface MailViews {
  digest: DigestView
  confirm: ConfirmMailView
  link: LinkMailView
}

export interface MailBody {
  html: string
  text: string
}

interface Compiled {
  html: (view: unknown) => string
  text: (view: unknown) => string
}

const FOLDER = new URL('mail/', import.meta.url)
const compiled = new Map<string, Promise<Compiled>>()

/**
 * Renders both parts of a mail.
 * @throws Error naming the field, when a template asks for one that the view does not have.
 */
export async function renderMail<Name extends keyof MailViews>(name: Name, view: MailViews[Name]): Promise<MailBody> {
  const known = compiled.get(name) ?? compile(name)
  compiled.set(name, known)
  const { html, text } = await known
  // As on pages: no attribute of ours is without quotes, and an address is readable without "&#x3D;".
  return { html: html(view).replaceAll('&#x3D;', '='), text: `${text(view).trim()}\n` }
}

async function compile(name: string): Promise<Compiled> {
  const options = { knownHelpersOnly: true, strict: true, preventIndent: true }
  return {
    html: Handlebars.compile<unknown>(await inline(read(`${name}.hbs`)), options),
    text: Handlebars.compile<unknown>(read(`${name}.txt.hbs`), { ...options, noEscape: true }),
  }
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
