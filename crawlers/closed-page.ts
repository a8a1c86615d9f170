// Pages of adverts that came with 200 and say that the advert is over (soft 404). Looked at only where no advert was read from the page;
// whoever is unsure says nothing.
import { visibleText } from './visible-text.ts'

/** Less visible text than this is no page to read. */
const LITTLE_TEXT = 250

/** What pages say in the place of an advert that is over. Each was seen on a real page; English, lower case. */
const CLOSED_WORDS = [
  'no longer available',
  'no longer active',
  'no longer open',
  'no longer advertised',
  'no longer exists',
  'has expired',
  'has now expired',
  'has closed',
  'has now closed',
  'is now closed',
  'is closed',
  'has been filled',
  'has already been filled',
  'has been removed',
  'has been withdrawn',
  'has been closed',
  'has now been filled',
  'has now been removed',
  'was removed',
  'was filled',
  'no longer accepting',
  'not accepting applications',
  'applications are closed',
  'applications are now closed',
  'applications have closed',
  'applications have now closed',
  'closed for applications',
]
const ABOUT_A_ROLE = /\b(?:job|role|vacancy|position|advert|posting|opportunity|listing|requisition|applications)\b/
/** Between the role and what is said of it: "this job, posted in May, is no longer available". */
const NEARBY = 120

interface AskedPage {
  asked: string
  /** Where the asking led. */
  url: string
  text: string
  isHtml: boolean
}

/** Why a page of an advert shows that the advert is over; undefined where it does not. */
export function closedSentence(page: AskedPage): string | undefined {
  const said = overSentence(page)
  if (said !== undefined || !page.isHtml || hasScripts(page.text)) return said
  return visibleText(page.text).length < LITTLE_TEXT ? 'there is next to nothing on it' : undefined
}

/** The same, for whoever may find an advert in what little there is: only by where the page leads, and by what it says. */
export function overSentence(page: AskedPage): string | undefined {
  if (samePlace(page.asked, page.url) === false) return 'it leads to another page'
  const words = page.isHtml ? saysClosed(visibleText(page.text)) : undefined
  return words === undefined ? undefined : `it says “${words}”`
}

/** Two addresses of one page: another scheme, a final slash or a query more do not make another. Undefined where one is no address. */
function samePlace(asked: string, found: string): boolean | undefined {
  const [from, to] = [URL.parse(asked), URL.parse(found)]
  if (from === null || to === null) return undefined
  const plain = ({ pathname }: URL): string => pathname.replace(/(?<!\/)\/+$/, '').toLowerCase()
  // A slug that was corrected still ends in, or holds, what the old one did: only a shorter path is a way back to a list.
  return plain(to).length >= plain(from).length
}

function saysClosed(text: string): string | undefined {
  for (const words of CLOSED_WORDS) {
    const at = text.indexOf(words)
    if (at !== -1 && ABOUT_A_ROLE.test(text.slice(Math.max(at - NEARBY, 0), at + words.length))) return words
  }
  return undefined
}

function hasScripts(html: string): boolean {
  return /<script\b/i.test(html)
}
