// Pages that are a barrier instead of the page: challenges, captchas, log-in walls. They end a run as blocked; nothing is tried against them.

/** Headers as undici gives them. */
type Headers = Record<string, string | string[] | undefined>

/** What barriers call themselves in their title. Each was seen on a real barrier page. */
const BARRIER_TITLES = [
  'just a moment',
  'attention required',
  'access denied',
  'are you a robot',
  'are you human',
  'robot check',
  'security check',
  'verify you are human',
  'human verification',
  'captcha',
  'pardon our interruption',
  'request blocked',
  'bot verification',
  'checking your browser',
  'ddos-guard',
  'please wait...',
  'one more step',
  'unusual traffic',
  'you have been blocked',
]

/** Scripts and forms that only barriers carry; looked for in short pages only, since a real page may carry one in a contact form. */
const BARRIER_MARKS = [
  '/cdn-cgi/challenge-platform',
  'cf-chl-',
  '_incapsula_resource',
  'px-captcha',
  'geo.captcha-delivery.com',
  'awswafintegration',
]
const SHORT_PAGE = 20_000

/** The sentence to end a run with when a page is a barrier; undefined when it is a page. */
export function blockedSentence(
  page: { status: number; text: string; contentType: string; url: string },
  headers: Headers,
): string | undefined {
  const host = URL.parse(page.url)?.host ?? 'The site'
  if (headers['cf-mitigated'] === 'challenge') return `${host} wants proof that a person is reading, which we do not give.`
  if (!isHtml(page))
    return page.status === 403 || page.status === 401 ? `${host} does not let us read this page (${page.status}).` : undefined
  if (isBarrier(page.text)) return `${host} shows a check for robots instead of the page.`
  return page.status === 403 || page.status === 401 ? `${host} does not let us read this page (${page.status}).` : undefined
}

/** Whether an address is where people sign in. */
export function isLogIn({ pathname }: URL): boolean {
  return /\/(?:log-?in|sign-?in|sso|auth)(?:[/.]|$)/i.test(pathname)
}

/** Whether an HTML text is a barrier by its title or by what only barriers carry. */
export function isBarrier(text: string): boolean {
  const title = /<title[^<>]{0,200}>([^<]{0,300})/i.exec(text.slice(0, 30_000))?.[1]?.toLowerCase() ?? ''
  if (BARRIER_TITLES.some(words => title.includes(words))) return true
  if (text.length > SHORT_PAGE) return false
  const small = text.toLowerCase()
  return BARRIER_MARKS.some(mark => small.includes(mark))
}

function isHtml(page: { text: string; contentType: string }): boolean {
  return page.contentType.includes('html') || /^\s{0,100}<(?:!doctype html|html)/i.test(page.text.slice(0, 300))
}
