// Adding a source: the address, what was found there, and the question whether to keep it.
import type { PreviewAdvert, PreviewFound } from '../db/schema.ts'
import type { SourcePreview } from '../db/source-previews.ts'
import { adminFrame } from './admin.ts'
import type { AdminFrame } from './admin.ts'
import { countLabel, engagementLabel, levelLabel, placeLabel, rateLabel, refusalLabel, termLabel } from './labels.ts'
import type { EngagementLabel, RateLabel } from './labels.ts'
import { policyWords } from './sources.ts'
import { hostOf } from './page.ts'
import type { Site } from './page.ts'
import { webAddress } from '../listings/web-address.ts'

export interface SourceFormView extends AdminFrame {
  url: string
  problem: string
}

/** The form for an address, with what was wrong about the last one. */
export function sourceFormView(site: Site, url = '', problem = ''): SourceFormView {
  return { ...adminFrame(site, 'Add a source', '/admin/sources/new'), url, problem }
}

export interface SourcePreviewView extends AdminFrame {
  url: string
  /** The look goes on: the page loads itself again. */
  underWay: boolean
  found: FoundView | null
}

interface FoundView {
  id: string
  name: string
  about: string
  policy: string
  /** Said where the source is there already. */
  known: string
  adverts: PreviewAdvertView[]
}

interface PreviewAdvertView {
  title: string
  facts: string
  rate: RateLabel
  engagement: EngagementLabel
  href: string
  host: string
  /** '' where it would be shown. */
  refused: string
}

export function sourcePreviewView(site: Site, { id, url, underWay, found }: SourcePreview, known: boolean): SourcePreviewView {
  return {
    ...adminFrame(site, underWay ? 'Looking …' : 'What it would bring', '/admin/sources/previews'),
    url,
    underWay,
    found: found ? foundView(id, found, known) : null,
  }
}

function foundView(id: string, { source, total, adverts }: PreviewFound, known: boolean): FoundView {
  const shown = adverts.filter(advert => advert.refusal === '').length
  const few = total > adverts.length ? ` The first ${adverts.length} of them are below.` : ''
  return {
    id,
    name: source.name,
    about: `${countLabel(total, 'advert')} on the first pages, read as ${source.connector}; ${shown} of ${adverts.length} would be shown.${few}`,
    policy: policyWords({ policy: source.policy, origin: 'added', crawlEveryMinutes: source.crawlEveryMinutes }),
    known: known ? `The source “${source.id}” is here already. Storing it brings its name and settings up to date.` : '',
    adverts: adverts.map(advertView),
  }
}

function advertView({ title, company, location, url, card, refusal }: PreviewAdvert): PreviewAdvertView {
  const facts = [company, levelLabel(card), placeLabel(card) || location, card.term ? termLabel(card.term) : '']
  return {
    title: title || '(no title)',
    facts: facts.filter(words => words !== '').join(' · '),
    rate: rateLabel(card),
    engagement: engagementLabel(card),
    href: webAddress(url),
    host: hostOf(url),
    refused: refusal === '' ? '' : refusalLabel(refusal),
  }
}
