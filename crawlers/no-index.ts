// Whether a page asks not to be shown elsewhere: the words of X-Robots-Tag and of `<meta name=robots>`.

/** Directives that have a colon of their own and are no robot's name. */
const WITH_VALUE = /^(?:unavailable_after|max-snippet|max-image-preview|max-video-preview)$/

/**
 * Whether `noindex` (or `none`, which says the same) is meant for us. A robot's name before a colon holds until the next name; words without
 * one are for everybody.
 */
export function isNoIndex(tags: string, token: string): boolean {
  let isForUs = true
  for (const part of tags.toLowerCase().split(',')) {
    const colon = part.indexOf(':')
    const name = part.slice(0, Math.max(colon, 0)).trim()
    const isNamed = name !== '' && !WITH_VALUE.test(name)
    if (isNamed) isForUs = name === token
    const directive = (isNamed ? part.slice(colon + 1) : part).trim()
    if (isForUs && (directive === 'noindex' || directive === 'none')) return true
  }
  return false
}
