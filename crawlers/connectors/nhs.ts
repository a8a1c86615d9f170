// NHS Jobs' public search: a hundred adverts a page, newest first. Shape-tested. Pay is words ("£29,970 to £36,483 a year"), the text of an
// advert is its first lines, and most of the contracts are fixed-term.
import { z } from 'zod'
import type { Connector, Page, PageRequest, Reading } from '../connector.ts'
import { SourceChanged } from '../connector.ts'
import { rawPosting } from '../raw-posting.ts'
import { childText, cutOf, readXmlItems } from '../xml.ts'
import type { XmlDocument, XmlNode } from '../xml.ts'
import type { RawPosting } from '../../listings/posting.ts'

const NAME = 'nhs'
const SEARCH = 'https://www.jobs.nhs.uk/api/v1/search_xml'
const PAGE_SIZE = 100

const Settings = z.object({
  keyword: z.string().min(2).max(100),
  pages: z.number().int().min(1).max(20).default(5),
})
type Settings = z.infer<typeof Settings>

export const nhs: Connector<Settings> = {
  name: NAME,
  settings: Settings,
  shapeTested: true,
  start: ({ keyword }) => [searchAt(keyword, 1)],
  read(page, settings) {
    const document = readXmlItems(page.body, new Set(['vacancydetails']))
    const total = numberOf(document, 'totalResults')
    if (document.items.length === 0 && total !== 0)
      throw new SourceChanged(`Expected vacancies in the shape of ${NAME}, but “${document.root.slice(0, 40)}” came.`)
    const postings = document.items.map(toPosting).filter(posting => posting !== undefined)
    return { postings, flaws: flawsOf(document, postings.length), ...nextPage(page, document, settings), ...cutOf(document) }
  },
}

function searchAt(keyword: string, page: number): PageRequest {
  const query = new URLSearchParams({ keyword, sort: 'publicationDateDesc', limit: String(PAGE_SIZE), page: String(page) })
  return { url: `${SEARCH}?${query.toString()}`, label: 'list' }
}

function numberOf({ about }: XmlDocument, name: string): number | undefined {
  const text = about.find(node => node.name === name)?.text.trim() ?? ''
  return /^\d{1,7}$/.test(text) ? Number(text) : undefined
}

function flawsOf({ flaw, items }: XmlDocument, read: number): string[] {
  return [
    ...(flaw === undefined ? [] : [`The answer is not well-formed (${flaw}); it was read as far as it goes`]),
    ...(read < items.length ? [`${items.length - read} of ${items.length} vacancies without an id, a title or an address`] : []),
  ]
}

/** The answer says how many pages there are; a page asked for without a number is the only one. */
function nextPage(page: Page, document: XmlDocument, { keyword, pages }: Settings): Pick<Reading, 'follow' | 'more'> {
  const number = Number(URL.parse(page.request.url)?.searchParams.get('page') ?? Number.NaN)
  const last = numberOf(document, 'totalPages') ?? 0
  if (!(number < last) || document.items.length === 0) return { follow: [] }
  return number < pages ? { follow: [searchAt(keyword, number + 1)] } : { follow: [], more: true }
}

function toPosting(vacancy: XmlNode): RawPosting | undefined {
  const [id, title, url] = ['id', 'title', 'url'].map(name => childText(vacancy, name))
  if (id === undefined || title === undefined || url === undefined || !/^https?:\/\//i.test(url)) return undefined
  return rawPosting({
    externalId: id,
    url,
    title,
    company: childText(vacancy, 'employer'),
    location: vacancy.children
      .filter(child => child.name === 'locations')
      .flatMap(placesOf)
      .join('; '),
    description: childText(vacancy, 'description'),
    pay: childText(vacancy, 'salary'),
    contract: childText(vacancy, 'type'),
    postedAt: childText(vacancy, 'postDate'),
    closesAt: childText(vacancy, 'closeDate'),
  })
}

/** The list of places and each place in it have the same name. */
function placesOf(locations: XmlNode): string[] {
  return locations.children.length === 0 ? [locations.text] : locations.children.map(place => place.text)
}
