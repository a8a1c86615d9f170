// Adverts of a recruitment agency's Bullhorn, by the interface its own careers portal asks: a list fifty at a time, each advert whole, pay with
// its unit. Shape-tested. The agency's token rides in the address: a mark stands for it until the request leaves, so that it is in no log, no
// page and no error. The agency's consent is advisable.
import { z } from 'zod'
import type { Connector, Look, Page, PageRequest } from '../connector.ts'
import { checkShape, parseJson, readItems } from '../json-board.ts'
import { keyMark } from '../keys.ts'
import { rawPosting, remoteOf } from '../raw-posting.ts'
import type { Stated } from '../raw-posting.ts'
import type { RawPosting } from '../../listings/posting.ts'

const NAME = 'bullhorn'
const PAGE_SIZE = 50
const TOKEN = 'BULLHORN_TOKEN'

const Settings = z.object({
  /** The number in public-rest….bullhornstaffing.com. */
  swimlane: z.coerce.number().int().min(1).max(9_999),
  token: z.string().regex(/^[A-Za-z\d]{4,40}$/),
  /** Another host with the same interface. */
  api: z.url({ protocol: /^https?$/ }).optional(),
  /** An advert's page on the agency's own site, `{id}` in place of its number: the interface does not know it. */
  advert: z.url({ protocol: /^https?$/ }).refine(url => /\{id\}|%7Bid%7D/i.test(url), 'must have {id} where an advert’s number goes'),
  /** The agency: adverts do not name it. */
  company: z.string().max(200).optional(),
  /** What the agency pays in: adverts do not say. */
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .optional(),
})
type Settings = z.infer<typeof Settings>

const FIELDS =
  'id,title,publicDescription,employmentType,salary,salaryUnit,address(city,state,countryName),onSite,dateLastPublished,dateEnd,durationWeeks,isPublic'

const Order = z.object({
  id: z.number().int(),
  title: z.string(),
  publicDescription: z.string().nullish(),
  employmentType: z.string().nullish(),
  salary: z.number().nullish(),
  /** "Per Day", "Per Hour", "Per Annum", "Yearly". */
  salaryUnit: z.string().nullish(),
  address: z.object({ city: z.string().nullish(), state: z.string().nullish(), countryName: z.string().nullish() }).nullish(),
  onSite: z.string().nullish(),
  /** Milliseconds since the epoch. */
  dateLastPublished: z.number().nullish(),
  durationWeeks: z.number().nullish(),
  /** 1 = shown to the public; some agencies send a boolean. */
  isPublic: z.union([z.number(), z.boolean()]).nullish(),
})
type Order = z.infer<typeof Order>

const Answer = z.object({ total: z.number().nullish(), data: z.array(z.unknown()) })

export const bullhorn: Connector<Settings> = {
  name: NAME,
  settings: Settings,
  shapeTested: true,
  secrets: settings => [{ name: TOKEN, value: settings.token, hosts: [new URL(apiOf(settings)).host] }],
  start: settings => [searchAt(settings, 0)],
  recognise: portalAt,
  read(page, settings) {
    const { data, total } = checkShape(Answer, parseJson(page.body, NAME), NAME)
    const { postings, flaws } = readItems(data, Order, NAME, order => toPosting(order, settings, page.url))
    const next = startOf(page) + data.length
    const isLast = data.length < PAGE_SIZE || next >= (total ?? Infinity)
    return { postings, flaws, follow: isLast ? [] : [searchAt(settings, next)] }
  },
}

function apiOf({ api, swimlane }: Settings): string {
  return api ?? `https://public-rest${swimlane}.bullhornstaffing.com`
}

function searchAt(settings: Settings, start: number): PageRequest {
  const query = new URLSearchParams({
    query: '(isOpen:1 AND isDeleted:0)',
    fields: FIELDS,
    count: String(PAGE_SIZE),
    start: String(start),
    sort: '-dateLastPublished',
    showTotalMatched: 'true',
  })
  return { url: `${apiOf(settings)}/rest-services/${keyMark(TOKEN)}/search/JobOrder?${query.toString()}`, label: 'list' }
}

function startOf(page: Page): number {
  return Number(URL.parse(page.request.url)?.searchParams.get('start') ?? 0)
}

/** A portal's own settings, or a careers page that asks the interface itself. Where its adverts are shown is a guess from its address. */
function portalAt({ address, text }: Look): Partial<Settings>[] {
  const asked = /public-rest(\d{1,4})\.bullhornstaffing\.com(?::443)?\/rest-services\/([A-Za-z\d]{4,40})/i.exec(text + address.href)
  const token = asked?.[2] ?? /["']?corpToken["']?\s{0,5}[:=]\s{0,5}["']([A-Za-z\d]{4,40})["']/.exec(text)?.[1]
  const swimlane = asked?.[1] ?? /["']?swimlane["']?\s{0,5}[:=]\s{0,5}["']?(\d{1,4})\b/.exec(text)?.[1]
  if (token === undefined || swimlane === undefined) return []
  const portal = new URL('.', address).href
  return [{ token, swimlane: Number(swimlane), advert: `${portal}#/jobs/{id}` }]
}

function toPosting(order: Order, { advert, company, currency }: Partial<Settings>, pageUrl: string): RawPosting | undefined {
  if (order.isPublic === 0 || order.isPublic === false) return undefined
  const { address, durationWeeks } = order
  return rawPosting({
    externalId: order.id,
    url: (advert ?? new URL('/#/jobs/{id}', pageUrl).href).replace(/\{id\}|%7Bid%7D/i, String(order.id)),
    title: order.title,
    company,
    location: [address?.city, address?.state, address?.countryName],
    description: order.publicDescription,
    ...payOf(order, currency),
    contract: order.employmentType,
    duration: durationWeeks ? `${durationWeeks} weeks` : undefined,
    remote: remoteOf(order.onSite),
    postedAt: order.dateLastPublished,
  })
}

/** Nought is "not stated". Without a currency the amount and its unit are words to be read like an advert's own. */
function payOf({ salary, salaryUnit }: Order, currency: string | undefined): Pick<Stated, 'pay' | 'payField'> {
  if (!salary) return {}
  if (currency === undefined) return { pay: `${salary} ${salaryUnit ?? ''}` }
  return { payField: { min: salary, max: salary, currency, period: salaryUnit } }
}
