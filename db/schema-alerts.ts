// The tables of alerts and their mails; part of db/schema.ts.
import type { ColumnType, Generated } from 'kysely'
import type { DayRate } from '../listings/card.ts'
import type { Default, DefaultInstant, DefaultJson, Json, Maybe, MaybeInstant } from './schema.ts'

export interface SubscriberTable {
  id: Generated<string>
  email: string
  created_at: DefaultInstant
  suppressed_at: MaybeInstant
  suppressed_because: Maybe<string>
  links_made: Default<number>
  link_asked_at: MaybeInstant
  link_sent_at: MaybeInstant
}

export interface ErasureTable {
  subscriber_id: string
  asked_at: DefaultInstant
}

/** When a saved search mails, and in the same words what a question asks to agree to. */
interface RhythmColumns {
  every: Default<'hour' | 'day' | 'week'>
  hour: number
  weekday: Default<number>
  quiet_days: Default<number[]>
  time_zone: string
}

export interface SavedSearchTable extends RhythmColumns {
  id: Generated<string>
  subscriber_id: string
  query: string
  paused_until: MaybeInstant
  wanted_at: DefaultInstant
  created_at: DefaultInstant
  consent: DefaultJson<object>
  confirmed_at: MaybeInstant
  stopped_at: MaybeInstant
  last_run_at: MaybeInstant
  due_at: DefaultInstant
  seeded_at: MaybeInstant
}

export interface ConfirmationTable extends RhythmColumns {
  id: Generated<string>
  saved_search_id: string
  mailbox_key: Buffer
  asked_from: string
  asked_at: DefaultInstant
  sent_at: MaybeInstant
  answered_at: MaybeInstant
  tries: Default<number>
  next_try_at: DefaultInstant
  last_error: Maybe<string>
  given_up_at: MaybeInstant
  given_up_because: Maybe<'asked again' | 'empty' | 'refused' | 'faulty'>
  still: Default<boolean>
}

export interface MailTokenTable {
  hash: Buffer
  purpose: 'confirm' | 'unsubscribe' | 'digest' | 'manage'
  saved_search_id: Maybe<string>
  subscriber_id: Maybe<string>
  created_at: DefaultInstant
  expires_at: MaybeInstant
  used_at: MaybeInstant
  confirmation_id: Maybe<string>
  digest_id: Maybe<string>
}

export interface NewsletterIssueTable {
  issued_on: ColumnType<string, string, string>
  matter: Json<object>
  made_at: DefaultInstant
}

export interface DigestTable {
  id: Generated<string>
  saved_search_id: string
  local_date: ColumnType<string, string, string>
  slot: Default<number>
  claimed_at: DefaultInstant
  sent_at: MaybeInstant
  tries: Default<number>
  next_try_at: DefaultInstant
  last_error: Maybe<string>
  given_up_at: MaybeInstant
  given_up_because: Maybe<'stale' | 'empty' | 'refused' | 'faulty'>
}

/** One row. */
export interface MailTallyTable {
  one: Default<boolean>
  counted_to: DefaultInstant
  sent: Default<number>
  stale: Default<number>
  empty: Default<number>
  refused: Default<number>
  faulty: Default<number>
  last_sent_at: MaybeInstant
}

export interface MatchTable {
  saved_search_id: string
  listing_id: number
  why: DefaultJson<string[]>
  matched_at: DefaultInstant
  digest_id: Maybe<string>
  dismissed_at: MaybeInstant
  also_of: Maybe<number>
  telling: Default<number>
  /** When a webhook of the alert told of it. */
  posted_at: MaybeInstant
  news: Default<News>
  rate: ColumnType<DayRate | null, string | null | undefined, string | null>
}

export interface WebhookTable {
  saved_search_id: string
  kind: 'json' | 'slack' | 'teams'
  url: string
  secret: Buffer
  created_at: DefaultInstant
  last_try_at: MaybeInstant
  last_answer: Maybe<string>
  failing_since: MaybeInstant
  disabled_at: MaybeInstant
}

export interface WebhookDeliveryTable {
  id: Generated<string>
  saved_search_id: string
  digest_id: Maybe<string>
  created_at: DefaultInstant
  sent_at: MaybeInstant
  tries: Default<number>
  next_try_at: DefaultInstant
  last_error: Maybe<string>
  given_up_at: MaybeInstant
  given_up_because: Maybe<'empty' | 'refused' | 'faulty'>
}

/** Why a role is told of: it is new, its rate moved, it is open again after a month. */
export type News = 'new' | 'rate' | 'reopened'
