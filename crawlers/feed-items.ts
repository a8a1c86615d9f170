// One item of a feed or of an XML job export to a posting, whatever the house calls its fields.
import { feedFields } from './feed-fields.ts'
import type { FeedFields } from './feed-fields.ts'
import { plainText } from './plain-text.ts'
import { rawPosting, remoteOf } from './raw-posting.ts'
import type { Stated } from './raw-posting.ts'
import type { XmlNode } from './xml.ts'
import type { RawPosting } from '../listings/posting.ts'

/**
 * One item of a feed.
 * @returns undefined without a title or an address
 */
export function readFeedItem(item: XmlNode, pageUrl: string): RawPosting | undefined {
  const fields = feedFields(item)
  const title = fields.get('title', 'jobtitle', 'job_title', 'position', 'name')
  const url = addressOf(item, fields, pageUrl)
  if (title === undefined || plainText(title) === '' || url === undefined) return undefined
  return rawPosting({
    externalId: fields.get(...ID_NAMES) ?? url,
    url,
    title,
    company: fields.get('company', 'company_name', 'companyname', 'employer', 'hiringorganization', 'advertiser'),
    location: placesOf(fields),
    description: fields.get('content:encoded', 'encoded', 'description', 'content', 'summary', 'body', 'jobdescription'),
    ...payOf(fields),
    contract: fields.get(...CONTRACT_NAMES),
    duration: fields.get('duration', 'contractlength', 'contract_length'),
    remote: remoteOf(fields.get('remotestatus', 'remote', 'isremote', 'remote_type', 'workplacetype')),
    postedAt: fields.get(...POSTED_NAMES),
    closesAt: fields.get(...CLOSES_NAMES),
  })
}

const ID_NAMES = ['guid', 'id', 'referencenumber', 'reference_id', 'reference', 'jobid', 'job_id', 'ref']
const CONTRACT_NAMES = ['jobtype', 'job_type', 'employmenttype', 'employment_type', 'contracttype', 'contract_type', 'contract', 'type']
const POSTED_NAMES = [
  'pubdate',
  'published',
  'dc:date',
  'dateposted',
  'date_posted',
  'publishdate',
  'date',
  'advertisefromdateutc',
  'updated',
  'date_updated',
  'issued',
]
const CLOSES_NAMES = [
  'expires_at',
  'expirydate',
  'expirationdate',
  'expiration_date',
  'date_expired',
  'closingdate',
  'closing_date',
  'validthrough',
  'advertisetodatetimeutc',
  'expires',
]

/** RSS has the address as text, Atom as an attribute (without `rel` or with `alternate`), some only as a guid. */
function addressOf(item: XmlNode, fields: FeedFields, pageUrl: string): string | undefined {
  const links = item.children.filter(child => child.name === 'link' && child.attributes['href'] !== undefined)
  const alternate = links.find(link => (link.attributes['rel'] ?? 'alternate') === 'alternate') ?? links[0]
  const stated =
    fields.get('link', 'url', 'joburl', 'job_url', 'applyurl', 'apply_url') ??
    alternate?.attributes['href'] ??
    item.attributes['rdf:about'] ??
    fields.get('feedburner:origlink')
  const guid = fields.get('guid', 'id')
  const raw = (stated ?? (/^https?:\/\//.test(guid ?? '') ? guid : undefined))?.trim()
  const url = raw === undefined ? null : URL.parse(raw, pageUrl)
  if (raw === undefined || url === null || !/^https?:$/.test(url.protocol)) return undefined
  return /^https?:\/\//i.test(raw) ? raw : url.href
}

function placesOf(fields: FeedFields): (string | undefined)[] {
  const whole = fields.get('location', 'joblocation', 'job_location', 'workplace', 'featurename')
  if (whole !== undefined) return [whole]
  const town = fields.get('city', 'town')
  const area = [fields.get('state', 'county'), fields.get('country')]
  return town === undefined ? [fields.get('region') ?? area[0], fields.get('region') === undefined ? area[1] : undefined] : [town, ...area]
}

/** Amounts in fields of their own where there are any, else the words of the pay field. */
function payOf(fields: FeedFields): Pick<Stated, 'pay' | 'payField'> {
  const min = fields.get('minimumsalary', 'salary_min', 'salarymin', 'min_salary', 'salary.min', 'compensationmin')
  const max = fields.get('maximumsalary', 'salary_max', 'salarymax', 'max_salary', 'salary.max', 'compensationmax')
  const currency = fields.get('salarycurrency', 'salary_currency', 'salary.currency', 'currency')
  const period = fields.get(
    'salaryinterval',
    'salary_interval',
    'salary_period',
    'salaryperiod',
    'salary.rate',
    'salary.period',
    'salarytype',
  )
  if ((min !== undefined || max !== undefined) && currency !== undefined) return { payField: { min, max, currency, period } }
  const words = fields.get('salary', 'pay', 'rate', 'compensation', 'salarytext', 'salary_text')
  return pipedPay(words ?? '') ?? { pay: words }
}

/** Talent.com's own notation: `max|min|currency|period|…`. */
function pipedPay(words: string): Pick<Stated, 'payField'> | undefined {
  const [max, min, currency, period] = words.split('|')
  return period === undefined ? undefined : { payField: { min, max, currency, period } }
}

/** Some feeds give one reference to an advert in several towns: there the address is the identity. */
export function distinctItems(postings: RawPosting[]): RawPosting[] {
  const sharing = Map.groupBy(postings, posting => posting.externalId)
  return postings.map(posting => {
    const isShared = new Set(sharing.get(posting.externalId)?.map(one => one.url)).size > 1
    return isShared ? { ...posting, externalId: posting.url } : posting
  })
}
