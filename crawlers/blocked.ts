// Pages that are a barrier instead of the page: challenges, captchas, refusals, log-in walls, notices that the site is out of order. They end a
// run as blocked; nothing is tried against them.
import { isHtmlType, isWebPage } from './html-type.ts'
import { visibleText } from './visible-text.ts'

/** Headers as undici gives them. */
type Headers = Record<string, string | string[] | undefined>

/** What barriers call themselves in their title; lower case. */
const BARRIER_TITLES = [
  'just a moment',
  'one moment, please',
  'please wait...',
  'attention required',
  'access denied',
  'access to this page has been denied',
  'are you a robot',
  'are you a human',
  'are you human',
  'robot or human',
  'not a robot',
  'not a bot',
  'robot check',
  'human check',
  'human verification',
  'bot verification',
  'verify you are human',
  'additional verification',
  'verification required',
  'verifying your browser',
  'checking your browser',
  'browser check',
  'client challenge',
  'captcha',
  'security check',
  'pardon our interruption',
  'one more step',
  'unusual traffic',
  'ddos-guard',
  'ddos protection',
  'website firewall',
  'request blocked',
  'request rejected',
  'request unsuccessful',
  'request could not be satisfied',
  'you have been blocked',
  'page blocked',
  'rate limited',
  'too many requests',
  'under maintenance',
  'scheduled maintenance',
  'down for maintenance',
  'temporarily unavailable',
  'service unavailable',
]

/** Titles of one or two words that are a barrier's only as a whole, or before the site's name. */
const WHOLE_TITLES = /^(?:(?:error )?(?:401|403|429|503)(?: error)?|(?:403 )?forbidden|(?:401 )?unauthori[sz]ed|blocked)(?: ?[-|–:]|$)/

/** Scripts and forms that only barriers carry; looked for where little text stands, since a real page may carry one in a contact form. */
const BARRIER_MARKS = [
  // Cloudflare puts scripts of the same folder into every page of some sites (`…/scripts/jsd/`): only those of the challenge itself count.
  '/orchestrate/chl_page/',
  '_cf_chl_opt',
  'cf-chl-',
  '_incapsula_resource',
  'px-captcha',
  'captcha-delivery.com',
  'awswafintegration',
  'awswafcookiedomainlist',
  'window.kpsdk',
  '/_sec/cp_challenge/',
]

/** What barriers say to people, where that is nearly all they say. No phrase of an advert's among them: “suspicious activity” is one. */
const BARRIER_WORDS = [
  'enable javascript and cookies to continue',
  'enable js and disable any ad blocker',
  'verify you are human',
  'verifying you are human',
  'verify that you are human',
  'verify you are a human',
  'verify that you are not a robot',
  'verify you are not a robot',
  'confirm you are human',
  'confirm that you are human',
  'prove you are human',
  'prove that you are human',
  'i am not a robot',
  "i'm not a robot",
  'unusual traffic from your',
  'you have been blocked',
  'your request has been blocked',
  'your ip address has been blocked',
  'your access has been blocked',
  'the request is blocked',
  'requested url was rejected',
  'request could not be satisfied',
  "you don't have permission to access",
  'you do not have permission to access',
  'you are being rate limited',
  'too many requests',
  'incapsula incident id',
  'solve this captcha',
  'complete the captcha',
  'complete the security check',
  'complete a security check',
  'checking your browser before',
  'checking if the site connection is secure',
  'ddos protection by',
  'scheduled maintenance',
  'undergoing maintenance',
  'down for maintenance',
  'currently under maintenance',
  'service is temporarily unavailable',
  'site is temporarily unavailable',
]
/** Characters people see on a barrier; the longest seen have 1,100. */
const LITTLE_TEXT = 1_500
/** With menus and a footer of the site around it. A title says less where more is told below it. */
const MOST_TEXT = 4_000

/** The sentence to end a run with when a page is a barrier; undefined when it is a page. */
export function blockedSentence(
  page: { status: number; text: string; contentType: string; url: string },
  headers: Headers,
): string | undefined {
  const host = () => URL.parse(page.url)?.host ?? 'The site'
  if (headers['cf-mitigated'] === 'challenge') return `${host()} wants proof that a person is reading, which we do not give.`
  const isPage = isHtmlType(page.contentType) || isWebPage(page.text)
  if (isPage && isBarrier(page.text)) return `${host()} shows a barrier instead of the page: a check for robots, a refusal or a notice.`
  if (isPage && isLogInWall(page.text)) return `${host()} wants us to sign in instead of showing the page.`
  return page.status === 403 || page.status === 401 ? `${host()} does not let us read this page (${page.status}).` : undefined
}

/** Whether an address is where people sign in. */
export function isLogIn({ pathname }: URL): boolean {
  return /\/(?:log-?in|sign-?in|sso|auth)(?:[/.]|$)/i.test(pathname)
}

/** Whether an HTML text is a barrier by its title, by what only barriers carry, or by the little it says. A page with an advert's data is none. */
export function isBarrier(html: string): boolean {
  if (html.includes('JobPosting')) return false
  const seen = visibleText(html, MOST_TEXT).replace(/’|&#0?39;|&rsquo;|&apos;/g, "'")
  if (seen.length > MOST_TEXT) return false
  const title = titleOf(html)
  if (WHOLE_TITLES.test(title) || BARRIER_TITLES.some(words => title.includes(words))) return true
  if (seen.length > LITTLE_TEXT) return false
  if (BARRIER_WORDS.some(words => seen.includes(words))) return true
  const start = html.slice(0, 200_000).toLowerCase()
  return BARRIER_MARKS.some(mark => start.includes(mark))
}

/** A page that is nothing but a form to sign in: by its title, a field for a password, and little else. */
function isLogInWall(html: string): boolean {
  if (!/^(?:please )?(?:sign|log) ?in\b|^login\b|\b(?:sign|log) ?in(?: \||$)/.test(titleOf(html))) return false
  return /<input\b[^<>]{0,300}\btype=["']?password/i.test(html) && visibleText(html, LITTLE_TEXT).length <= LITTLE_TEXT
}

function titleOf(html: string): string {
  const title = /<title[^<>]{0,200}>([^<]{0,300})/i.exec(html.slice(0, 30_000))?.[1] ?? ''
  return title.replace(/\s+/g, ' ').trim().toLowerCase()
}
