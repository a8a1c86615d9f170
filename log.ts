// One line a unit of work: a constant message in the past tense and flat fields. JSON for machines, plain words on a terminal.

export type LogLevel = 'debug' | 'info' | 'warn' | 'error'
type Fields = Record<string, string | number | boolean | null | undefined>

/** error = a person must act; warn = degraded, heals by itself. Never addresses of people, tokens or keys. */
export interface Log {
  debug(message: string, fields?: Fields): void
  info(message: string, fields?: Fields): void
  warn(message: string, fields?: Fields): void
  error(message: string, fields?: Fields): void
}

const LEVELS: readonly LogLevel[] = ['debug', 'info', 'warn', 'error']

export interface LogOptions {
  level: LogLevel
  pretty: boolean
  write?: (line: string) => void
}

/** A log on standard error, so that a command's answer on standard output stays clean. */
export function createLog({ level, pretty, write = line => void process.stderr.write(line) }: LogOptions): Log {
  const at =
    (own: LogLevel) =>
    (message: string, fields: Fields = {}) => {
      if (LEVELS.indexOf(own) >= LEVELS.indexOf(level)) write(pretty ? prettyLine(own, message, fields) : jsonLine(own, message, fields))
    }
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
}

function jsonLine(level: LogLevel, message: string, fields: Fields): string {
  return `${JSON.stringify({ at: new Date().toISOString(), level, message, ...fields })}\n`
}

function prettyLine(level: LogLevel, message: string, fields: Fields): string {
  const told = Object.entries(fields).flatMap(([name, value]) => (value === undefined || value === null ? [] : [`${name}=${value}`]))
  const mark = level === 'warn' ? 'warning: ' : level === 'error' ? 'error: ' : ''
  return `${new Date().toTimeString().slice(0, 8)} ${mark}${message}${told.length > 0 ? `  ${told.join(' ')}` : ''}\n`
}
