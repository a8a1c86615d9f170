// Board A: one agency's board as the JSON interface of a recruiting system, with a human page for each advert.
import { createHash } from 'node:crypto'
import type { SampleAdvert } from './advert.ts'
import { HARBOURLINE } from './adverts/all.ts'
import { escapeHtml } from './markup.ts'
import { advertHtml, htmlAnswer, postedAt, type Answer, type BoardWorld } from './page.ts'

export const HARBOURLINE_TOKEN = 'harbourline'
const API = `/v1/boards/${HARBOURLINE_TOKEN}`
const PAGES = '/harbourline/jobs'

/** @returns undefined for an address that is not this board's */
export function answerHarbourline(world: BoardWorld, url: URL): Answer | undefined {
  if (url.pathname === API) return jsonAnswer({ name: 'Harbourline', content: '' })
  if (url.pathname === `${API}/jobs`) return jsonAnswer(board(world, url.searchParams.get('content') === 'true'))
  const [, folder, id] = /^(.+)\/(\d+)$/.exec(url.pathname) ?? []
  const advert = HARBOURLINE.find(one => one.id === id)
  if (advert === undefined) return undefined
  if (folder === `${API}/jobs`) return jsonAnswer(job(world, advert, true))
  return folder === PAGES ? humanPage(advert) : undefined
}

function board(world: BoardWorld, withContent: boolean): object {
  return { jobs: HARBOURLINE.map(advert => job(world, advert, withContent)), meta: { total: HARBOURLINE.length } }
}

function job(world: BoardWorld, advert: SampleAdvert, withContent: boolean): object {
  const at = postedAt(world, advert).toISOString().replace('.000Z', '+00:00')
  return {
    absolute_url: `${world.origin}${PAGES}/${advert.id}`,
    data_compliance: [{ type: 'gdpr', requires_consent: false, requires_processing_consent: false, retention_period: null }],
    internal_job_id: Number(advert.id) - 1_000_000,
    location: { name: advert.location },
    metadata: advert.fields?.metadata?.map((field, index) => ({ id: 7_100 + index, ...field, value_type: 'short_text' })) ?? null,
    id: Number(advert.id),
    updated_at: at,
    requisition_id: `HL-${advert.id.slice(-4)}`,
    title: advert.title,
    company_name: advert.company,
    first_published: at,
    language: 'en',
    ...(withContent && {
      content: escapeHtml(advertHtml(advert)),
      departments: [{ id: 31, name: 'Projects and change', child_ids: [], parent_id: null }],
      offices: [],
    }),
  }
}

function jsonAnswer(value: object): Answer {
  const body = JSON.stringify(value)
  const etag = `W/"${createHash('sha256').update(body).digest('hex').slice(0, 32)}"`
  return {
    status: 200,
    contentType: 'application/json; charset=utf-8',
    body,
    headers: { ETag: etag, 'Cache-Control': 'max-age=0, private, must-revalidate' },
  }
}

function humanPage(advert: SampleAdvert): Answer {
  return htmlAnswer(
    `${advert.title} - Harbourline`,
    '',
    `<h1>${escapeHtml(advert.title)}</h1>\n<p>${escapeHtml(advert.location)}</p>\n${advertHtml(advert)}`,
  )
}
