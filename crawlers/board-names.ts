// Which board of a known kind a page belongs to: by its own address, or by what its links, scripts and frames point to.
import type { Look } from './connector.ts'

/** First parts and paths of board hosts that are nobody's board. */
const NOBODYS =
  /^(?:www|api|app|apps|apply|assets|blog|careers|careers-analytics|cdn|css|developers?|docs|embed|go|help|images?|info|jobs?|js|login|static|status|support|tt|v0|v1|widgets?)$/i

const MOST_LOOKED_AT = 2_000
/** Names found when a page is looked at for them. */
type Named = readonly [whole: string, ...captures: (string | undefined)[]]

/**
 * What a pattern finds in a page's own address, else what it finds most often in its text.
 * @param pattern global; its first group is the board's name
 */
export function boardNamed({ address, text }: Look, pattern: RegExp): Named | undefined {
  const [own] = found(address.href, pattern)
  if (own !== undefined) return own
  const groups = Map.groupBy(found(text, pattern), ([, ...captures]) => captures.join(' ').toLowerCase())
  const [most] = [...groups.values()].sort((a, b) => b.length - a.length)
  return most?.[0]
}

function found(text: string, pattern: RegExp): Named[] {
  const all: Named[] = []
  for (const match of text.matchAll(pattern)) {
    if (match[1] !== undefined && !NOBODYS.test(match[1])) all.push([...match] as [string, ...string[]])
    if (all.length >= MOST_LOOKED_AT) break
  }
  return all
}

/** The host of a page that carries a kind's own marks: a company's careers site under the company's own name. */
export function hostWith({ address, text }: Look, marks: RegExp): string | undefined {
  return marks.test(text) ? address.hostname : undefined
}
