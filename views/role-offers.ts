// What the adverts of a role amount to, and which other roles it has to do with.
import type { AdvertBehind, ListingDetail } from '../db/listings.ts'
import type { RelatedListing } from '../db/relations.ts'
import { offersOf } from '../listings/offers.ts'
import type { Offer } from '../listings/offers.ts'
import { ENGAGEMENT_LABELS, countLabel, moneyLabel, placeLabel, rangeLabel, rateLabel } from './labels.ts'
import { inWords } from './sentences.ts'

export interface OffersView {
  /** "4 adverts, £500–£575 a day outside IR35" */
  words: string
  /** The advert with the best rate; null where one is as good as the other. */
  best: { rate: string; who: string; href: string } | null
  /** Where two firms or more advertise: what not to do; '' otherwise. */
  warning: string
}

export function offersView(listing: ListingDetail): OffersView {
  const { adverts, offers, advertisers } = offersOf(listing.adverts.map(advert => ({ ...advert, open: advert.closedAt === null })))
  const [main] = offers
  // Rates inside and outside IR35 are different money: with both, none is called the best; nor when none can be had any more.
  const best = offers.length === 1 && !listing.closedAt ? main?.best : undefined
  const payer = listing.adverts.find(advert => advert.id === listing.provenance.dayRate)
  return {
    words: `${[countLabel(adverts, 'advert'), ...offers.map(offerWords)].join(', ')}${best?.postingId === payer?.id ? '' : headlineWords(listing, payer, offers)}`,
    best:
      best && main
        ? {
            rate: `${moneyLabel(best.rate, main.currency)} a day`,
            who: best.company || sourceOf(listing.adverts, best.postingId),
            href: `/go/${best.postingId}`,
          }
        : null,
    warning:
      advertisers.length < 2 || listing.closedAt
        ? ''
        : `${inWords(advertisers)} advertise this role. Apply through one of them only: whoever is put forward twice is often dropped by both.`,
  }
}

/** Whose rate the page's headline is, where the adverts together offer another: two numbers without a word would contradict one another. */
function headlineWords({ card }: ListingDetail, payer: AdvertBehind | undefined, offers: Offer[]): string {
  const rate = card.dayRate
  if (!payer || !rate || offers.length === 0) return ''
  const [low, high] = [rate.min ?? rate.max, rate.max ?? rate.min]
  if (offers.every(offer => offer.min === low && offer.max === high)) return ''
  return ` (the rate above is that of ${payer.company || payer.sourceName})`
}

function offerWords({ min, max, currency, engagement }: Offer): string {
  return `${rangeLabel(min, max, currency)} a day${engagement ? ` ${ENGAGEMENT_LABELS[engagement]}` : ''}`
}

function sourceOf(adverts: AdvertBehind[], id: number): string {
  return adverts.find(advert => advert.id === id)?.sourceName ?? ''
}

export interface RelatedView {
  /** "May be the same role as …" */
  maybe: { title: string; href: string; facts: string; reasons: string[]; advert: string; other: string }[]
  /** "Also in …" */
  elsewhere: { place: string; href: string }[]
}

export function relatedView(related: RelatedListing[]): RelatedView {
  return {
    maybe: related
      .filter(({ kind }) => kind === 'may_be_same')
      .slice(0, 5)
      .map(one => ({
        title: one.title,
        href: `/roles/${one.slug}`,
        facts: [rateLabel(one.card).words, placeLabel(one.card)].filter(words => words !== '').join(' · '),
        reasons: one.reasons,
        advert: String(one.postingId),
        other: String(one.otherPostingId),
      })),
    elsewhere: related
      .filter(({ kind }) => kind === 'other_location')
      .map(one => ({ place: one.card.places?.value[0]?.name ?? one.title, href: `/roles/${one.slug}` })),
  }
}
