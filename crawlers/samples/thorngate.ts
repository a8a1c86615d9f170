// Board B: a site of HTML pages for many agencies: a sitemap, listing pages with next links, and a page for each advert that carries
// schema.org JobPosting in one of the forms in which sites wrap it.
import type { SampleAdvert, SampleFields } from './advert.ts'
import { THORNGATE } from './adverts/all.ts'
import { escapeHtml } from './markup.ts'
import { advertHtml, closesAt, htmlAnswer, legacyHtmlAnswer, postedAt, type Answer, type BoardWorld } from './page.ts'

const LIST = '/thorngate/jobs'
const ADVERT = '/thorngate/job/'
const PER_PAGE = 12

/** What robots.txt keeps crawlers out of: forms and people's own pages. */
export const THORNGATE_DISALLOWED = ['/thorngate/apply/', '/thorngate/account/']

/** @returns undefined for an address that is not this board's */
export function answerThorngate(world: BoardWorld, url: URL): Answer | undefined {
  const { pathname, searchParams } = url
  if (pathname === '/sitemap.xml') return sitemap(world)
  if (pathname === LIST) return listPage(world, searchParams.get('page') ?? '1')
  if (pathname === '/thorngate/about')
    return htmlAnswer('About Thorngate', '', '<h1>About Thorngate</h1>\n<p>Thorngate lists projects work from agencies and employers.</p>')
  if (THORNGATE_DISALLOWED.some(path => pathname.startsWith(path))) return htmlAnswer('Sign in - Thorngate', '', '<h1>Sign in</h1>')
  const advert = pathname.startsWith(ADVERT) ? THORNGATE.find(one => one.id === pathname.slice(ADVERT.length)) : undefined
  return advert && advertPage(world, advert)
}

function sitemap(world: BoardWorld): Answer {
  const entries = THORNGATE.map(
    advert =>
      `<url><loc>${world.origin}${ADVERT}${advert.id}</loc><lastmod>${postedAt(world, advert).toISOString().slice(0, 10)}</lastmod></url>`,
  )
  const others = [LIST, '/thorngate/about'].map(path => `<url><loc>${world.origin}${path}</loc></url>`)
  const body = `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
${[...others, ...entries].join('\n')}
</urlset>
`
  return { status: 200, contentType: 'application/xml; charset=utf-8', body }
}

function listPage(world: BoardWorld, asked: string): Answer | undefined {
  const page = Number(asked)
  const adverts = Number.isInteger(page) && page > 0 ? THORNGATE.slice((page - 1) * PER_PAGE, page * PER_PAGE) : []
  if (adverts.length === 0) return undefined
  const next = page * PER_PAGE < THORNGATE.length ? `<p><a rel="next" href="${LIST}?page=${page + 1}">Next page</a></p>` : ''
  const items = adverts.map(
    ({ id, title, company, location }) =>
      `<li><a href="${ADVERT}${id}">${escapeHtml(title)}</a> ${escapeHtml(company)}, ${escapeHtml(location)}</li>`,
  )
  const main = `<h1>Projects, programmes and change</h1>\n<p><a href="/thorngate/account/saved">Saved adverts</a></p>\n<ul>\n${items.join('\n')}\n</ul>\n${next}`
  return htmlAnswer(`Projects work, page ${page} - Thorngate`, `<link rel="canonical" href="${world.origin}${LIST}?page=${page}">`, main)
}

function advertPage(world: BoardWorld, advert: SampleAdvert): Answer {
  const { id, title, company, location, fields } = advert
  const main = `<h1>${escapeHtml(title)}</h1>
<p>${escapeHtml(company)}, ${escapeHtml(location)}</p>
<div class="advert">${advertHtml(advert)}</div>
<p><a href="/thorngate/apply/${id}">Apply</a> <a href="${LIST}">All adverts</a></p>`
  const head = `<link rel="canonical" href="${world.origin}${ADVERT}${id}">\n${linkedData(world, advert)}`
  return (fields?.legacyCharset ? legacyHtmlAnswer : htmlAnswer)(`${title} - Thorngate`, head, main)
}

function linkedData(world: BoardWorld, advert: SampleAdvert): string {
  const posting = jobPosting(world, advert)
  const site = { '@type': 'WebSite', name: 'Thorngate', url: `${world.origin}${LIST}` }
  if (advert.fields?.shape === 'graph') return script({ '@context': 'https://schema.org', '@graph': [site, posting] })
  if (advert.fields?.shape === 'array')
    return script([
      { '@context': 'https://schema.org', ...site },
      { '@context': 'http://schema.org/', ...posting },
    ])
  return `${script({ '@context': 'https://schema.org', ...site })}\n${script({ '@context': 'https://schema.org/', ...posting })}`
}

/** A `<` inside a script element is written as an escape, so that no text can end the element. */
function script(value: unknown): string {
  return `<script type="application/ld+json">${JSON.stringify(value, null, 1).replaceAll('<', String.raw`\u003c`)}</script>`
}

function jobPosting(world: BoardWorld, advert: SampleAdvert): object {
  const { id, title, company, fields = {} } = advert
  return {
    '@type': 'JobPosting',
    title,
    description: advertHtml(advert),
    identifier: { '@type': 'PropertyValue', name: company, value: `TG-${id.slice(-5)}` },
    url: `${world.origin}${ADVERT}${id}`,
    datePosted: postedAt(world, advert).toISOString().slice(0, 10),
    ...(fields.closesInDays !== undefined && { validThrough: closesAt(world, fields.closesInDays).toISOString() }),
    ...(fields.employmentType && { employmentType: fields.employmentType }),
    hiringOrganization: { '@type': 'Organization', name: company },
    ...whereabouts(advert),
    ...(fields.baseSalary && { baseSalary: monetaryAmount(fields.baseSalary) }),
    directApply: false,
  }
}

function whereabouts({ location, fields }: SampleAdvert): object {
  const country = { '@type': 'Country', name: 'United Kingdom' }
  if (fields?.telecommute) return { jobLocationType: 'TELECOMMUTE', applicantLocationRequirements: country }
  const [addressLocality, addressRegion] = location.split(', ')
  const address = { '@type': 'PostalAddress', addressLocality, ...(addressRegion && { addressRegion }), addressCountry: 'GB' }
  return { jobLocation: { '@type': 'Place', address } }
}

function monetaryAmount({ currency, ...value }: NonNullable<SampleFields['baseSalary']>): object {
  return { '@type': 'MonetaryAmount', currency, value: { '@type': 'QuantitativeValue', ...value } }
}
