// The database's shape for Kysely. tests/db/schema.test.ts compares it with the migrated database, column by column.
import type { ColumnType, Generated, GeneratedAlways, JSONColumnType } from 'kysely'
import type { ClearanceLevel, ContractCard, Engagement, Discipline, Evidence, Remote, Sector } from '../listings/card.ts'
import type { AdvertiserKind } from '../listings/query.ts'
import type { RawPosting } from '../listings/posting.ts'
import type { Signature } from '../listings/sameness.ts'
import type { Block } from '../listings/text.ts'
import type {
  ConfirmationTable,
  DigestTable,
  ErasureTable,
  MailTallyTable,
  MailTokenTable,
  MatchTable,
  News,
  NewsletterIssueTable,
  SavedSearchTable,
  SubscriberTable,
  WebhookDeliveryTable,
  WebhookTable,
} from './schema-alerts.ts'
import type { CrawlPageTable, CrawlRunTable, HostPaceTable } from './schema-crawls.ts'
import type {
  LinkEvidenceTable,
  LinkSuggestionTable,
  LinkVerdictTable,
  ListingEventTable,
  ListingRedirectTable,
  PostingKeyTable,
  PostingRelationTable,
  PostingVersionTable,
} from './schema-roles.ts'

export type Instant = ColumnType<Date, Date | string, Date | string>
/** A column with a default: may be left out on insert. */
export type Default<T> = ColumnType<T, T | undefined, T>
export type DefaultInstant = ColumnType<Date, Date | string | undefined, Date | string>
export type Id = Generated<number>
export type Json<T extends object> = JSONColumnType<T>
export type DefaultJson<T extends object> = ColumnType<T, string | undefined, string>
export type MaybeInstant = ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
export type Maybe<T> = ColumnType<T | null, T | null | undefined, T | null>

export type CrawlOutcome = 'running' | 'complete' | 'imported' | 'partial' | 'suspect' | 'blocked' | 'deferred' | 'failed' | 'crashed'
export type SourceOrigin = 'catalogue' | 'sample' | 'added' | 'import'

export interface SourceTable {
  id: string
  name: string
  connector: string
  settings: DefaultJson<object>
  policy: Json<SourcePolicy>
  origin: SourceOrigin
  crawl_every_minutes: number
  next_crawl_at: DefaultInstant
  paused_at: MaybeInstant
  paused_because: Maybe<string>
  created_at: DefaultInstant
  degraded_at: MaybeInstant
  degraded_because: Maybe<string>
  unreachable_since: MaybeInstant
  drift_accepted_at: MaybeInstant
  stale_at: MaybeInstant
}

/** How a source may be asked and what may be done with what it gives. */
export interface SourcePolicy {
  attribution: { text: string; url: string }
  republish: 'full' | 'snippet' | 'link-only'
  statistics: boolean
  requestsPerDay: number
  /** Least delay between two requests to the host, milliseconds. */
  delayMs: number
  /** How long an advert may be unseen before it is closed, hours. */
  graceHours: number
}

export interface ListingTable {
  id: Default<number>
  slug: string
  title: string
  card: Json<ContractCard>
  provenance: DefaultJson<Partial<Record<keyof ContractCard, number>>>
  advertisers: Default<string[]>
  adverts: Default<number>
  first_seen_at: Instant
  last_seen_at: Instant
  closes_at: MaybeInstant
  changed_at: DefaultInstant
  closed_at: MaybeInstant
  closed_because: Maybe<string>
  repost_of: Maybe<number>
}

export interface PostingTable {
  id: Id
  source_id: string
  external_id: string
  url: string
  raw: Json<RawPosting>
  title: string
  company: string
  location: string
  blocks: Json<Block[]>
  card: Json<ContractCard>
  content_hash: string
  reader_version: number
  posted_at: MaybeInstant
  closes_at: MaybeInstant
  first_seen_at: DefaultInstant
  last_seen_at: DefaultInstant
  changed_at: DefaultInstant
  closed_at: MaybeInstant
  closed_because: Maybe<string>
  refusal: Maybe<string>
  refusal_evidence: ColumnType<Evidence[] | null, string | null | undefined, string | null>
  rescued_at: MaybeInstant
  signature: ColumnType<Signature | null, string | null | undefined, string | null>
  signature_version: Maybe<number>
  linked_at: MaybeInstant
  listing_id: Maybe<number>
  takedown_id: Maybe<number>
  page_key: Maybe<Buffer>
  gone_at: MaybeInstant
  link_only: Maybe<string>
  /** Worked out from the address, for takedowns; null where it is none. */
  address_stem: GeneratedAlways<number | null>
}

