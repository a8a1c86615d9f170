// Adverts on their way into listings: as they come to the linker, and as they leave it.
import type { Signature } from '../listings/sameness.ts'

/** An advert to be filed. */
export interface Unfiled {
  id: number
  source_id: string
  external_id: string
  title: string
  signature: Signature
  keys: string[]
  /** The listing it has been in; null for a new one. */
  listing_id: number | null
  /** Decided anew, whatever it was: its listing keeps its id for the first advert of it. */
  anew: boolean
  /** The source changed its words since it was filed; otherwise it was only read again, or came back. */
  edited: boolean
  open: boolean
  /** Open, or seen in the last sixty days. */
  recent: boolean
  firstSeenAt: Date
  lastSeenAt: Date
}

/** An advert that is in a listing. */
export interface Filed {
  id: number
  key: string
  listingId: number
  signature: Signature
  keys: string[]
  open: boolean
  lastSeenAt: Date
}

export interface Why {
  listingId: number
  matched: number | null
  score: number
  reasons: string[]
  /** It stays for the reasons that are on record. */
  stands?: boolean
}

/** A filed advert and why it is where it is. */
export interface Membership extends Filed, Why {
  recent: boolean
}

export interface NewListing {
  id: number
  title: string
  slug: string
  repostOf: number | null
}

/** Why an advert is where it is that began a listing, or stayed in one, which was merged into another: this, then the merge's reasons. */
export const PUT_TOGETHER = 'it began as a role of its own, which is one with this'

export interface Merge {
  from: number
  into: number
  reasons: string[]
}

export interface Relation {
  a: number
  b: number
  kind: 'may_be_same' | 'other_location'
  score: number
  reasons: string[]
}
