// What a person would see of a web page, roughly.

const UNSEEN_TAGS = ['script', 'style', 'template', 'head', 'svg']

/**
 * The text of a page in lower case: scripts, styles and tags out, spaces run together. One walk, which ends when there is more than `most`;
 * what is longer is cut anywhere behind that.
 */
export function visibleText(html: string, most = Infinity): string {
  const parts: string[] = []
  const lower = html.slice(0, 400_000).toLowerCase()
  let length = 0
  for (let at = 0; at < lower.length && length <= most;) {
    const open = lower.indexOf('<', at)
    const part = lower.slice(at, open === -1 ? undefined : open).trim()
    if (part !== '') parts.push(part)
    length += part.length
    if (open === -1) break
    at = endOfTag(lower, open)
  }
  return parts.join(' ').replace(/\s+/g, ' ')
}

function endOfTag(lower: string, open: number): number {
  if (lower.startsWith('<!--', open)) return behind(lower, '-->', open + 4)
  const unseen = UNSEEN_TAGS.find(tag => lower.startsWith(tag, open + 1) && /[\s>/]/.test(lower[open + 1 + tag.length] ?? ''))
  const closing = unseen === undefined ? -1 : lower.indexOf(`</${unseen}`, open)
  return behind(lower, '>', closing === -1 ? open : closing)
}

function behind(text: string, end: string, from: number): number {
  const at = text.indexOf(end, from)
  return at === -1 ? text.length : at + end.length
}
