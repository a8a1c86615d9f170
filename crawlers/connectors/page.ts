// Boards with neither mark-up nor feed: a web page whose list is read with selectors that the source's settings give, or whose data lies as
// JSON in a script element (Next.js boards such as Jobiqo's carry `__NEXT_DATA__`). Measured on two captured boards, one of each.
import { z } from 'zod'
import { canonicalUrl } from '../canonical-url.ts'
import { SourceChanged } from '../connector.ts'
import type { Connector, Page, PageRequest, Reading, RenderRequest } from '../connector.ts'
import { isPath, isSelector, readData, readElements } from '../page-fields.ts'
import type { Item, PageItems } from '../page-fields.ts'
import { rawPosting, remoteOf } from '../raw-posting.ts'
import type { RawPosting } from '../../listings/posting.ts'

const NAME = 'page'

const Field = z.string().trim().min(1).max(300)

/** A field is a selector, with an attribute after `@` where the value is not the element's text: `h3`, `a@href`, `time@datetime`. */
const FIELDS = {
  title: Field,
  company: Field.optional(),
  location: Field.optional(),
  pay: Field.optional(),
  contract: Field.optional(),
  duration: Field.optional(),
  remote: Field.optional(),
  posted: Field.optional(),
  closes: Field.optional(),
  description: Field.optional(),
}

const Settings = z
  .strictObject({
    /** The list. With `{page}` in it, pages are counted up until one shows no advert. */
    url: z.string().refine(isListAddress, 'must be a web address, with {page} for the page’s number where there are several'),
    /** The number of the first page, where the address has `{page}`, and what is added for the next. */
    firstPage: z.number().int().min(0).default(1),
    pageStep: z.number().int().min(1).max(1_000).default(1),
    /** A script element with JSON (`script#__NEXT_DATA__`). Then all fields are paths into it: `list` is `props.pageProps.jobs`. */
    data: Field.optional(),
    /** The adverts of a page, one element each. */
    list: Field,
    ...FIELDS,
    /** Where the advert's own page is. */
    link: Field,
    /** What the address is made of, where the data holds no address but a part of one: `https://board.example/jobs/{link}`. */
    linkPattern: z.string().startsWith('http').includes('{link}').optional(),
    /** What stays the same of an advert; without it, its address. */
    id: Field.optional(),
    /** The link to the next page. */
    next: Field.optional(),
    /** An element that is there only when the board has no advert at all. */
    empty: Field.optional(),
    /** The company, where the board is one company's own. */
    ownCompany: z.string().max(200).optional(),
    /** Read from the advert's own page, over what the list says; selectors, also where the list is data. */
    detail: z.strictObject({ ...FIELDS, title: Field.optional() }).optional(),
    /** Where the page comes empty, to be filled by its scripts, it is rendered in Chromium. */
    browser: z.boolean().default(false),
    /** What is there once the page is filled; without it, the list. */
    waitFor: Field.optional(),
    /** Other hosts the page's scripts and data come from. The browser reaches these and the board's own, nothing else. */
    hosts: z.array(z.hostname()).max(20).default([]),
  })
  .superRefine((settings, context) => {
    const complain = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message })
    const { data, detail = {}, waitFor } = settings
    const { list, link, id, next, empty } = settings
    for (const [name, field] of stated({ list, link, id, next, empty, ...fieldsOf(settings) }))
      if (data === undefined ? !isSelector(field) : !isPath(field))
        complain([name], `“${field}” is no ${data === undefined ? 'CSS selector (an attribute stands after @)' : 'path (names with dots)'}`)
    for (const [name, field] of stated(detail)) if (!isSelector(field)) complain(['detail', name], `“${field}” is no CSS selector`)
    for (const [name, field] of stated({ data, waitFor })) if (!isSelector(field)) complain([name], `“${field}” is no CSS selector`)
    if (settings.next !== undefined && settings.url.includes('{page}'))
      complain(['next'], 'either {page} in the address or a next link, not both')
    if (settings.waitFor !== undefined && !settings.browser) complain(['waitFor'], 'is for `browser: true` only')
  })
type Settings = z.infer<typeof Settings>
type Fields = Partial<Record<keyof typeof FIELDS, string | undefined>>

/** The fields that the settings name. */
function stated(fields: Record<string, string | undefined>): [name: string, field: string][] {
  return Object.entries(fields).filter((entry): entry is [string, string] => entry[1] !== undefined)
}

