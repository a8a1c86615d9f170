// Addresses of somebody else: as a link of ours, and as the place of a source that somebody types.

/** What an address of a source may have at most, in characters: the rest of the web takes no longer ones either. */
const LONGEST_SOURCE = 2_000

/** As a link: http and https only, without a user name or password that rode in it; '' for anything else. */
export function webAddress(raw: string): string {
  const url = parseWeb(raw)
  return url ? withoutCredentials(url.href) : ''
}

/** A user name and password are for whoever wrote them into an address, never for those who follow our link. Itself when it is no address. */
export function withoutCredentials(raw: string): string {
  if (!raw.includes('@')) return raw
  const url = URL.parse(raw)
  if (url === null || (url.username === '' && url.password === '')) return raw
  url.username = ''
  url.password = ''
  return url.href
}

/** Why an address cannot be that of a source, as a sentence that quotes nothing of it; undefined where it can. */
export function faultOfSourceAddress(raw: string): string | undefined {
  if (raw.length > LONGEST_SOURCE) return 'That address has more than 2,000 characters; give a shorter one.'
  const url = parseWeb(raw)
  if (!url) return 'That is not an address of the web; it begins with https:// or http://.'
  if (url.username === '' && url.password === '') return undefined
  return 'That address carries a user name or a password, which is not kept here; give it without what stands before the @.'
}

function parseWeb(raw: string): URL | undefined {
  const url = URL.parse(raw)
  return url && /^https?:$/.test(url.protocol) ? url : undefined
}
