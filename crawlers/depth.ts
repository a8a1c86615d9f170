// How deep a page or feed may be nested. Parsers look through everything that is open at each tag, so their time grows with the depth.
import { Parser } from 'htmlparser2'

/** Deeper than any page or feed (200,000 nested elements took 3.6 s to read). */
export const MOST_DEPTH = 2_000

/** Whether a text has more elements inside one another than is worth reading. Stops at the first that is. */
export function isTooDeep(text: string): boolean {
  let depth = 0
  let tooDeep = false
  const parser: Parser = new Parser({
    onopentagname: () => {
      tooDeep ||= ++depth > MOST_DEPTH
      if (tooDeep) parser.pause()
    },
    onclosetag: () => void depth--,
  })
  parser.end(text)
  return tooDeep
}
