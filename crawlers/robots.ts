// robots.txt as RFC 9309 has it: groups of user agents, the longest matching rule, allow where two are equally long. Where the RFC leaves a
// choice, the stricter one is taken. Matching is a linear walk, never a regular expression: rules are written by strangers.

/** The token robots.txt files know us by. */
export const PRODUCT_TOKEN = 'dayratebot'

export interface RobotsRule {
  allow: boolean
  /** Path pattern as written, escapes in capitals, what is no URL character escaped; `*` and a final `$` are special. */
  pattern: string
  /** The same with needless escapes undone. */
  plain: string
}

export interface Robots {
  /** The rules of the group that applies to us. */
  rules: RobotsRule[]
  /** Crawl-delay of that group, milliseconds; absent when not stated or not a number. */
  crawlDelayMs?: number
  /** Addresses from Sitemap lines, which belong to no group. */
  sitemaps: string[]
  /** Something odd about the file, as a word for the log. */
  remark?: 'robots_is_html' | 'robots_is_undecodable' | 'robots_is_cut'
}

/** RFC 9309 §2.5 asks for at least 500 KiB; the rest of a longer file is not read. */
export const ROBOTS_MAX_BYTES = 512_000

/** More rules than any honest file has (the largest seen holds under 10,000); keeps one check under a few milliseconds. */
const MOST_RULES = 20_000
const LONGEST_PATTERN = 8_192

export const EVERYTHING_ALLOWED: Robots = { rules: [], sitemaps: [] }

/**
 * Reads a robots.txt for one product token ("dayratebot"; version and comment of a rule line's token do not matter, nor does case).
 * Every group naming the token applies, merged; without one, the `*` groups do. Never throws.
 */
export function parseRobots(text: string, token: string): Robots {
  const cut = text.length > ROBOTS_MAX_BYTES
  const body = (cut ? text.slice(0, ROBOTS_MAX_BYTES) : text).replace(/^\uFEFF/, '')
  if (looksLikeHtml(body)) return { ...EVERYTHING_ALLOWED, remark: 'robots_is_html' }
  if (body.includes('\0')) return { ...EVERYTHING_ALLOWED, remark: 'robots_is_undecodable' }
  const groups = new Groups(token.toLowerCase())
  for (const line of body.split(/\r\n|\r|\n/)) groups.read(line)
  const robots = groups.chosen()
  return cut ? { ...robots, remark: 'robots_is_cut' } : robots
}

/**
 * Whether `url` may be asked for; /robots.txt itself always may. The address is read as it is written, as a browser sends it, and with needless
 * escapes undone, and must be allowed in every reading: RFC 9309 wants the spellings compared as equal, Google's matcher does not, and where
 * the two disagree the refusal is what the site may have meant.
 */
export function isAllowed(robots: Robots, url: string | URL): boolean {
  const { pathname, search } = typeof url === 'string' ? new URL(url) : url
  if (pathname === '/robots.txt') return true
  const sent = escaped(pathname + search)
  if (!decides(robots.rules, rule => rule.pattern, sent)) return false
  if (!decides(robots.rules, rule => rule.plain, unescaped(sent, false))) return false
  const written = typeof url === 'string' ? writtenPath(url) : undefined
  return written === undefined || written === sent || decides(robots.rules, rule => rule.pattern, written)
}

/** More than this between two requests and a crawl would not end today (R7). */
const LONGEST_CRAWL_DELAY_MS = 60_000

/** Why a host cannot be asked at the pace it wants; undefined where it can. */
export function tooSlowSentence({ crawlDelayMs = 0 }: Robots): string | undefined {
  if (crawlDelayMs <= LONGEST_CRAWL_DELAY_MS) return undefined
  return `robots.txt asks for ${Math.round(crawlDelayMs / 1_000)} s between two requests, which is longer than we can wait.`
}

