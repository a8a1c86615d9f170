// Greenhouse job boards: one JSON answer holds a whole board. Measured on captured boards (lists with and without content, single adverts).
import { z } from 'zod'
import { boardNamed } from '../board-names.ts'
import { FEED_MAX_BYTES } from '../connector.ts'
import type { Connector } from '../connector.ts'
import { boardIn, readItems } from '../json-board.ts'
import { unescapeHtml } from '../plain-text.ts'
import { rawPosting } from '../raw-posting.ts'
import type { Stated } from '../raw-posting.ts'
import type { RawPosting } from '../../listings/posting.ts'

const NAME = 'greenhouse'

const Settings = z.object({
  /** The board's token: the last part of boards.greenhouse.io/… */
  board: z.string().regex(/^[\w-]{1,100}$/),
  /** Another host with the same interface; boards of European customers live on boards-api.eu.greenhouse.io. */
  api: z.url({ protocol: /^https?$/ }).default('https://boards-api.greenhouse.io'),
  /** The company, where the board leaves it out. */
  company: z.string().max(200).optional(),
})

const Money = z.object({
  min_cents: z.number().nullish(),
  max_cents: z.number().nullish(),
  currency_type: z.string().nullish(),
  title: z.string().nullish(),
})

const Job = z.object({
  id: z.number().int(),
  title: z.string(),
  absolute_url: z.string(),
  company_name: z.string().nullish(),
  location: z.object({ name: z.string().nullish() }).nullish(),
  /** Escaped HTML; only with `content=true`. */
  content: z.string().nullish(),
  first_published: z.string().nullish(),
  updated_at: z.string().nullish(),
  application_deadline: z.string().nullish(),
  metadata: z.array(z.object({ name: z.string().nullish(), value: z.unknown() })).nullish(),
  pay_input_ranges: z.array(Money).nullish(),
})
type Job = z.infer<typeof Job>

const Board = z.object({ jobs: z.array(z.unknown()) })

/** A board, its interface, or the snippet that companies put into their careers pages. */
const BOARD =
  /boards(?:-api)?(?:\.eu)?\.greenhouse\.io\/(?:v1\/boards\/|embed\/job_(?:board|app)(?:\/js)?\?(?:[\w=&;-]{0,60}[&;?])?for=)?([\w-]{1,100})/gi

export const greenhouse: Connector<z.infer<typeof Settings>> = {
  name: NAME,
  settings: Settings,
  start: ({ api, board }) => [
    { url: `${api.replace(/\/$/, '')}/v1/boards/${board}/jobs?content=true`, label: 'list', maxBytes: FEED_MAX_BYTES },
  ],
  recognise(look) {
    const [address, board] = boardNamed(look, BOARD) ?? []
    if (board === undefined) return []
    return [{ board, ...(address?.includes('.eu.') && { api: 'https://boards-api.eu.greenhouse.io' }) }]
  },
  read(page, settings) {
    const [{ jobs }, flaws] = boardIn(page.body, Board, NAME, { keys: ['absolute_url', 'title'], as: all => ({ jobs: all }) })
    return { ...readItems(jobs, Job, NAME, job => toPosting(job, settings?.company), flaws), follow: [] }
  },
}

function toPosting(job: Job, knownCompany: string | undefined): RawPosting {
  return rawPosting({
    externalId: job.id,
    url: job.absolute_url,
    title: job.title,
    company: job.company_name || knownCompany,
    location: job.location?.name,
    description: unescapeHtml(job.content ?? ''),
    pay: wordsOfField(job, /\b(?:pay|salary|rate|compensation)\b/i),
    payField: payOf(job),
    contract: wordsOfField(job, /\b(?:employment|contract|job|worker) type\b|^time type$/i),
    duration: wordsOfField(job, /\b(?:duration|contract length|length of contract)\b/i),
    postedAt: job.first_published ?? job.updated_at,
    closesAt: job.application_deadline,
  })
}

/** Fields of a board's own making, known by their names. */
function fieldOf(job: Job, name: RegExp): unknown {
  return job.metadata?.find(field => name.test(field.name ?? '') && field.value !== null)?.value
}

function wordsOfField(job: Job, name: RegExp): string | undefined {
  const value = fieldOf(job, name)
  return typeof value === 'string' ? value : undefined
}

const CurrencyRange = z.object({ unit: z.string(), min_value: z.string().nullish(), max_value: z.string().nullish() })

/** The first range with an amount, else a board's own pay field where it holds a range. The period is only ever in a title. */
function payOf(job: Job): Stated['payField'] {
  const range = job.pay_input_ranges?.find(one => one.min_cents || one.max_cents)
  if (range !== undefined) {
    const { min_cents: min, max_cents: max, currency_type: currency, title } = range
    return { min: min && min / 100, max: max && max / 100, currency, period: periodIn(title ?? '') }
  }
  const own = CurrencyRange.safeParse(fieldOf(job, /\b(?:pay|salary|rate|compensation)\b/i))
  return own.success ? { min: own.data.min_value, max: own.data.max_value, currency: own.data.unit } : undefined
}

function periodIn(title: string): string | undefined {
  return /\b(?:hourly|hour|daily|day|monthly|month|yearly|year|annually|annual|annum)\b/i.exec(title)?.[0]
}
