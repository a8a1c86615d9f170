// From a template's name and its view to text. Every template is compiled once, at its first use, and typed by its view:
// `render('board', view)` does not pass tsc unless the view is the one the template was written for.
import { readdirSync, readFileSync } from 'node:fs'
import Handlebars from 'handlebars'
import type { RunFrameView, RunsView, RunView } from './admin-runs.ts'
import type { AdminSameView } from './admin-same.ts'
import type { AdminSourcesView } from './admin-sources.ts'
import type { TakedownsView } from './admin-takedowns.ts'
import type { AdminLogView, AdminView, DoorView } from './admin.ts'
import type { AlertFormView, AlertRolesView, AlertView } from './alert.ts'
import type { AlertVolumeView } from './alert-volume.ts'
import type { ApiView } from './api.ts'
import type { FilterPieces } from './board-filters.ts'
import type { HistogramPieces } from './histogram.ts'
import type { BoardView, RowView } from './board.ts'
import type { CompareView } from './compare.ts'
import type { ErrorView } from './error.ts'
import type { FeedView } from './feed.ts'
import type { GoneView } from './gone.ts'
import type { BotView, HowView, PastedView } from './how.ts'
import type { ListingView } from './listing.ts'
import type { LinkView, MyAlertsView, MyAlertView } from './my-alerts.ts'
import type { MailboxMailView, MailboxView } from './mailbox.ts'
import type { NewsletterPageView } from './newsletter.ts'
import type { RefusedView } from './refused.ts'
import type { SavedView } from './saved.ts'
import type { SitemapView } from './sitemap.ts'
import type { SourceFormView, SourcePreviewView } from './source-preview.ts'
import type { SourcesView } from './sources.ts'
import type { ThanksView } from './thanks.ts'

/** Template → view. A template is `views/<name>.hbs`; the mails have their own compiler in mail.ts. */
export interface Views {
  board: BoardView
  'board.atom': FeedView
  'board.rss': FeedView
  sitemap: SitemapView
  api: ApiView
  compare: CompareView
  saved: SavedView
  listing: ListingView
  sources: SourcesView
  refused: RefusedView
  admin: AdminView
  'admin-door': DoorView
  'admin-log': AdminLogView
  'admin-runs': RunsView
  'admin-same': AdminSameView
  'admin-sources': AdminSourcesView
  'admin-source-new': SourceFormView
  'admin-source-preview': SourcePreviewView
  'admin-takedowns': TakedownsView
  'admin-run': RunFrameView
  'runs-under-way': { runs: RunView[] }
  'runs-ended': { runs: RunView[] }
  how: HowView
  'how-read': PastedView
  bot: BotView
  error: ErrorView
  gone: GoneView
  thanks: ThanksView
  alert: AlertView
  'alert-new': AlertFormView
  'alert-roles': AlertRolesView
  'alert-link': LinkView
  'alert-volume': AlertVolumeView
  'my-alerts': MyAlertsView
  'my-alert': MyAlertView
  newsletter: NewsletterPageView
  mailbox: MailboxView
  'mailbox-mail': MailboxMailView
}

export type TemplateName = keyof Views

type Template = (view: unknown) => string

/** Partials that are rendered by themselves, because the same ones stand on page after page. */
interface Pieces extends FilterPieces, HistogramPieces {
  row: RowView
  word: { value: string }
}

/** HTML that a template of ours made, everything in it escaped: other templates take it as it is. */
export interface Fragment {
  toHTML(): string
}

const FOLDER = new URL('./', import.meta.url)
const templates = new Map<string, Template>()
let kitchen: typeof Handlebars | undefined

/**
 * Renders a template. Everything in `{{ }}` is escaped for HTML and XML.
 * @throws Error naming the field, when a template asks for one that the view does not have.
 */
export function render<Name extends TemplateName>(name: Name, view: Views[Name]): string {
  const template = templates.get(name) ?? compile(name)
  return template(view)
}

/** A page with its texts left out, and which of the view's texts goes into which hole. */
interface Skeleton {
  parts: readonly string[]
  order: readonly number[]
}

/** By everything that a template can tell apart but the texts themselves; cleared whole when there are many, 15 kB each. */
const skeletons = new Map<string, Skeleton>()
const MOST_SKELETONS = 200

/**
 * The same for a page that is made again and again: what depends on no text is rendered once, and then only filled in. Its template may only print texts and ask whether there are any.
 */
export function renderFilled<Name extends TemplateName>(name: Name, view: Views[Name]): string {
  const texts: (string | Fragment)[] = []
  const shape = `${name} ${shapeOf(view, texts)}`
  let skeleton = skeletons.get(shape)
  if (!skeleton) {
    if (skeletons.size >= MOST_SKELETONS) skeletons.clear()
    skeletons.set(shape, (skeleton = skeletonOf(name, view)))
  }
  return filled(
    skeleton.parts,
    skeleton.order.map(n => texts[n] ?? ''),
  )
}

