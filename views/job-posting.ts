// One advert as schema.org/JobPosting, for search engines: only where its source lets the whole advert be shown, and only with what that
// advert itself says. A card chosen from several adverts may hold facts of one that may be linked and no more.
import type { ContractCard, Pay, PayPeriod, Place } from '../listings/card.ts'
import type { AdvertBehind, ListingDetail } from '../db/listings.ts'
import type { Segment, TextGroup } from './advert-text.ts'
import type { Site } from './page.ts'

/** As schema.org spells the units (UN/CEFACT names in Google's reading of QuantitativeValue, November 2026). */
const UNITS: Partial<Record<PayPeriod, string>> = { hour: 'HOUR', day: 'DAY', week: 'WEEK', month: 'MONTH', year: 'YEAR' }

/** Google wants a place, or that the work is done from home and in which country. */
type Whereabouts = { jobLocation: object[] } | { jobLocationType: 'TELECOMMUTE'; applicantLocationRequirements: object }

export type JobPosting = Record<string, unknown>

/**
 * Null where it may not or cannot be told: the role is closed or a sample, the source of the advert that is shown allows less than the whole
 * text, its page asks not to be indexed, or it names no place.
 * @param groups the text of the advert that is shown
 */
export function jobPosting(
  site: Site,
  listing: ListingDetail,
  shown: AdvertBehind | undefined,
  groups: readonly TextGroup[],
): JobPosting | null {
  if (!shown || shown.republish !== 'full' || shown.closedAt || listing.closedAt || listing.sample) return null
  const where = whereabouts(shown.card)
  const description = groups.map(groupHtml).join('')
  if (!where || description === '') return null
  const salary = salaryOf(shown.card)
  return {
    '@context': 'https://schema.org',
    '@type': 'JobPosting',
    title: shown.title,
    description,
    identifier: { '@type': 'PropertyValue', name: shown.sourceName, value: String(shown.id) },
    url: `${site.publicUrl}/roles/${listing.slug}`,
    datePosted: (shown.postedAt ?? shown.firstSeenAt).toISOString(),
    ...(shown.closesAt && { validThrough: shown.closesAt.toISOString() }),
    employmentType: shown.card.contract?.value === 'fixed-term' ? 'TEMPORARY' : 'CONTRACTOR',
    hiringOrganization: { '@type': 'Organization', name: shown.company === '' ? 'confidential' : shown.company },
    directApply: false,
    ...where,
    ...(salary && { baseSalary: salary }),
  }
}

/** HTML, as the field is read: our own tags around the words of the advert, every one of them escaped. */
function groupHtml({ heading, paragraph, items }: TextGroup): string {
  const words = (segments: readonly Segment[]): string => escaped(segments.map(segment => segment.text).join(''))
  if (items) return `<ul>${items.map(item => `<li>${words(item)}</li>`).join('')}</ul>`
  return heading ? `<h3>${words(heading)}</h3>` : `<p>${words(paragraph ?? [])}</p>`
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

function whereabouts({ remote, places }: ContractCard): Whereabouts | undefined {
  const named = places?.value ?? []
  const country = named.find(place => place.country !== '')?.country
  if (remote?.value === 'remote' && country)
    return { jobLocationType: 'TELECOMMUTE', applicantLocationRequirements: { '@type': 'Country', name: country } }
  return named.length > 0 ? { jobLocation: named.map(placeOf) } : undefined
}

function placeOf({ name, kind, region, country }: Place): object {
  const locality = kind === 'country' || kind === 'region' ? undefined : name
  const area = region ?? (kind === 'region' ? name : undefined)
  return {
    '@type': 'Place',
    address: {
      '@type': 'PostalAddress',
      ...(locality && { addressLocality: locality }),
      ...(area && { addressRegion: area }),
      addressCountry: country,
    },
  }
}

/** Pay as advertised; what we worked out, and what nobody pays, is not told on. */
function salaryOf({ pay }: ContractCard): object | undefined {
  const main: Pay | undefined = pay?.main
  const unitText = main && UNITS[main.period]
  if (!main || !unitText || main.implausible || main.periodInferred) return undefined
  const { min, max } = main
  const value =
    min !== null && min === max ? { value: min } : { ...(min !== null && { minValue: min }), ...(max !== null && { maxValue: max }) }
  return { '@type': 'MonetaryAmount', currency: main.currency, value: { '@type': 'QuantitativeValue', ...value, unitText } }
}
