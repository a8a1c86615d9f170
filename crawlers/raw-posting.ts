// How every connector makes a RawPosting: from the source's own values, however it writes "nothing". Short texts become one line of plain
// text, dates ISO, amounts numbers; what says nothing is left out.
import { readDate } from './dates.ts'
import { periodOf } from './pay-period.ts'
import { plainText, textOrNothing } from './plain-text.ts'
import type { Remote } from '../listings/card.ts'
import type { RawPosting } from '../listings/posting.ts'
import { withoutCredentials } from '../listings/web-address.ts'

type Word = string | null | undefined
type Amount = number | string | null | undefined

/** The source's values as they stand there. */
export interface Stated {
  externalId: string | number
  url: string
  title: string
  company?: Word
  /** Several words are joined with commas, each once. */
  location?: Word | Word[]
  description?: Word | Word[]
  pay?: Word
  /** Without an amount or a currency this says nothing. */
  payField?: { min?: Amount; max?: Amount; currency?: Word; period?: Word } | null | undefined
  contract?: Word | Word[]
  duration?: Word
  remote?: Remote | undefined
  postedAt?: unknown
  closesAt?: unknown
}

export function rawPosting(stated: Stated): RawPosting {
  const optional: Partial<RawPosting> = {}
  const put = <K extends keyof RawPosting>(name: K, value: RawPosting[K] | undefined): void => {
    if (value !== undefined) optional[name] = value
  }
  put('company', textOrNothing(stated.company))
  put('location', joined(stated.location))
  put('description', paragraphs(stated.description))
  put('pay', textOrNothing(stated.pay))
  put('payField', readPayField(stated.payField))
  put('contract', joined(stated.contract))
  put('duration', textOrNothing(stated.duration))
  put('remote', stated.remote)
  put('postedAt', readDate(stated.postedAt))
  put('closesAt', readDate(stated.closesAt))
  return { externalId: String(stated.externalId), url: withoutCredentials(stated.url), title: plainText(stated.title), ...optional }
}

function joined(words: Word | Word[]): string | undefined {
  const list = (Array.isArray(words) ? words : [words]).map(textOrNothing).filter(text => text !== undefined)
  return list.length > 0 ? [...new Set(list)].join(', ') : undefined
}

function paragraphs(parts: Word | Word[]): string | undefined {
  const text = (Array.isArray(parts) ? parts : [parts])
    .filter(part => part?.trim())
    .join('\n')
    .trim()
  return text === '' ? undefined : text
}

/** Nought stands for "not stated" in every source we know. */
function readPayField(field: Stated['payField']): RawPosting['payField'] {
  const min = amountOf(field?.min)
  const max = amountOf(field?.max)
  const currency = field?.currency?.trim().toUpperCase() ?? ''
  if ((min === null && max === null) || !/^[A-Z]{3}$/.test(currency)) return undefined
  return { min, max, currency, period: periodOf(field?.period) }
}

function amountOf(value: Amount): number | null {
  const number = typeof value === 'string' ? Number(value.replace(/[,£$€\s]/g, '')) : (value ?? 0)
  return number > 0 && Number.isFinite(number) ? number : null
}

/** The words boards use for where the work is done. */
export function remoteOf(word: Word): Remote | undefined {
  const text = (word ?? '').toLowerCase().replace(/[-_\s]/g, '')
  if (/^(?:remote|fullyremote|fully|full|yes|true|1)$/.test(text)) return 'remote'
  if (/^(?:hybrid|partial|partlyremote)$/.test(text)) return 'hybrid'
  return /^(?:onsite|office|inoffice)$/.test(text) ? 'onsite' : undefined
}