export interface ListingSearchTable {
  listing_id: number
  first_seen_at: Instant
  day_rate_min: Maybe<number>
  day_rate_max: Maybe<number>
  day_rate_estimated: Default<boolean>
  engagement: Maybe<Engagement>
  discipline: Maybe<Discipline>
  /** Index of the rung in SENIORITIES. */
  seniority: Maybe<number>
  remote: Maybe<Remote>
  country: Maybe<string>
  region: Maybe<string>
  lat: Maybe<number>
  lon: Maybe<number>
  sample: Default<boolean>
  head: string
  body: string
  days_on_site: Maybe<number>
  term_min: Maybe<number>
  term_max: Maybe<number>
  /** An ISO day, or -infinity for as soon as possible. */
  starts_on: Maybe<string>
  clearance_needed: Maybe<ClearanceLevel>
  sector: Maybe<Sector>
  advertiser: Maybe<AdvertiserKind>
  methods: Default<string[]>
  sources: Default<string[]>
  agencies: Default<string[]>
  closes_at: MaybeInstant
  summary: ColumnType<object | null, string | null | undefined, string | null>
  filled_by: Default<number>
  /** What it is counted by: db/search-facts.ts reads it. */
  facts: GeneratedAlways<Buffer>
}

export interface MatchDueTable {
  listing_id: number
  since: DefaultInstant
  news: Default<News>
}

export interface MailboxTable {
  id: Id
  message_id: string
  recipient: string
  subject: string
  headers: Json<Record<string, string>>
  html: string
  plain: string
  sent_at: DefaultInstant
}

export interface SuppressionTable {
  address_hash: Buffer
  because: 'bounced' | 'complained' | 'erased' | 'by hand'
  words: Maybe<string>
  at: DefaultInstant
}

export interface ClockJumpTable {
  at: DefaultInstant
  hours: number
}

export interface ClockTickTable {
  key: string
  at: DefaultInstant
}

export interface AdminTable {
  name: string
  token_hash: Buffer
  added_at: DefaultInstant
}

export interface AdminSessionTable {
  hash: Buffer
  created_at: DefaultInstant
  expires_at: Instant
  admin: Maybe<string>
}

export interface AdminLogTable {
  id: Id
  at: DefaultInstant
  action: string
  subject: string
  who: Default<string>
}

export interface TakedownTable {
  id: Id
  url: Maybe<string>
  address_key: Maybe<string>
  source_id: Maybe<string>
  because: Default<string>
  asked_at: DefaultInstant
  undone_at: MaybeInstant
}

export interface SourcePreviewTable {
  id: Generated<string>
  url: string
  asked_at: DefaultInstant
  finished_at: MaybeInstant
  found: ColumnType<PreviewFound | null, string | null | undefined, string | null>
  problem: Maybe<string>
}

/** What a look at a place found there: the source it would become, and its first adverts with their cards. */
export interface PreviewFound {
  source: {
    id: string
    name: string
    connector: string
    settings: object
    policy: SourcePolicy
    crawlEveryMinutes: number
  }
  /** How many adverts were found in all; `adverts` holds the first of them. */
  total: number
  adverts: PreviewAdvert[]
}

export interface PreviewAdvert {
  title: string
  company: string
  location: string
  url: string
  card: ContractCard
  /** Why it would not be shown; '' where it would. */
  refusal: string
}

export interface SpendingTable {
  visitor: string
  full_at: number
}

export interface Database {
  source: SourceTable
  host_pace: HostPaceTable
  crawl_page: CrawlPageTable
  crawl_run: CrawlRunTable
  listing: ListingTable
  posting: PostingTable
  posting_key: PostingKeyTable
  link_evidence: LinkEvidenceTable
  link_verdict: LinkVerdictTable
  link_suggestion: LinkSuggestionTable
  posting_relation: PostingRelationTable
  listing_redirect: ListingRedirectTable
  spending: SpendingTable
  listing_event: ListingEventTable
  posting_version: PostingVersionTable
  listing_search: ListingSearchTable
  /** Rows of the search whose roles have closed, younger than a month. */
  listing_past: ListingSearchTable
  subscriber: SubscriberTable
  erasure: ErasureTable
  webhook: WebhookTable
  webhook_delivery: WebhookDeliveryTable
  saved_search: SavedSearchTable
  confirmation: ConfirmationTable
  mail_token: MailTokenTable
  digest: DigestTable
  mail_tally: MailTallyTable
  suppression: SuppressionTable
  match: MatchTable
  match_due: MatchDueTable
  newsletter_issue: NewsletterIssueTable
  mailbox: MailboxTable
  clock_jump: ClockJumpTable
  clock_tick: ClockTickTable
  admin: AdminTable
  admin_session: AdminSessionTable
  admin_log: AdminLogTable
  takedown: TakedownTable
  source_preview: SourcePreviewTable
}
