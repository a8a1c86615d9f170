// Whether a page asks not to be shown elsewhere: the words of X-Robots-Tag, of `<meta name=robots>` and of a TDM reservation.

/** Directives that have a colon of their own and are no robot's name. */
const WITH_VALUE = /^(?:unavailable_after|max-snippet|max-image-preview|max-video-preview)$/

/** What forbids to show the words of a page elsewhere; its facts and a link are always allowed. */
const FORBIDDING = new Set(['noindex', 'none', 'noarchive', 'nosnippet', 'tdm-reservation'])

/**
 * The word by which a page forbids to be shown elsewhere, where it is meant for us. A robot's name before a colon holds until the next name;
 * words without one are for everybody.
 */
export function restrictionIn(tags: string, token: string): string | undefined {
  let isForUs = true
  for (const part of tags.toLowerCase().split(',')) {
    const colon = part.indexOf(':')
    const name = part.slice(0, Math.max(colon, 0)).trim()
    const isNamed = name !== '' && !WITH_VALUE.test(name)
    if (isNamed) isForUs = name === token
    const directive = (isNamed ? part.slice(colon + 1) : part).trim()
    if (isForUs && FORBIDDING.has(directive)) return directive
  }
  return undefined
}
