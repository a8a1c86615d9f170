// Whether a page asks not to be shown elsewhere: the words of X-Robots-Tag, of `<meta name=robots>` and of a TDM reservation.
import type { Page, Reading } from './connector.ts'
import { isHtmlType } from './html-type.ts'
import { PRODUCT_TOKEN } from './robots.ts'

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

/**
 * The reading of a page that asks not to be shown elsewhere: of its adverts only facts and a link are (R13). Feeds and answers of APIs say
 * `noindex` of themselves as files (WordPress of every feed), not of the adverts in them; a TDM reservation is meant for what is in them.
 */
export function restricted(reading: Reading, page: Page, robotsTag: string | undefined): Reading {
  if (reading.postings.length === 0) return reading
  const word = restrictionIn(robotsTag ?? '', PRODUCT_TOKEN) ?? restrictionIn(reading.robotsMeta ?? '', PRODUCT_TOKEN)
  if (word === undefined || (!isHtmlType(page.contentType) && word !== 'tdm-reservation')) return reading
  return { ...reading, postings: reading.postings.map(posting => ({ linkOnly: word, ...posting })) }
}
