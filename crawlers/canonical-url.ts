// One spelling per page, so that a page is asked for once: parameters sorted, tracking and session parameters dropped, no fragment.

const TRACKING = /^(?:utm_[a-z_]{1,20}|gclid|fbclid|msclkid|mc_[ce]id|_ga|yclid|igshid)$/i
const SESSION = /^(?:jsessionid|phpsessid|aspsessionid[a-z]{0,20}|sid|sessionid|session_id|cfid|cftoken)$/i

/** The canonical spelling of an address; itself when it is no address. Never used for asking, only for knowing a page again. */
export function canonicalUrl(raw: string): string {
  const url = URL.parse(raw)
  if (url === null) return raw
  // Each part that is set is parsed anew.
  if (url.pathname.includes(';')) url.pathname = url.pathname.replace(/;jsessionid=[\w.!-]{1,100}/i, '')
  if (raw.includes('#')) url.hash = ''
  if (!raw.includes('?')) return url.href
  const kept = [...url.searchParams].filter(([name]) => !TRACKING.test(name) && !SESSION.test(name))
  const sorted = [...new Map(kept.map(pair => [pair.join('='), pair])).values()].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  url.search = new URLSearchParams(sorted).toString()
  return url.href
}

const SECRET = /^(?:app_?(?:id|key)|api_?key|key|token|access_?token|bhresttoken|secret|password|sig|signature|auth)$/i

/** A source's settings as they may be shown: what is a secret by its name is blotted out. */
export function shownSettings(settings: object): object {
  return Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, SECRET.test(name) ? '***' : (value as unknown)]))
}

/** An address as it may be kept and shown: keys that ride in it are blotted out. */
export function withoutSecrets(raw: string): string {
  if (!raw.includes('?') && !raw.includes('@')) return raw
  const url = URL.parse(raw)
  if (url === null) return raw
  const secret = [...url.searchParams.keys()].filter(name => SECRET.test(name))
  if (secret.length === 0 && url.username === '' && url.password === '') return raw
  for (const name of secret) url.searchParams.set(name, '***')
  url.username = ''
  url.password = ''
  return url.href
}
