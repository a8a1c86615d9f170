// Adzuna's search. Measured on a captured collection. Descriptions are snippets; pay is annual, and where Adzuna only predicts it, it is no
// pay of the advert's. Terms: name and link back, no statistics, 25 requests a minute and 250 a day. Wants an id and a key.
import { z } from 'zod'
import type { Connector, Page, PageRequest } from '../connector.ts'
import { SourceChanged } from '../connector.ts'
import { findItems, parseJson, readItems } from '../json-board.ts'
import { keyMark } from '../keys.ts'
import { rawPosting } from '../raw-posting.ts'
import type { RawPosting } from '../../listings/posting.ts'

const NAME = 'adzuna'
const HOST = 'api.adzuna.com'
const PAGE_SIZE = 50

/** The currency of each of Adzuna's countries. */
const CURRENCIES: Record<string, string> = {
  gb: 'GBP',
  us: 'USD',
  ca: 'CAD',
  au: 'AUD',
  nz: 'NZD',
  sg: 'SGD',
  in: 'INR',
  za: 'ZAR',
  ch: 'CHF',
  pl: 'PLN',
  br: 'BRL',
  mx: 'MXN',
  at: 'EUR',
  be: 'EUR',
  de: 'EUR',
  es: 'EUR',
  fr: 'EUR',
  it: 'EUR',
  nl: 'EUR',
}

const Settings = z.object({
  /** Another host with the same interface. */
  api: z.url({ protocol: /^https?$/ }).default(`https://${HOST}`),
  country: z
    .string()
    .regex(/^[a-z]{2}$/)
    .default('gb'),
  phrase: z.string().min(2).max(100),
  /** Only adverts this new, days. */
  days: z.number().int().min(1).max(60).default(2),
  pages: z.number().int().min(1).max(20).default(5),
})
type Settings = z.infer<typeof Settings>

const Job = z.object({
  id: z.union([z.string(), z.number()]),
  title: z.string(),
  redirect_url: z.string(),
  company: z.object({ display_name: z.string().nullish() }).nullish(),
  location: z.object({ display_name: z.string().nullish() }).nullish(),
  description: z.string().nullish(),
  salary_min: z.number().nullish(),
  salary_max: z.number().nullish(),
  salary_is_predicted: z.union([z.string(), z.number(), z.boolean()]).nullish(),
  contract_type: z.string().nullish(),
  contract_time: z.string().nullish(),
  created: z.string().nullish(),
})
type Job = z.infer<typeof Job>

export const adzuna: Connector<Settings> = {
  name: NAME,
  settings: Settings,
  needs: { ADZUNA_APP_ID: [HOST], ADZUNA_APP_KEY: [HOST] },
  start: settings => [searchAt(settings, 1)],
  read(page, settings) {
    const answer = parseJson(page.body, NAME)
    const jobs = findItems(answer, ['id', 'title', 'redirect_url'])
    const isEmpty = z.object({ results: z.array(z.unknown()).length(0) }).safeParse(answer).success
    if (jobs.length === 0 && !isEmpty) throw new SourceChanged(`The answer does not have the shape of ${NAME}: no advert is in it.`)
    // Only the last days are asked for, so that what is not among them is older, not gone.
    return { ...readItems(jobs, Job, NAME, job => toPosting(job, page.url)), follow: nextPage(page, jobs.length, settings), more: true }
  },
}

function searchAt({ api, country, phrase, days }: Settings, page: number): PageRequest {
  const query = new URLSearchParams({
    app_id: keyMark('ADZUNA_APP_ID'),
    app_key: keyMark('ADZUNA_APP_KEY'),
    what_phrase: phrase,
    contract: '1',
    max_days_old: String(days),
    sort_by: 'date',
    results_per_page: String(PAGE_SIZE),
  })
  return { url: `${api}/v1/api/jobs/${country}/search/${page}?${query.toString()}`, label: 'list' }
}

function nextPage(page: Page, found: number, settings: Settings): PageRequest[] {
  const number = Number(/\/search\/(\d{1,4})(?:\?|$)/.exec(page.request.url)?.[1])
  return found < PAGE_SIZE || !(number < settings.pages) ? [] : [searchAt(settings, number + 1)]
}

/** The address of an advert has our id in it, blotted out by now. */
function withoutId(raw: string): string {
  const url = URL.parse(raw)
  if (url?.searchParams.get('utm_source') !== '***') return raw
  url.searchParams.delete('utm_source')
  return url.href
}

function toPosting(job: Job, pageUrl: string): RawPosting {
  const country = /\/jobs\/([a-z]{2})\/search\//.exec(pageUrl)?.[1] ?? (/\.co\.uk\//.test(job.redirect_url) ? 'gb' : '')
  const isPredicted = ['1', 'true'].includes(String(job.salary_is_predicted))
  return rawPosting({
    externalId: job.id,
    url: withoutId(job.redirect_url),
    title: job.title,
    company: job.company?.display_name,
    location: job.location?.display_name,
    description: job.description,
    payField: isPredicted ? undefined : { min: job.salary_min, max: job.salary_max, currency: CURRENCIES[country], period: 'year' },
    contract: [job.contract_type, job.contract_time?.replaceAll('_', ' ')],
    postedAt: job.created,
  })
}
