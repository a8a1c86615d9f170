// One role: its contract card with the words every fact was read from, the advert's text, and every advert behind it.
import type { ContractCard, Evidence } from '../listings/card.ts'
import { NO_FILTER } from '../listings/query.ts'
import type { BoardQuery } from '../listings/query.ts'
import type { OtherListing } from '../listings/timeline.ts'
import { webAddress } from '../listings/web-address.ts'
import type { ListingHistory } from '../db/listing-history.ts'
import type { AdvertBehind, ListingDetail } from '../db/listings.ts'
import type { Market } from '../db/market.ts'
import type { RelatedListing } from '../db/relations.ts'
import type { SimilarRole } from '../db/similar.ts'
import { advertText } from './advert-text.ts'
import type { TextGroup } from './advert-text.ts'
import { cardView, evidenceViews } from './card.ts'
import type { CardView, EvidenceView, Tag } from './card.ts'
import { countLabel, engagementLabel, levelLabel, placeLabel, rateLabel, startLabel, termLabel, titleLabel } from './labels.ts'
import type { EngagementLabel, RateLabel } from './labels.ts'
import { jobPosting } from './job-posting.ts'
import { marketView } from './market.ts'
import type { MarketView } from './market.ts'
import { dataPiece } from './render.ts'
import type { Fragment } from './html.ts'
import { roleHistoryView } from './role-history.ts'
import type { RoleHistoryView } from './role-history.ts'
import { offersView, relatedView } from './role-offers.ts'
import type { OffersView, RelatedView } from './role-offers.ts'
import { possessive } from './sentences.ts'
import { similarView } from './similar.ts'
import type { SimilarView } from './similar.ts'
import { agoWords, ageLabel, applyByWords, dateLabel } from './times.ts'
import type { TimeLabel } from './times.ts'
import { boardAddress, hostOf, pageView, whither } from './page.ts'
import type { PageView, Site } from './page.ts'

export interface AdvertView {
  title: string
  advertiser: string
  source: string
  rate: RateLabel
  engagement: EngagementLabel
  posted: TimeLabel
  /** "open, seen" or "closed", followed by when. */
  state: string
  seen: TimeLabel
  href: string
  host: string
  reasons: string[]
  attribution: { text: string; href: string }
}

export interface ListingView {
  page: PageView
  title: string
  rate: RateLabel
  engagement: EngagementLabel
  summary: string
  /** '' while the role is open. */
  closed: string
  /** What we know may be old; '' where a source has spoken of it as it should. */
  stale: string
  card: CardView
  groups: TextGroup[]
  /** Why the text is short or missing; '' when it is all there. */
  cut: string
  shown: AdvertView | null
  /** Where to apply; null when no advert is open. */
  apply: { href: string; host: string } | null
  offers: OffersView
  adverts: AdvertView[]
  advertsHeading: string
  seen: { first: TimeLabel; last: TimeLabel }
  history: RoleHistoryView | null
  /** The role as it was advertised before or again, long apart. */
  reposts: { words: string; title: string; href: string }[]
  related: RelatedView
  /** Where visitors say what belongs together, and which adverts they can name; no choice where there is one advert only. */
  suggest: string
  doubtful: { id: string; label: string }[]
  /** The advert the others are held against. */
  against: string
  similar: string
  /** Null for a closed role, and where too few roles like it state a rate. */
  market: MarketView | null
  /** Other open roles that are like it, with why. */
  alike: SimilarView[]
  /** schema.org/JobPosting for search engines; null where it may not be told. */
  posting: Fragment | null
}

/** What happened to a role, which others it has to do with, and what those like it pay. */
export interface Around {
  history: ListingHistory
  related: RelatedListing[]
  similar: SimilarRole[]
  market: Market | null
}

const NOTHING_AROUND: Around = { history: { events: [], openDays: 0 }, related: [], similar: [], market: null }

/** The page of a role. A closed one says so and asks search engines to forget it. */
export function listingView(site: Site, listing: ListingDetail, around: Around = NOTHING_AROUND): ListingView {
  const shown = shownAdvert(listing.adverts)
  const text = advertText(shown)
  const rate = rateLabel(listing.card)
  const engagement = engagementLabel(listing.card)
  const posting = jobPosting(site, listing, shown, text.groups)
  return {
    page: pageView(site, {
      title: rate.stated ? `${rate.words} · ${listing.title}` : listing.title,
      description: [rate.words, engagement.words, placeLabel(listing.card)].filter(words => words !== '').join(' · '),
      path: `/roles/${listing.slug}`,
      noindex: listing.closedAt !== null || !isForSearchEngines(listing),
    }),
    title: titleLabel(listing.title),
    rate,
    engagement,
    summary: summaryOf(listing, site.now),
    closed: listing.closedAt ? closedWords(listing, site.now) : '',
    stale: listing.closedAt ? '' : staleWords(listing, site.now),
    card: cardView(listing.card, tag => evidenceOf(listing, shown, tag, text.marks)),
    groups: text.groups,
    cut: text.cut,
    shown: shown ? advertView(shown, site.now) : null,
    apply: applyAt(listing, shown),
    adverts: listing.adverts.map(advert => advertView(advert, site.now)),
    advertsHeading: `${countLabel(listing.adverts.length, 'advert')} of this role`,
    offers: offersView(listing),
    history: roleHistoryView(around.history, listing, site.now),
    reposts: repostsOf(around.history),
    related: relatedView(around.related),
    suggest: `/roles/${listing.slug}/suggestions`,
    doubtful: listing.adverts
      .slice(1)
      .map(advert => ({ id: String(advert.id), label: `${advert.company || advert.sourceName}: ${advert.title}` })),
    against: String(listing.adverts[0]?.id ?? ''),
    seen: { first: ageLabel(listing.firstSeenAt, site.now), last: ageLabel(listing.lastSeenAt, site.now) },
    similar: boardAddress(similarTo(listing.card)),
    market: around.market && marketView(around.market, listing.card),
    alike: similarView(around.similar, site.now),
    posting: posting && dataPiece(posting),
  }
}

