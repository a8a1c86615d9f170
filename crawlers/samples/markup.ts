// The samples' light markup as the kinds of HTML that boards publish: clean, half clean, line breaks only, one block, pasted from a word
// processor.
import type { Form } from './advert.ts'

interface Piece {
  kind: 'heading' | 'item' | 'paragraph'
  text: string
}

/** The body as HTML in the given form. `html` is returned as it is: it is broken on purpose. */
export function renderBody(body: string, form: Form): string {
  return form === 'html' ? body : LAYOUTS[form](piecesOf(body))
}

export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}

const LAYOUTS: Record<Exclude<Form, 'html'>, (pieces: Piece[]) => string> = {
  tidy: pieces => markUp(pieces, heading => `<h3>${heading}</h3>`, '<p>', '<br>'),
  bold: pieces => markUp(pieces, heading => `<p><strong>${heading}:</strong></p>`, '<p>', '<br />'),
  pasted: pieces =>
    markUp(
      pieces,
      heading => `<p class="MsoNormal"><b><span style="font-size:11.0pt">${heading}</span></b></p><p>&nbsp;</p>`,
      '<p class="MsoNormal">',
      '<br>',
    ),
  breaks: pieces =>
    pieces.map(({ kind, text }) => (kind === 'item' ? `&bull; ${escapeHtml(text)}<br>` : `${lines(text, '<br>')}<br><br>`)).join('\n'),
  block: pieces => `<p>${pieces.map(({ text }) => escapeHtml(text.replaceAll('\n', ' '))).join(' ')}</p>`,
}

function piecesOf(body: string): Piece[] {
  return body.split(/\n{2,}/).flatMap(part => paragraphs(part.split('\n')))
}

/** Lines that belong together, with headings and items standing alone. */
function paragraphs(rows: string[]): Piece[] {
  const pieces: Piece[] = []
  for (const row of rows) {
    const last = pieces.at(-1)
    if (row.startsWith('# ')) pieces.push({ kind: 'heading', text: row.slice(2) })
    else if (row.startsWith('- ')) pieces.push({ kind: 'item', text: row.slice(2) })
    else if (last?.kind === 'paragraph') last.text += `\n${row}`
    else pieces.push({ kind: 'paragraph', text: row })
  }
  return pieces
}

function markUp(pieces: Piece[], heading: (text: string) => string, paragraph: string, lineBreak: string): string {
  const rows: string[] = []
  for (const [index, { kind, text }] of pieces.entries()) {
    if (kind === 'item' && pieces[index - 1]?.kind !== 'item') rows.push('<ul>')
    if (kind === 'item') rows.push(`<li>${escapeHtml(text)}</li>`)
    if (kind === 'item' && pieces[index + 1]?.kind !== 'item') rows.push('</ul>')
    if (kind === 'heading') rows.push(heading(escapeHtml(text)))
    if (kind === 'paragraph') rows.push(`${paragraph}${lines(text, lineBreak)}</p>`)
  }
  return rows.join('\n')
}

function lines(text: string, lineBreak: string): string {
  return text.split('\n').map(escapeHtml).join(lineBreak)
}
