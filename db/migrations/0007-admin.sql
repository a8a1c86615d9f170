-- What must not be shown because somebody with a right to it asked: one advert by its address, or everything of a source. A row is kept
-- when it is undone. Postings are marked when they are saved, so a takedown outlives every later crawl.
create table takedown (
  id bigint generated always as identity primary key,
  -- One of the two: the address as given with the key it is compared by (listings/address-key.ts), or a source.
  url text,
  address_key text,
  source_id text references source on delete cascade,
  because text not null default '',
  asked_at timestamptz not null default now(),
  undone_at timestamptz,
  check ((url is null) = (address_key is null) and (url is null) <> (source_id is null))
);
create unique index takedown_of_address on takedown (address_key) where undone_at is null;
create unique index takedown_of_source on takedown (source_id) where undone_at is null;

alter table posting add column takedown_id bigint references takedown on delete set null;
create index posting_taken_down on posting (takedown_id) where takedown_id is not null;

-- A look at a place that may become a source: what an admin asked for, and what was found there. The source that is stored after a yes is
-- the one that was looked at, never one that a form brings back.
create table source_preview (
  id uuid primary key default uuidv7(),
  url text not null,
  asked_at timestamptz not null default now(),
  finished_at timestamptz,
  found jsonb,
  problem text,
  check ((finished_at is null) = (found is null and problem is null))
);