/** What a view holds but for its texts, which are added to `texts`: its fields in their order, which texts are empty, every other value. */
function shapeOf(value: unknown, texts: (string | Fragment)[]): string {
  if (value === '') return '-'
  if (typeof value === 'string' || isFragment(value)) {
    texts.push(value)
    return '+'
  }
  if (typeof value !== 'object' || value === null) return `${String(value)},`
  let shape = '('
  for (const key in value) shape += `${key}:${shapeOf(value[key as keyof typeof value], texts)}`
  return `${shape})`
}

/** Holes are numbered, since a template prints texts in an order of its own, and some of them twice. */
function skeletonOf<Name extends TemplateName>(name: Name, view: Views[Name]): Skeleton {
  let count = 0
  const hollow = (value: unknown): unknown => {
    if (value === '') return ''
    if (typeof value === 'string' || isFragment(value)) return `${HOLE}${count++}${HOLE}`
    if (typeof value !== 'object' || value === null) return value
    if (Array.isArray(value)) return value.map(hollow)
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, hollow(one)]))
  }
  const pieces = render(name, hollow(view) as Views[Name]).split(HOLE) // the same but for its texts
  return { parts: pieces.filter((_, n) => n % 2 === 0), order: pieces.filter((_, n) => n % 2 === 1).map(Number) }
}

function isFragment(value: unknown): value is Fragment {
  return value instanceof Handlebars.SafeString
}

/** A partial as a piece of a page, to be kept and used again. */
export function renderPiece<Name extends keyof Pieces>(name: Name, view: Pieces[Name]): Fragment {
  const template = templates.get(`partials/${name}`) ?? compile(`partials/${name}`)
  return new Handlebars.SafeString(template(view).trimEnd())
}

/**
 * JSON to stand in a script element of data. Nothing in it can end the element or begin another one, and no old reader of JavaScript
 * stumbles over the two line ends that JSON allows (HTML Standard §4.12.1.3; JSON takes every character as an escape).
 */
export function dataPiece(value: object): Fragment {
  const escape = (sign: string): string => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`
  return new Handlebars.SafeString(JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, escape))
}

/** Pieces one under the other as one: a template that goes through a list costs a microsecond an item. */
export function joinPieces(pieces: readonly Fragment[]): Fragment {
  let html = ''
  for (const piece of pieces) html += html === '' ? piece.toHTML() : `\n${piece.toHTML()}`
  return new Handlebars.SafeString(html)
}

/** Stands where a text goes into a form. No text of ours has this sign: Postgres stores none, and what people type is cleaned of it. */
export const HOLE = '\u0000'

/** A partial that is the same again and again but for a few texts: rendered once, with a HOLE for each, and then only filled in. */
export class Form {
  readonly #parts: readonly string[]

  constructor(html: string) {
    this.#parts = html.split(HOLE)
  }

  /** Texts go into the holes in their order: strings are escaped, fragments go in as they are. */
  complete(texts: readonly (string | Fragment)[]): Fragment {
    return new Handlebars.SafeString(filled(this.#parts, texts))
  }

  /** This form with others, one under the other, in its only hole. */
  around(forms: readonly Form[]): Form {
    return new Form(this.#parts.join(forms.map(form => form.#parts.join(HOLE)).join('\n')))
  }
}

export function renderForm<Name extends keyof Pieces>(name: Name, view: Pieces[Name]): Form {
  return new Form(renderPiece(name, view).toHTML())
}

function filled(parts: readonly string[], texts: readonly (string | Fragment)[]): string {
  let html = parts[0] ?? ''
  for (let n = 1; n < parts.length; n += 1) html += htmlOf(texts[n - 1] ?? '') + (parts[n] ?? '')
  return html
}

/** Nearly all texts that go into holes are numbers. */
function htmlOf(text: string | Fragment): string {
  if (typeof text !== 'string') return text.toHTML()
  return /[&<>"'`]/.test(text) ? readable(Handlebars.escapeExpression(text)) : text
}

/** Handlebars escapes "=" for attributes without quotes, of which we have none; addresses are shorter and readable without. */
function readable(html: string): string {
  return html.replaceAll('&#x3D;', '=')
}

/** The names of all page templates that exist as files, partials and mails left out. */
export function templateNames(): string[] {
  return readdirSync(FOLDER)
    .filter(file => file.endsWith('.hbs'))
    .map(file => file.slice(0, -'.hbs'.length))
    .sort()
}

function compile(name: string): Template {
  kitchen ??= openKitchen()
  const compiled = kitchen.compile<unknown>(read(`${name}.hbs`), {
    // Only the built-in #each, #if and #with: a misspelt helper fails here and not as an empty string on a page.
    knownHelpersOnly: true,
    // A missing field throws, in production too: types and tests see to it that none is missing, and a blank rate would be believed.
    strict: true,
    preventIndent: true,
  })
  const template: Template = view => readable(compiled(view))
  templates.set(name, template)
  return template
}

/** An instance of our own with every partial: `views/partials/row.hbs` is `{{> row}}`. */
function openKitchen(): typeof Handlebars {
  const opened = Handlebars.create()
  for (const file of readdirSync(new URL('partials/', FOLDER)))
    if (file.endsWith('.hbs')) opened.registerPartial(file.slice(0, -'.hbs'.length), read(`partials/${file}`))
  return opened
}

function read(file: string): string {
  return readFileSync(new URL(file, FOLDER), 'utf8')
}
