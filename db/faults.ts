// What went wrong between us and Postgres, as a sentence that says how to mend it. Loads nothing.

const UNREACHABLE = 'The database of DATABASE_URL cannot be reached ($). Is it running, and are name and password right?'
const ENDED =
  'The database ended the connection ($); its log says why, and a full disk is one reason. What was stored is kept: try again once it answers.'

/** By the error codes of Node's sockets and of Postgres (appendix A of its manual). */
const SENTENCES: Record<string, string> = {
  ECONNREFUSED: UNREACHABLE,
  ENOTFOUND: UNREACHABLE,
  EAI_AGAIN: UNREACHABLE,
  ETIMEDOUT: UNREACHABLE,
  EHOSTUNREACH: UNREACHABLE,
  '28000': UNREACHABLE,
  '28P01': UNREACHABLE,
  '3D000': UNREACHABLE,
  ECONNRESET: ENDED,
  EPIPE: ENDED,
  '57P01': ENDED,
  '57P02': ENDED,
  '57P03': 'The database is starting or stopping ($). Try again in a minute.',
  '53100': 'The disk of the database is full ($). Free some space and try again; what was stored before is kept.',
  '53300': 'The database takes no more connections ($). Raise max_connections, or stop something that uses it.',
  '25006':
    'The database takes no changes ($): it is a replica, or default_transaction_read_only is on. DATABASE_URL must lead to one that does.',
  '42501': 'The user of DATABASE_URL may not do that in the database ($). Make it the owner of the database and of its tables.',
  '57014': 'The database broke off a statement that took too long ($). Try again when it has less to do.',
}

/** Undefined for an error that is not the database's, and for one of our own statements. */
export function databaseFault(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  // What the bundled Postgres wrote into its log before it ended. It speaks of corrupted data there, of which there is none.
  if (error.message.includes('No space left on device')) return sentenceOf('53100')
  // An end that pg notices while it waits for an answer has no code.
  if (error.message.startsWith('Connection terminated')) return ENDED.replace('$', 'no answer came')
  return 'code' in error && !('path' in error) ? sentenceOf(String(error.code)) : undefined
}

function sentenceOf(code: string): string | undefined {
  return Object.hasOwn(SENTENCES, code) ? SENTENCES[code]?.replace('$', code) : undefined
}
