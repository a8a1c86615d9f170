-- The crawl run over many sources: a pace all processes share, pages that are known again, runs that go on where one broke off, and
-- sources that drift.

-- When each host was last asked, by whichever process.
create table host_pace (
  host text primary key,
  -- The start of the latest request that was given a turn; it may lie ahead.
  last_at timestamptz not null,
  -- The host itself asked not to be asked before then.
  held_until timestamptz
);

-- What a source's pages were when they were last read: what they can be known again by, and what came of them.
create table crawl_page (
  source_id text not null references source on delete cascade,
  -- MD5 of method, canonical address and body.
  key bytea not null,
  etag text,
  last_modified text,
  body_hash text,
  -- What the list that named the page said of its state; null where it said nothing.
  fingerprint text,
  -- Which reader, connector and settings read it: another one has to read it again.
  reading text not null,
  -- Adverts that were on it.
  adverts integer not null,
  -- The pages it leads to; null where they cannot be kept (keys in them, or too many).
  follow jsonb,
  more boolean not null default false,
  -- When it was last read, or its host last said that it is as it was; and the run (the first of a chain) that asked.
  read_at timestamptz not null default now(),
  run_id bigint not null,
  primary key (source_id, key)
);

alter table posting
  -- The page it was last read from.
  add column page_key bytea,
  -- When a sign first came that it is gone; a second sign in a later run closes it.
  add column gone_at timestamptz,
  -- In whose words it may not be shown elsewhere (noindex, tdm-reservation); then only facts and a link are.
  add column link_only text;
create index posting_by_page on posting (source_id, page_key) where page_key is not null;
-- The same advert under another id (D6).
create index posting_by_content on posting (source_id, content_hash);

alter table crawl_run
  -- The run whose work this one goes on with; a chain of them counts as one run that began with the first.
  add column continues bigint,
  add column began_at timestamptz not null default now(),
  -- It was stopped before it had asked for everything: the next run goes on where it was.
  add column unfinished boolean not null default false,
  -- Of the adverts that were read: how many had which field, and how many bore the same title.
  add column shape jsonb;
update crawl_run set began_at = started_at;

alter table crawl_run drop constraint crawl_run_outcome_check;
alter table crawl_run add constraint crawl_run_outcome_check
  check (outcome in ('running', 'complete', 'imported', 'partial', 'suspect', 'blocked', 'deferred', 'failed', 'crashed'));
update crawl_run set outcome = 'imported', reason = null where outcome = 'partial' and reason = 'an import';
drop index crawl_run_answered;
create index crawl_run_answered on crawl_run (finished_at) where outcome in ('complete', 'partial', 'imported');

alter table source
  -- Its last runs looked wrong, or its host is gone.
  add column degraded_at timestamptz,
  add column degraded_because text,
  -- Since when its host name has not been found.
  add column unreachable_since timestamptz,
  -- A person said that what it shows is right: only runs since then say what to expect.
  add column drift_accepted_at timestamptz,
  -- Degraded for so long that its adverts have left the board's search.
  add column stale_at timestamptz;
