// The character references adverts are full of, also escaped twice or more ("&amp;pound;500").

const NAMED: Record<string, string> = Object.fromEntries(
  (
    'amp & lt < gt > quot " apos \' nbsp \u00a0 pound £ euro € cent ¢ yen ¥ ndash – mdash — lsquo ‘ rsquo ’ sbquo ‚ ldquo “ rdquo ” bdquo „ ' +
    'bull • middot · hellip … prime ′ rarr → larr ← trade ™ reg ® copy © deg ° plusmn ± times × frac12 ½ frac14 ¼ laquo « raquo » sect § ' +
    'ensp \u2002 emsp \u2003 thinsp \u2009 shy \u00ad zwnj \u200c zwj \u200d check ✓ minus − le ≤ ge ≥ ' +
    'eacute é egrave è ecirc ê aacute á agrave à acirc â auml ä iacute í oacute ó ouml ö uacute ú uuml ü ccedil ç ntilde ñ szlig ß oslash ø aring å aelig æ'
  )
    .split(' ')
    .map((word, index, list): [string, string] => (index % 2 === 0 ? [word, list[index + 1] ?? ''] : ['', '']))
    .filter(([name]) => name !== ''),
)
const REFERENCE = /&(?:amp;|#0{0,3}38;){0,6}(#\d{1,7}|#x[\da-f]{1,6}|[a-z]{2,8}\d{0,2});/gi

/** Text with its character references decoded, however often they were escaped; unknown names stay as they are. */
export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text
  let decoded = text
  for (let round = 0; round < 4; round++) {
    const next = decoded.replace(REFERENCE, (whole, name: string) => decodeReference(name) ?? whole)
    if (next === decoded) break
    decoded = next
  }
  return decoded
}

function decodeReference(name: string): string | undefined {
  if (!name.startsWith('#')) return NAMED[name] ?? NAMED[name.toLowerCase()]
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1))
  return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) ? String.fromCodePoint(code) : undefined
}
