// Personio career sites: one XML answer holds all positions. Shape-tested.
import { z } from 'zod'
import { boardNamed } from '../board-names.ts'
import type { Connector } from '../connector.ts'
import { FEED_MAX_BYTES, SourceChanged } from '../connector.ts'
import { rawPosting } from '../raw-posting.ts'
import { childText, readXmlItems, cutOf } from '../xml.ts'
import type { XmlNode } from '../xml.ts'
import type { RawPosting } from '../../listings/posting.ts'

const NAME = 'personio'

const Settings = z.object({
  /** The career site's host, such as acme.jobs.personio.com. */
  host: z.string().regex(/^[a-z\d-]{1,63}(?:\.[a-z\d-]{1,63}){1,5}$/i),
  company: z.string().max(200).optional(),
  language: z
    .string()
    .regex(/^[a-z]{2}$/)
    .default('en'),
})
type Settings = z.infer<typeof Settings>

const HOST = /\/\/([a-z\d-]{1,63})\.(jobs\.personio\.(?:com|de))/gi

export const personio: Connector<Settings> = {
  name: NAME,
  settings: Settings,
  shapeTested: true,
  recognise(look) {
    const [, name, host] = boardNamed(look, HOST) ?? []
    return name === undefined || host === undefined ? [] : [{ host: `${name}.${host}`.toLowerCase() }]
  },
  start: ({ host, language }) => [{ url: `https://${host}/xml?language=${language}`, label: 'list', maxBytes: FEED_MAX_BYTES }],
  read(page, { company }) {
    const document = readXmlItems(page.body, new Set(['position']))
    const { root, items, flaw } = document
    if (root !== 'workzag-jobs') throw new SourceChanged(`Expected positions in the shape of ${NAME}, but “${root.slice(0, 40)}” came.`)
    const postings = items.map(item => toPosting(item, page.url, company)).filter(posting => posting !== undefined)
    const flaws = flaw === undefined ? [] : [`The answer is not well-formed (${flaw}); it was read as far as it goes`]
    return { postings, flaws, follow: [], ...cutOf(document) }
  },
}

function toPosting(item: XmlNode, pageUrl: string, company: string | undefined): RawPosting | undefined {
  const id = childText(item, 'id')
  const title = childText(item, 'name')
  if (id === undefined || title === undefined) return undefined
  const offices = childrenOf(item, 'additionalOffices').map(office => office.text)
  return rawPosting({
    externalId: id,
    url: new URL(`/job/${id}`, pageUrl).href,
    title,
    company: childText(item, 'subcompany') ?? company,
    location: [childText(item, 'office'), ...offices],
    description: childrenOf(item, 'jobDescriptions').map(
      part => `<h3>${childText(part, 'name') ?? ''}</h3>${childText(part, 'value') ?? ''}`,
    ),
    contract: [childText(item, 'employmentType'), childText(item, 'schedule')],
    postedAt: childText(item, 'createdAt'),
  })
}

function childrenOf(item: XmlNode, name: string): XmlNode[] {
  return item.children.find(child => child.name === name)?.children ?? []
}
