// One line of plain text out of what sources put into titles and names: entities decoded, tags out, white space collapsed.
import { Parser } from 'htmlparser2'

/** Plain text of a short field; '' for nothing. Not for descriptions: their mark-up carries meaning. */
export function plainText(raw: string): string {
  const text = raw.includes('&') ? unescapeHtml(raw) : raw
  const bare = text.includes('<') ? text.replace(/<\/?[a-z][^<>]{0,300}>/gi, '') : text
  return bare.replace(/[\s\u00a0\u00ad\u200b\ufeff]+/g, ' ').trim()
}

/**
 * `&lt;p&gt;` → `<p>`: for fields that carry escaped HTML. One layer, as a browser undoes it: every named and numbered reference, with or without
 * the closing semicolon. (What is escaped twice and more, listings/entities.ts reads.)
 */
export function unescapeHtml(raw: string): string {
  if (!raw.includes('&')) return raw
  let text = ''
  const parser = new Parser({ ontext: piece => (text += piece) }, { decodeEntities: true, xmlMode: false, recognizeSelfClosing: false })
  // The tags of the raw text must come through untouched, so they are hidden from the parser behind a character no page contains.
  parser.end(raw.replaceAll('<', '\uE000'))
  return text.replaceAll('\uE000', '<')
}

/** The text if there is any, else undefined: for optional fields. */
export function textOrNothing(raw: string | null | undefined): string | undefined {
  const text = plainText(raw ?? '')
  return text === '' ? undefined : text
}
