// Pages of boards that give their adverts to programs by an interface of their own: read as a web page, such a board may look as if it had none.
import { CONNECTORS } from './catalogue.ts'
import { isWebPage } from './html-type.ts'

/** The address a page gives itself stands near its beginning. */
const MOST_LOOKED_AT = 100_000
/** Kinds that may be behind any address know none as their own. */
const NOBODYS = new URL('https://nobody.example/')

/**
 * Says which board a page belongs to by the address it gives itself, where another kind of source than the one that read it knows that board.
 * @returns a sentence; undefined where a page gives no such address
 */
export function boardSentence(body: string, readBy: string): string | undefined {
  const address = isWebPage(body) ? ownAddress(body.slice(0, MOST_LOOKED_AT)) : undefined
  if (address === undefined) return undefined
  const kind = Object.values(CONNECTORS).find(
    ({ name, recognise }) =>
      name !== readBy && recognise?.({ address: NOBODYS, text: '' }).length === 0 && recognise({ address, text: '' }).length > 0,
  )
  if (kind === undefined) return undefined
  return `The page is one of ${address.host}, which gives its adverts to programs as ${kind.name} does: add that address as a source of its own.`
}

/** From `<link rel=canonical>`, else from `<meta property=og:url>`. */
function ownAddress(html: string): URL | undefined {
  const tags = [...html.matchAll(/<(?:link|meta)\b[^<>]{1,2000}>/gi)].map(([tag]) => tag)
  const canonical = tags.find(tag => /\brel=["']?canonical\b/i.test(tag))
  const ogUrl = tags.find(tag => /\bproperty=["']?og:url\b/i.test(tag))
  const address = attributeOf(canonical, 'href') ?? attributeOf(ogUrl, 'content')
  return address === undefined ? undefined : (URL.parse(address) ?? undefined)
}

function attributeOf(tag: string | undefined, name: 'href' | 'content'): string | undefined {
  const value = name === 'href' ? /\bhref=["']?([^\s"'<>]{1,2000})/i : /\bcontent=["']?([^\s"'<>]{1,2000})/i
  return tag === undefined ? undefined : value.exec(tag)?.[1]
}