function decides(rules: readonly RobotsRule[], patternOf: (rule: RobotsRule) => string, path: string): boolean {
  let best: RobotsRule | undefined
  for (const rule of rules) {
    const length = rule.pattern.length - (best?.pattern.length ?? -1)
    if (length < 0 || (length === 0 && (best?.allow || !rule.allow))) continue
    if (matches(patternOf(rule), path)) best = rule
  }
  return best?.allow ?? true
}

/** The path as the string has it, when it holds characters that a URL does not. */
function writtenPath(url: string): string | undefined {
  // eslint-disable-next-line no-control-regex
  if (!/[^\x00-\x7f]/.test(url)) return undefined
  const start = url.indexOf('/', url.indexOf('://') + 3)
  const end = url.indexOf('#')
  return start < 0 ? undefined : url.slice(start, end < 0 ? undefined : end)
}

/**
 * Whether a robots pattern matches the beginning of a path. Keeps the set of places reached so far, as Google's own matcher does:
 * pattern length × path length steps at worst, no backtracking.
 */
export function matches(pattern: string, path: string): boolean {
  const anchored = pattern.endsWith('$')
  const last = anchored ? pattern.length - 1 : pattern.length
  const pieces = pattern.slice(0, last).split('*')
  const [first = ''] = pieces
  if (!path.startsWith(first)) return false
  let at = first.length
  // Each piece is found as early as possible: with only `*` between pieces, the earliest find never spoils a later one.
  for (const piece of pieces.slice(1, anchored ? -1 : undefined)) {
    at = path.indexOf(piece, at)
    if (at < 0) return false
    at += piece.length
  }
  if (!anchored) return true
  if (pieces.length === 1) return at === path.length
  const tail = pieces.at(-1) ?? ''
  return path.length - tail.length >= at && path.endsWith(tail)
}

interface Group {
  rules: RobotsRule[]
  crawlDelayMs?: number
}

/** Collects the groups that name us and the groups for everybody while lines go by. */
class Groups {
  private readonly ours: Group = { rules: [] }
  private readonly everybody: Group = { rules: [] }
  private namesUs = false
  private current: Group[] = []
  private inAgents = false
  private readonly sitemaps: string[] = []
  private readonly token: string

  constructor(token: string) {
    this.token = token
  }

  read(line: string): void {
    const [key, value] = splitLine(line)
    if (key === 'user-agent') return this.readAgent(value)
    if (key === 'sitemap') return void (value !== '' && this.sitemaps.length < 500 && this.sitemaps.push(value))
    if (key === 'allow' || key === 'disallow') {
      this.inAgents = false
      return this.readRule(key === 'allow', value)
    }
    // No rule by the book (RFC 9309 §2.2.4), so it does not part the agents above it from those below.
    if (key === 'crawl-delay') this.readDelay(value)
  }

  chosen(): Robots {
    const { rules, crawlDelayMs } = this.namesUs ? this.ours : this.everybody
    return { rules, sitemaps: this.sitemaps, ...(crawlDelayMs === undefined ? {} : { crawlDelayMs }) }
  }

  private readAgent(value: string): void {
    if (!this.inAgents) this.current = []
    this.inAgents = true
    if (/^\*(?:\s|$)/.test(value)) this.current.push(this.everybody)
    // "Foo Bar" and "Foo/1.2" both name Foo.
    else if (productToken(value) === this.token || (!/\s/.test(value) && value.toLowerCase() === this.token)) {
      this.namesUs = true
      this.current.push(this.ours)
    }
  }

  private readRule(allow: boolean, value: string): void {
    // An empty value names no path: RFC 9309 §2.2.2 has it match nothing.
    if (value === '') return
    const pattern = escaped(allow ? value : pathMeant(value)).slice(0, LONGEST_PATTERN)
    this.addRule({ allow, pattern, plain: unescaped(pattern, true) })
    // An index page stands for its folder, as it does for Google.
    const folder = /^(.{0,2000}\/)index\.html?$/.exec(pattern)?.[1]
    if (allow && folder !== undefined) this.addRule({ allow, pattern: `${folder}$`, plain: `${unescaped(folder, true)}$` })
    // A dollar at the end of a refusal may be an end mark or a dollar.
    if (!allow && pattern.endsWith('$')) this.addRule({ allow, pattern, plain: `${unescaped(pattern, true).slice(0, -1)}%24` })
  }

