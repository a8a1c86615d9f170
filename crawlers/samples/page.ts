// What the three boards share: how an answer looks, the frame of a human page, and days counted back from the day the server started.
import { createHash } from 'node:crypto'
import type { SampleAdvert } from './advert.ts'
import { closingOf } from './closings.ts'
import { escapeHtml, renderBody } from './markup.ts'

export interface Answer {
  status: number
  contentType: string
  body: string | Buffer
  headers?: Record<string, string>
}

/** Where the boards are served and which day it is for them; both stay as they are until the server stops. */
export interface BoardWorld {
  origin: string
  /** Midnight UTC of the day the server started, milliseconds. */
  today: number
}

const DAY_MS = 86_400_000

/** The instant an advert was posted, at an hour of its own; the same at every request. */
export function postedAt({ today }: BoardWorld, { id, postedDaysAgo }: SampleAdvert): Date {
  const hour = createHash('sha256').update(id).digest().readUInt8(0) % 8
  return new Date(today - (postedDaysAgo + 1) * DAY_MS + (9 + hour) * 3_600_000)
}

/** The end of the day that lies so many days from today. */
export function closesAt({ today }: BoardWorld, closesInDays: number): Date {
  return new Date(today + (closesInDays + 1) * DAY_MS - 1_000)
}

/** The advert's text as HTML, with the paragraph its company ends every advert with. A broken advert gets no such paragraph. */
export function advertHtml({ body, form, company }: SampleAdvert): string {
  return form === 'html' ? body : `${renderBody(body, form)}\n<p>${escapeHtml(closingOf(company))}</p>`
}

export function htmlAnswer(title: string, head: string, main: string): Answer {
  return { status: 200, contentType: 'text/html; charset=utf-8', body: frame(title, '<meta charset="utf-8">', head, main) }
}

/** As some old boards do it: the bytes are windows-1252, and only the page's own markup says so. */
export function legacyHtmlAnswer(title: string, head: string, main: string): Answer {
  const page = frame(title, '<meta http-equiv="Content-Type" content="text/html; charset=windows-1252">', head, main)
  return { status: 200, contentType: 'text/html', body: Buffer.from(inWindows1252(page), 'latin1') }
}

export function notFound(): Answer {
  return { ...htmlAnswer('Not found', '', '<h1>Not found</h1>\n<p>There is no such page on the sample boards.</p>'), status: 404 }
}

function frame(title: string, charset: string, head: string, main: string): string {
  return `<!doctype html>
<html lang="en-GB">
<head>
${charset}
<title>${escapeHtml(title)}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
${head}
</head>
<body>
<p><small>A fictional job board that comes with Dayrate. The adverts, agencies and employers on it are invented.</small></p>
<main>
${main}
</main>
</body>
</html>
`
}

/** The characters the samples use from windows-1252's own block, as the bytes they have there. */
const BYTES: Record<string, string> = {
  '–': '\u0096',
  '—': '\u0097',
  '‘': '\u0091',
  '’': '\u0092',
  '“': '\u0093',
  '”': '\u0094',
  '•': '\u0095',
  '€': '\u0080',
}

function inWindows1252(text: string): string {
  return text.replaceAll(/[–—‘’“”•€]/g, char => BYTES[char] ?? char)
}
