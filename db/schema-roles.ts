// The part of the database's shape that is about adverts of one role: judgements, relations, old addresses, history.
import type { Default, DefaultInstant, Id, Json, Maybe, MaybeInstant } from './schema.ts'

export interface PostingKeyTable {
  key: string
  posting_id: number
}

export interface LinkEvidenceTable {
  posting_id: number
  listing_id: number
  matched_posting_id: Maybe<number>
  score: number
  reasons: Json<string[]>
  rules_version: number
  linked_at: DefaultInstant
}

export type Says = 'same' | 'different'

/** What somebody says of two adverts, which are named as their sources name them, the lesser first. */
export interface SaidOfPair {
  id: Id
  a_source: string
  a_advert: string
  b_source: string
  b_advert: string
  says: Says
}

export interface LinkVerdictTable extends SaidOfPair {
  decided_by: string
  reason: Default<string>
  at: DefaultInstant
  undone_at: MaybeInstant
}

export interface LinkSuggestionTable extends SaidOfPair {
  because: Maybe<'place' | 'level' | 'client' | 'terms' | 'work'>
  times: Default<number>
  state: Default<'open' | 'accepted' | 'declined'>
  at: DefaultInstant
  decided_at: MaybeInstant
  decided_by: Maybe<string>
}

export interface PostingRelationTable {
  a_id: number
  b_id: number
  kind: 'may_be_same' | 'other_location'
  score: number
  reasons: Json<string[]>
  rules_version: number
}

export interface ListingRedirectTable {
  old_slug: string
  old_id: number
  listing_id: number
  posting_id: Maybe<number>
}

export interface ListingEventTable {
  id: Id
  listing_id: number
  at: DefaultInstant
  what: 'merged' | 'split'
  other_id: number
  reasons: Json<string[]>
}

export interface PostingVersionTable {
  id: Id
  posting_id: number
  seen_at: DefaultInstant
  what: 'rate' | 'title' | 'place' | 'engagement' | 'term' | 'closed' | 'reopened'
  old: unknown
  new: unknown
}