  private addRule(rule: RobotsRule): void {
    for (const group of this.current) if (group.rules.length < MOST_RULES) group.rules.push(rule)
  }

  private readDelay(value: string): void {
    const seconds = /^\d{1,9}(?:\.\d{1,3})?$/.test(value) ? Number(value) : Number.NaN
    if (Number.isNaN(seconds)) return
    for (const group of this.current) group.crawlDelayMs = Math.max(group.crawlDelayMs ?? 0, Math.round(seconds * 1_000))
  }
}

const KEYS: Record<string, string> = {
  'user-agent': 'user-agent',
  useragent: 'user-agent',
  'user agent': 'user-agent',
  allow: 'allow',
  disallow: 'disallow',
  dissallow: 'disallow',
  dissalow: 'disallow',
  disalow: 'disallow',
  diasllow: 'disallow',
  disallaw: 'disallow',
  sitemap: 'sitemap',
  'site-map': 'sitemap',
  'crawl-delay': 'crawl-delay',
}

/** A refusal of “private/” or of a whole address is meant for that path, though no path begins so. */
function pathMeant(value: string): string {
  const url = /^https?:/i.test(value) ? URL.parse(value) : null
  if (url !== null) return url.pathname + url.search
  return /^[/*$]/.test(value) ? value : `/${value}`
}

/** "Disallow: /x # why" → ['disallow', '/x']. A missing colon and the common misspellings count, as they do for Google. */
function splitLine(raw: string): [key: string, value: string] {
  const hash = raw.indexOf('#')
  const line = (hash < 0 ? raw : raw.slice(0, hash)).trim()
  const colon = line.indexOf(':')
  const known = colon < 0 ? undefined : keyOf(line.slice(0, colon).trim().toLowerCase())
  if (known !== undefined) return [known, line.slice(colon + 1).trim()]
  const bare = /^(user[- ]agent|disallow|allow|crawl-delay)[ \t]{1,20}(\S.{0,2000})$/i.exec(line)
  // Without a colon a refusal is believed more readily than a permission.
  if (bare === null || (/^allow$/i.test(bare[1] ?? '') && /\s/.test(bare[2] ?? ''))) return ['', '']
  return [KEYS[(bare[1] ?? '').toLowerCase()] ?? '', bare[2] ?? '']
}

/** Endings that somebody added do not switch a refusal off, nor the group it is in. */
function keyOf(written: string): string | undefined {
  return KEYS[written] ?? ['disallow', 'user-agent'].find(key => written.startsWith(key))
}

function productToken(value: string): string {
  return (/^[a-z_-]+/i.exec(value)?.[0] ?? '').toLowerCase()
}

function looksLikeHtml(body: string): boolean {
  return /^\s{0,200}<(?:!doctype|html|head|\?xml|script|!--)/i.test(body.slice(0, 400))
}

/** What no URL holds, escaped as UTF-8; escapes in capitals (RFC 9309 §2.2.2); the tilde, which old software escapes, never escaped. */
function escaped(path: string): string {
  return path
    .replace(/%[0-9a-f]{2}/gi, escape => (escape.toUpperCase() === '%7E' ? '~' : escape.toUpperCase()))
    .replace(/[^\x21-\x7e]|[<>"{}|\\^`]/gu, character => (character.isWellFormed() ? encodeURIComponent(character) : ''))
}

/** Escapes of characters that need none undone; dollars and stars that are no signs of a pattern's escaped (RFC 9309 §2.2.3). */
function unescaped(text: string, isPattern: boolean): string {
  const literal = isPattern ? text.replace(/\$(?!$)/g, '%24') : text.replace(/\$/g, '%24').replace(/\*/g, '%2A')
  return literal.replace(/%[0-9A-F]{2}/g, escape => {
    const character = String.fromCharCode(parseInt(escape.slice(1), 16))
    return /[A-Za-z0-9\-._~]/.test(character) ? character : escape
  })
}