function fieldsOf(settings: Fields): Fields {
  return Object.fromEntries(Object.keys(FIELDS).map(name => [name, settings[name as keyof Fields]]))
}

function isListAddress(text: string): boolean {
  return /^https?:\/\//i.test(text) && URL.canParse(text.replaceAll('{page}', '1'))
}

export const page: Connector<Settings> = {
  name: NAME,
  settings: Settings,
  start: settings => [listRequest(settings, settings.firstPage)],
  read(page, settings) {
    // Whoever looks at a page with every kind in turn has no settings for this one.
    if (settings.list === undefined) throw new SourceChanged('A page can be read only with settings that say where its adverts stand.')
    return page.request.label === 'detail' ? readDetail(page, settings) : readList(page, settings)
  },
}

/** A page beyond the last may answer 404: that is the end of the list. */
function listRequest({ url, firstPage }: Settings, number: number): PageRequest {
  return { url: url.replaceAll('{page}', String(number)), label: 'list', ...(number !== firstPage && { optional: true }) }
}

function readList(page: Page, settings: Settings): Reading {
  const isFirst = page.request.url === listRequest(settings, settings.firstPage).url
  if (page.status === 404 || page.status === 410) return { postings: [], follow: [] }
  const found = itemsOf(page, settings)
  if (found instanceof SourceChanged || found.items.length === 0) return readNothing(page, settings, isFirst, found)
  const base = baseOf(found.page, page.url)
  const postings: RawPosting[] = []
  for (const item of found.items) {
    const posting = toPosting(item, base, settings)
    if (posting !== undefined) postings.push(posting)
  }
  const unread = found.items.length - postings.length
  if (unread * 2 > found.items.length)
    throw new SourceChanged(
      `Of ${found.items.length} elements “${settings.list}”, ${unread} have no title or no link where the settings say.`,
    )
  const flaws = unread > 0 ? [`${unread} of ${found.items.length} adverts had no title or no link.`] : []
  return { ...withDetails(postings, settings), follow: [...detailRequests(postings, settings), ...nextPage(page, found, settings)], flaws }
}

/** A list without an advert: the end of paging, an empty board, a page for the browser, or a board that has changed. */
function readNothing(page: Page, settings: Settings, isFirst: boolean, found: PageItems | SourceChanged): Reading {
  const { data, empty, list } = settings
  const mayFill = isFirst || page.request.fromRendered === true
  const render = mayFill ? renderingOf(page, settings, data ?? list) : undefined
  if (render !== undefined) return { postings: [], follow: [], render }
  if (found instanceof SourceChanged) throw found
  if (empty !== undefined && found.page.value(empty) !== undefined) return { postings: [], follow: [], isEmpty: true }
  if (!isFirst) return { postings: [], follow: [] }
  throw new SourceChanged(`The page has nothing where adverts stood (“${list}”).`)
}

/** A browser is worth its cost (a hundred times that of HTTP) where the settings ask for it, nothing was found and there are scripts to run. */
function renderingOf(page: Page, { browser, hosts, waitFor }: Settings, usual: string): RenderRequest | undefined {
  if (!browser || page.rendered === true || !/<script\b/i.test(page.body)) return undefined
  return { hosts, waitFor: waitFor ?? usual }
}

function itemsOf(page: Page, { data, list }: Settings): PageItems | SourceChanged {
  try {
    return data === undefined ? readElements(page.body, list) : readData(page.body, data, list)
  } catch (error) {
    if (error instanceof SourceChanged) return error
    throw error
  }
}

/** `<base href>` counts only at the same host: a page must not make its links somebody else's. */
function baseOf(whole: Item, pageUrl: string): string {
  const base = URL.parse(whole.value('base@href') ?? '', pageUrl)
  return base !== null && base.host === URL.parse(pageUrl)?.host ? base.href : pageUrl
}

function toPosting(item: Item, base: string, settings: Settings): RawPosting | undefined {
  const url = linkOf(item, base, settings)
  if (url === undefined) return undefined
  const externalId = (settings.id && item.value(settings.id)) ?? canonicalUrl(url)
  const company = settings.ownCompany
  const posting = rawPosting({ externalId, url, title: '', company, ...statedBy(item, fieldsOf(settings)) })
  return posting.title === '' ? undefined : posting
}

