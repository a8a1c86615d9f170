// Why a page could not be had, in one sentence a person can read. The words never quote what the other side sent.

const FAILURES = [
  'refused-address',
  'dns',
  'connection',
  'tls',
  'timeout',
  'too-large',
  'truncated',
  'encoding',
  'protocol',
  'redirects',
  'status',
  'blocked',
  'held',
  'robots',
  'browser',
  'stopped',
] as const
export type FailureKind = (typeof FAILURES)[number]

export class FetchFailed extends Error {
  override name = 'FetchFailed'
  readonly kind: FailureKind
  /** HTTP status, where one came. */
  readonly status?: number
  /** When the other side wants to be asked again, milliseconds since the epoch. */
  readonly retryAt?: number

  constructor(kind: FailureKind, sentence: string, more: { status?: number; retryAt?: number; cause?: unknown } = {}) {
    super(sentence, more.cause === undefined ? {} : { cause: more.cause })
    this.kind = kind
    if (more.status !== undefined) this.status = more.status
    if (more.retryAt !== undefined) this.retryAt = more.retryAt
  }

  /** Whether the same request may succeed in a moment. A size, an address or a 404 does not mend itself. */
  get passing(): boolean {
    if (this.kind === 'status') return this.status === 429 || (this.status !== undefined && this.status >= 500)
    return ['dns', 'connection', 'timeout', 'truncated', 'protocol'].includes(this.kind)
  }
}

const DNS = new Set(['ENOTFOUND', 'EAI_AGAIN', 'ENODATA', 'ESERVFAIL', 'EAI_NONAME', 'ETIMEOUT'])
const TIMEOUTS = new Set(['UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT', 'ETIMEDOUT'])
const UNREACHABLE = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ECONNABORTED', 'EACCES', 'EADDRNOTAVAIL'])
const CUT = new Set([
  'UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
  'ERR_STREAM_PREMATURE_CLOSE',
  'UND_ERR_ABORTED',
  'HPE_INVALID_CHUNK_SIZE',
  'HPE_INVALID_EOF_STATE',
])

/** What an error of undici, node:net, node:tls or node:dns means for a crawl. `begun` says whether part of the answer had arrived. */
export function failureFrom(error: unknown, host: string, begun: boolean): FetchFailed {
  if (error instanceof FetchFailed) return error
  const codes = codesOf(error)
  const has = (known: ReadonlySet<string>): boolean => codes.some(code => known.has(code))
  const made = (kind: FailureKind, sentence: string): FetchFailed => new FetchFailed(kind, sentence, { cause: error })
  const refusal = refusedIn(error)
  if (refusal !== undefined) return made('refused-address', refusal)
  if (has(TIMEOUTS)) return made('timeout', `${host} did not answer in time.`)
  if (has(DNS)) return made('dns', `The host name ${host} was not found.`)
  if (codes.some(isTlsCode)) return made('tls', `The certificate or encryption of ${host} is not in order.`)
  if (has(UNREACHABLE)) return made('connection', `${host} could not be reached.`)
  if (begun || has(CUT)) return made('truncated', `${host} broke off in the middle of its answer.`)
  if (error instanceof Error && error.name === 'HTTPParserError') return made('protocol', `${host} did not answer in proper HTTP.`)
  if (codes.some(code => code.startsWith('HPE_') || code.startsWith('UND_ERR_HEADERS') || code === 'UND_ERR_RESPONSE'))
    return made('protocol', `${host} did not answer in proper HTTP.`)
  return made('connection', `The connection to ${host} broke.`)
}

function isTlsCode(code: string): boolean {
  return /^(?:CERT_|ERR_TLS_|ERR_SSL_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|EPROTO$|HOSTNAME_MISMATCH|INVALID_CA)/.test(code)
}

/** The codes of an error, of its causes, and of the several errors of a connection tried on several addresses. */
function codesOf(error: unknown, depth = 0): string[] {
  if (!(error instanceof Error) || depth > 4) return []
  const code = (error as NodeJS.ErrnoException).code
  const own = typeof code === 'string' ? [code] : []
  const several: unknown[] = error instanceof AggregateError ? error.errors : []
  return [...own, ...codesOf(error.cause, depth + 1), ...several.flatMap(one => codesOf(one, depth + 1))]
}

function refusedIn(error: unknown): string | undefined {
  for (let at = error, depth = 0; at instanceof Error && depth < 4; at = at.cause, depth++)
    if (at.name === 'AddressRefused') return at.message
  return undefined
}