/** As the site map has it: an open advert may be shown with more than a link. Samples are nobody's roles. */
function isForSearchEngines({ adverts, sample }: ListingDetail): boolean {
  return !sample && adverts.some(advert => advert.closedAt === null && advert.republish !== 'link-only')
}

function repostsOf({ repostOf, repostedAs }: ListingHistory): ListingView['reposts'] {
  const told = (words: string, other: OtherListing | undefined) =>
    other ? [{ words, title: other.title, href: `/roles/${other.slug}` }] : []
  return [...told('Advertised before as', repostOf), ...told('Advertised again as', repostedAs)]
}

/** The advert whose text is shown: the first that may be shown whole, failing that in part. */
function shownAdvert(adverts: AdvertBehind[]): AdvertBehind | undefined {
  return adverts.find(advert => advert.republish === 'full') ?? adverts.find(advert => advert.republish === 'snippet') ?? adverts[0]
}

/** The advert whose rate is the headline, failing that the one that is shown or another one; an open one. */
export function applyAt({ adverts, provenance }: ListingDetail, shown = shownAdvert(adverts)): ListingView['apply'] {
  const payer = adverts.find(advert => advert.id === provenance.dayRate)
  const open = [payer, shown, ...adverts].find(advert => advert?.closedAt === null && hostOf(advert.url) !== '')
  return open ? { href: `/go/${open.id}`, host: whither(open.url, open.sourceName) } : null
}

function summaryOf({ card, advertisers, closesAt, closedAt }: ListingDetail, now: Date): string {
  const term = card.term ? termLabel(card.term) : ''
  const start = card.start ? startLabel(card.start.value) : ''
  const until = closedAt ? '' : applyByWords(closesAt, now)
  return [levelLabel(card), placeLabel(card), term, start, until, advertisers.join(', ')].filter(words => words !== '').join(' · ')
}

function closedWords(listing: ListingDetail, now: Date): string {
  const on = listing.closedAt ? dateLabel(listing.closedAt, now).label : ''
  const because = listing.closedBecause ? `: ${listing.closedBecause}` : ''
  return `This role closed on ${on}${because}. What we read stays here for reference.`
}

/** An open role that only sources speak of which have not answered as they should for a while. */
function staleWords({ adverts, lastSeenAt }: ListingDetail, now: Date): string {
  const open = adverts.filter(advert => advert.closedAt === null)
  if (open.length === 0 || open.some(advert => !advert.degraded)) return ''
  return `Last checked ${agoWords(lastSeenAt, now)}: its source has not answered as it should since. It may have closed meanwhile.`
}

/** The words a fact was read from, together by where they stood. `href` leads to their mark in the text on this page. */
function evidenceOf(listing: ListingDetail, shown: AdvertBehind | undefined, tag: Tag, marks: Map<Evidence, string>): EvidenceView[] {
  const from = listing.adverts.find(advert => advert.id === listing.provenance[tag]) ?? shown
  if (!from) return []
  const whose = from === shown ? '' : ` of ${possessive(from.company || from.sourceName)} advert`
  // The listing's card is a copy of the advert's: the advert's own objects are the ones that carry the marks.
  const evidence = from.card[tag]?.evidence ?? listing.card[tag]?.evidence ?? []
  const views = evidenceViews(evidence, marks, whose)
  return from.republish === 'link-only' ? views.map(view => ({ ...view, quotes: [] })) : views
}

function advertView(advert: AdvertBehind, now: Date): AdvertView {
  return {
    title: advert.title,
    advertiser: advert.company || 'not named',
    source: advert.sourceName,
    rate: rateLabel(advert.card),
    engagement: engagementLabel(advert.card),
    posted: dateLabel(advert.postedAt ?? advert.firstSeenAt, now),
    state: advert.closedAt ? 'closed' : 'open, seen',
    seen: ageLabel(advert.closedAt ?? advert.lastSeenAt, now),
    href: `/go/${advert.id}`,
    host: whither(advert.url, advert.sourceName),
    reasons: advert.reasons,
    attribution: { text: advert.attribution.text, href: webAddress(advert.attribution.url) },
  }
}

/** Roles of the same discipline and rung: where to go from a role that is closed or not right. */
export function similarTo(card: ContractCard): BoardQuery {
  return {
    ...NO_FILTER,
    discipline: card.discipline ? [card.discipline.value] : [],
    seniority: card.seniority ? [card.seniority.rung] : [],
  }
}