function linkOf(item: Item, base: string, { link, linkPattern }: Settings): string | undefined {
  const value = item.value(link)
  if (value === undefined) return undefined
  const url = URL.parse(linkPattern?.replaceAll('{link}', encodeURIComponent(value)) ?? value, base)
  return url !== null && /^https?:$/.test(url.protocol) ? url.href : undefined
}

/** What an item says, each field only where it says something. */
function statedBy(item: Item, fields: Fields): Partial<Parameters<typeof rawPosting>[0]> {
  const value = (field: string | undefined) => (field === undefined ? undefined : item.value(field))
  const said = {
    title: value(fields.title),
    company: value(fields.company),
    location: value(fields.location),
    pay: value(fields.pay),
    contract: value(fields.contract),
    duration: value(fields.duration),
    remote: remoteOf(value(fields.remote)),
    postedAt: withoutLabel(value(fields.posted)),
    closesAt: withoutLabel(value(fields.closes)),
    description: fields.description === undefined ? undefined : item.markUp(fields.description),
  }
  return Object.fromEntries(Object.entries(said).filter(([, one]) => one !== undefined))
}

/** "Posted: 12 May 2026" → the date. */
function withoutLabel(words: string | undefined): string | undefined {
  return words?.replace(
    /^(?:date |job )?(?:posted|published|added|listed|updated|clos(?:es|ing)|expires|apply by|deadline)?(?: date| on)?\s{0,5}:?\s{0,20}/i,
    '',
  )
}

/** Where adverts have pages of their own to be read, a list gives what they can be known by. */
function withDetails(postings: RawPosting[], { detail }: Settings): Pick<Reading, 'postings' | 'stubs'> {
  return detail === undefined ? { postings } : { postings: [], stubs: postings }
}

function detailRequests(postings: RawPosting[], { detail }: Settings): PageRequest[] {
  if (detail === undefined) return []
  return postings.map(posting => ({ url: posting.url, label: 'detail', externalId: posting.externalId, stub: posting }))
}

function nextPage(page: Page, { page: whole }: PageItems, settings: Settings): PageRequest[] {
  const { next, url, pageStep } = settings
  if (next !== undefined) {
    const href = whole.value(next.includes('@') || settings.data !== undefined ? next : `${next}@href`)
    const target = href === undefined ? null : URL.parse(href, baseOf(whole, page.url))
    // A list goes on at the same host: a next link must not send the crawl elsewhere.
    const isOwn = target !== null && target.host === URL.parse(page.url)?.host
    return isOwn ? [{ url: target.href, label: 'list', ...leftBy(page) }] : []
  }
  if (!url.includes('{page}')) return []
  return [{ ...listRequest(settings, numberOf(page.request.url, url) + pageStep), ...leftBy(page) }]
}

function leftBy({ rendered }: Page): Pick<PageRequest, 'fromRendered'> {
  return rendered === undefined ? {} : { fromRendered: rendered }
}

/** The page number in an address made from the pattern. */
function numberOf(address: string, pattern: string): number {
  const [before = ''] = pattern.split('{page}')
  return Number.parseInt(address.slice(before.length), 10)
}

function readDetail(page: Page, settings: Settings): Reading {
  const { detail = {} } = settings
  const fields = fieldsOf(detail)
  const said = statedBy(readElements(page.body, undefined).page, fields)
  const known = page.request.stub
  const id = page.request.externalId ?? canonicalUrl(page.request.url)
  if (Object.keys(said).length > 0) {
    const posting = { ...known, ...rawPosting({ externalId: id, url: known?.url ?? page.url, title: known?.title ?? '', ...said }) }
    if (posting.title !== '') return { postings: [posting], follow: [] }
  }
  const render = renderingOf(page, settings, firstSelector(fields))
  if (render !== undefined) return { postings: [], follow: [], render }
  // Boards send people who come for an advert that has gone to their list.
  if (canonicalUrl(page.url) !== canonicalUrl(page.request.url)) return { postings: [], follow: [], gone: [id] }
  return { postings: [], follow: [], flaws: [`Nothing stands where the settings say on ${page.request.url}`] }
}

function firstSelector(fields: Fields): string {
  return (fields.title ?? fields.description ?? 'body').replace(/@[\w:-]{1,60}$/, '') || 'body'
}
