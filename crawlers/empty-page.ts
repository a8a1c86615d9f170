// Web pages that come without what people see on them: shells that a script fills, and notices about cookies in place of the page. An
// answer of that sort says nothing about a board's adverts, least of all that there are none.
import { Parser } from 'htmlparser2'
import { MOST_DEPTH } from './depth.ts'
import { isHtmlType, isWebPage } from './html-type.ts'

/** Characters people would see on a shell, white space collapsed. The barest list of one advert seen has 300; shells have 0 to 150. */
const SHELL_TEXT = 250
/** A cookie notice in place of a page is longer than a shell, and still far shorter than a list. */
const CONSENT_TEXT = 3_000
/** English, German, French, Spanish, Italian and Dutch. */
const CONSENT =
  /\b(?:accept|agree|consent|allow all|reject all|manage preferences|akzeptieren|zustimmen|ablehnen|accepter|refuser|aceptar|rechazar|accetta|rifiuta|accepteren|weigeren)\b/i
/** No need to look further into a page that has text. */
const MOST_LOOKED_AT = 2_000_000

interface Look {
  text: string
  scripts: number
  links: number
}

/**
 * Says why a page without adverts is no answer; undefined where it is a page like any other.
 * @returns a sentence, in words for the run's record
 */
export function emptyPageSentence({ body, contentType }: { body: string; contentType: string }): string | undefined {
  if (!isHtmlType(contentType) && !isWebPage(body)) return undefined
  const { text, scripts, links } = look(body)
  if (scripts > 0 && text.length < SHELL_TEXT) return 'The page comes empty and is filled by its scripts.'
  const isConsent = /\bcookies?\b/i.test(text) && CONSENT.test(text)
  if (isConsent && text.length < CONSENT_TEXT && links < 12) return 'In place of the page came a notice about cookies.'
  return undefined
}

const UNSEEN = new Set(['script', 'style', 'noscript', 'template', 'title', 'svg', 'select'])

function look(html: string): Look {
  const seen: Look = { text: '', scripts: 0, links: 0 }
  let depth = 0
  let hidden: { name: string; depth: number } | undefined
  const parser: Parser = new Parser({
    onopentag(name, attributes) {
      depth++
      if (name === 'script' && isCode(attributes['type'])) seen.scripts++
      if (name === 'a' && attributes['href'] !== undefined && hidden === undefined) seen.links++
      if (hidden === undefined && UNSEEN.has(name)) hidden = { name, depth }
      if (depth > MOST_DEPTH) parser.pause()
    },
    ontext(text) {
      if (hidden !== undefined) return
      seen.text += text.replace(/\s+/g, ' ')
      if (seen.text.length > CONSENT_TEXT) parser.pause()
    },
    onclosetag() {
      if (hidden?.depth === depth) hidden = undefined
      depth--
    },
  })
  parser.end(html.slice(0, MOST_LOOKED_AT))
  return { ...seen, text: seen.text.replace(/\s+/g, ' ').trim() }
}

/** Data for search engines fills no page. */
function isCode(type: string | undefined): boolean {
  return type === undefined || type === '' || /javascript|module/i.test(type)
}
