// The tables of how crawls go: runs, the pace of hosts, and what is known of pages.
import type { ColumnType } from 'kysely'
import type { CrawlOutcome, Default, DefaultInstant, DefaultJson, Id, Instant, Maybe, MaybeInstant } from './schema.ts'

export interface HostPaceTable {
  host: string
  last_at: Instant
  held_until: MaybeInstant
  busy_by: Maybe<string>
  busy_until: MaybeInstant
}

export interface CrawlPageTable {
  source_id: string
  key: Buffer
  etag: Maybe<string>
  last_modified: Maybe<string>
  robots_tag: Maybe<string>
  body_hash: Maybe<string>
  fingerprint: Maybe<string>
  reading: string
  adverts: number
  follow: ColumnType<object | null, string | null | undefined, string | null>
  more: Default<boolean>
  read_at: DefaultInstant
  run_id: number
}

/** Of the adverts that a run read: how many had which field, and how many bore the title that came most often. */
export interface RunShape {
  read: number
  title: number
  url: number
  pay: number
  location: number
  sameTitle: number
}

export interface CrawlRunTable {
  id: Id
  source_id: string
  started_at: DefaultInstant
  heartbeat_at: DefaultInstant
  finished_at: MaybeInstant
  outcome: Default<CrawlOutcome>
  reason: Maybe<string>
  pages: Default<number>
  found: Default<number>
  new: Default<number>
  changed: Default<number>
  unchanged: Default<number>
  refused: Default<number>
  bytes: Default<number>
  flaws: DefaultJson<string[]>
  continues: Maybe<number>
  began_at: DefaultInstant
  unfinished: Default<boolean>
  shape: ColumnType<RunShape | null, string | null | undefined, string | null>
}
