// Whether a domain takes mail at all, asked when somebody signs up: a mistyped one is better said than mailed to for a day.
import { Resolver } from 'node:dns/promises'

export interface MailDomains {
  /** False only where DNS says for certain that nothing can be delivered there (RFC 5321 §5.1, RFC 7505); true when it does not say in time. */
  takesMail(address: string): Promise<boolean>
}

/** A person waits for this; DNS that is slower is not waited for, and its domain is believed. */
const PATIENCE_MS = 1_500

/** Answers are kept for some minutes: whoever asks for many addresses of one domain asks DNS once. */
const KEPT_MS = 10 * 60_000
const KEPT = 1_000

/** @param servers name servers as `address:port`; absent = those of the machine */
export function createMailDomains(servers?: string[]): MailDomains {
  // The library's own clock doubles at every try; one try and ours beside it.
  const resolver = new Resolver({ timeout: PATIENCE_MS, tries: 1 })
  if (servers) resolver.setServers(servers)
  const kept = new Map<string, { until: number; answer: Promise<boolean> }>()
  return {
    takesMail(address) {
      const domain = address.slice(address.lastIndexOf('@') + 1)
      const known = kept.get(domain)
      if (known && known.until > performance.now()) return known.answer
      const answer = Promise.race([isBelievable(resolver, domain), believed()])
      kept.delete(domain)
      kept.set(domain, { until: performance.now() + KEPT_MS, answer })
      for (const oldest of kept.keys()) {
        if (kept.size <= KEPT) break
        kept.delete(oldest)
      }
      return answer
    },
  }
}

function believed(): Promise<boolean> {
  return new Promise(resolve => void setTimeout(() => resolve(true), PATIENCE_MS).unref())
}

/**
 * A no counts only from DNS that knows a name which is there: behind a hotel's log-in, or in a network without a way out, it says of every
 * name that there is none (seen 2026-11-23).
 */
async function isBelievable(resolver: Resolver, domain: string): Promise<boolean> {
  return (await canDeliver(resolver, domain)) || typeof (await records(() => resolver.resolveNs('com'))) === 'string'
}

/** A mail server of its own; or, where it names none, an address, which stands for one. */
async function canDeliver(resolver: Resolver, domain: string): Promise<boolean> {
  const servers = await records(() => resolver.resolveMx(domain))
  if (servers === 'no such name') return false
  // A single "." says in so many words that no mail is taken.
  if (servers !== 'none') return servers === 'unknown' || servers.some(({ exchange }) => exchange !== '')
  const addresses = await Promise.all([records(() => resolver.resolve4(domain)), records(() => resolver.resolve6(domain))])
  return addresses.some(found => found !== 'none' && found !== 'no such name')
}

type Silence = 'none' | 'no such name' | 'unknown'

/** What DNS has of one kind; anything but a plain no (a server that fails, refuses, lies or sleeps) is no answer. */
function records<Found>(ask: () => Promise<Found[]>): Promise<Found[] | Silence> {
  return ask().then(
    found => (found.length > 0 ? found : 'none'),
    ({ code }: NodeJS.ErrnoException) => (code === 'ENODATA' ? 'none' : code === 'ENOTFOUND' ? 'no such name' : 'unknown'),
  )
}
