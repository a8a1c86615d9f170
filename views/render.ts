// From a template's name and its view to text. Every template is compiled once, at its first use, and typed by its view:
// `render('board', view)` does not pass tsc unless the view is the one the template was written for.
import { readdirSync, readFileSync } from 'node:fs'
import Handlebars from 'handlebars'
import type { RunFrameView, RunsView, RunView } from './admin-runs.ts'
import type { AdminSameView } from './admin-same.ts'
import type { AdminSourcesView } from './admin-sources.ts'
import type { TakedownsView } from './admin-takedowns.ts'
import type { AdminLogView, AdminView, DoorView } from './admin.ts'
import type { AlertFormView, AlertView } from './alert.ts'
import type { AlertRolesView } from './alert-roles.ts'
import type { AlertVolumeView } from './alert-volume.ts'
import type { ApiView } from './api.ts'
import type { FilterPieces } from './filter-forms.ts'
import type { HistogramPieces } from './histogram.ts'
import type { BoardView, RowView } from './board.ts'
import type { CompareView } from './compare.ts'
import type { ErrorView } from './error.ts'
import type { FeedView } from './feed.ts'
import type { GoneView } from './gone.ts'
import type { BotView, HowView, PastedView } from './how.ts'
import { Form, pieceOf, readable, written } from './html.ts'
import type { Fragment } from './html.ts'
import type { ListingView } from './listing.ts'
import type { LinkView, MyAlertsView, MyAlertView } from './my-alerts.ts'
import type { MailboxMailView, MailboxView } from './mailbox.ts'
import type { NewsletterPageView } from './newsletter.ts'
import type { RefusedView } from './refused.ts'
import type { SavedView } from './saved.ts'
import type { SitemapView } from './sitemap.ts'
import type { SourceFormView, SourcePreviewView } from './source-preview.ts'
import type { SourcesView } from './sources.ts'
import { writerOf } from './template-writer.ts'
import type { Writer } from './template-writer.ts'
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
  'nav-link': { href: string; label: string; current: boolean }
}

const FOLDER = new URL('./', import.meta.url)
const templates = new Map<string, Template>()
let kitchen: typeof Handlebars | undefined

/**
 * Renders a template. Everything in `{{ }}` is escaped for HTML and XML.
 * @throws Error naming the field, when a template asks for one that the view does not have.
 */
export function render<Name extends TemplateName>(name: Name, view: Views[Name]): string {
  return whole(name, view)
}

/** The same, as bytes, for what is made again and again: see template-writer.ts for what its template may hold. */
export function renderBytes<Name extends TemplateName>(name: Name, view: Views[Name]): Buffer<ArrayBuffer> {
  const write = writer(name)
  return written(sheet => write(view, sheet))
}

/** A partial as a piece of a page, to be kept and used again; made as renderBytes() makes a page. */
export function renderPiece<Name extends keyof Pieces>(name: Name, view: Pieces[Name]): Fragment {
  const write = writer(`partials/${name}`)
  return pieceOf(written(sheet => write(view, sheet)))
}

const writers = new Map<string, Writer>()

function writer(name: string): Writer {
  return writers.getOrInsertComputed(name, () => writerOf(source(name), partial => read(`partials/${partial}.hbs`)))
}

/**
 * JSON to stand in a script element of data. Nothing in it can end the element or begin another one, and no old reader of JavaScript
 * stumbles over the two line ends that JSON allows (HTML Standard §4.12.1.3; JSON takes every character as an escape).
 */
export function dataPiece(value: object): Fragment {
  const escape = (sign: string): string => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`
  return pieceOf(JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, escape))
}

/** A partial with holes, for what a view leaves out as HOLE. */
export function renderForm<Name extends keyof Pieces>(name: Name, view: Pieces[Name]): Form {
  return new Form(whole(`partials/${name}`, view))
}

/** Rendered by Handlebars. */
function whole(name: string, view: unknown): string {
  return (templates.get(name) ?? compile(name))(view)
}

/** Partials that stand by themselves have no line end: what is around them says where lines end. */
function source(name: string): string {
  const whole = read(`${name}.hbs`)
  return name.startsWith('partials/') ? whole.trimEnd() : whole
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
  const compiled = kitchen.compile<unknown>(source(name), {
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
