// By what an advert's address is known again, however it is decorated: people copy it with and without www, with what a mail added to it.

const DECORATION = /^(?:utm_[a-z_]{1,20}|gclid|fbclid|msclkid|mc_[ce]id|_ga|yclid|igshid)$/i

/** "boards.example/jobs/12?id=4": no scheme, no www, no fragment, no closing slash, parameters sorted; the words themselves where they are no address. */
export function addressKey(raw: string): string {
  const url = URL.parse(raw.trim())
  if (!url || !/^https?:$/.test(url.protocol)) return raw.trim()
  const kept = [...url.searchParams].filter(([name]) => !DECORATION.test(name)).map(([name, value]) => `${name}=${value}`)
  const path = url.pathname.replace(/\/$/, '')
  return `${url.host.replace(/^www\./, '')}${path}${kept.length > 0 ? `?${kept.sort().join('&')}` : ''}`
}
