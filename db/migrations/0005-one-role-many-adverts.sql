-- One role, many adverts: what people judged, what may be the same, where old addresses lead, and what changed when.

-- Which rules made a signature; those of older rules are made anew before anything is compared with them.
alter table posting add column signature_version integer;

-- The listing that a role had when it was advertised more than sixty days before.
alter table listing add column repost_of bigint references listing on delete set null;

-- What people decided about two adverts. Adverts are named as their source names them, without a reference: the judgement outlives
-- the row, so that an advert that was pruned and comes again is judged already. "C": the order must not hang on the server's language.
create table link_verdict (
  id bigint generated always as identity primary key,
  a_source text collate "C" not null,
  a_advert text collate "C" not null,
  b_source text collate "C" not null,
  b_advert text collate "C" not null,
  says text not null check (says in ('same', 'different')),
  -- Who decided, as the installation names its people; never a visitor.
  decided_by text not null,
  reason text not null default '',
  at timestamptz not null default now(),
  undone_at timestamptz,
  check ((a_source, a_advert) < (b_source, b_advert))
);
create unique index link_verdict_standing on link_verdict (a_source, a_advert, b_source, b_advert) where undone_at is null;

-- What visitors suggest; counted, not repeated, and without a word or an address of theirs.
create table link_suggestion (
  id bigint generated always as identity primary key,
  a_source text collate "C" not null,
  a_advert text collate "C" not null,
  b_source text collate "C" not null,
  b_advert text collate "C" not null,
  says text not null check (says in ('same', 'different')),
  -- What it is seen by, of a closed list.
  because text check (because in ('place', 'level', 'client', 'terms', 'work')),
  times integer not null default 1,
  state text not null default 'open' check (state in ('open', 'accepted', 'declined')),
  at timestamptz not null default now(),
  decided_at timestamptz,
  decided_by text,
  check ((state = 'open') = (decided_at is null)),
  check ((a_source, a_advert) < (b_source, b_advert))
);
create unique index link_suggestion_open on link_suggestion (a_source, a_advert, b_source, b_advert, says) where state = 'open';

-- Adverts of two listings that have to do with each other. Kept between adverts, so that it follows every merge and split by itself.
create table posting_relation (
  a_id bigint not null references posting on delete cascade,
  b_id bigint not null references posting on delete cascade,
  kind text not null check (kind in ('may_be_same', 'other_location')),
  score real not null,
  reasons jsonb not null,
  rules_version integer not null,
  primary key (a_id, b_id),
  check (a_id < b_id)
);
create index posting_relation_of_b on posting_relation (b_id);

-- Where the address of a listing leads that is one with another now. The old row stays, closed, for whatever points to it.
create table listing_redirect (
  old_slug text primary key,
  old_id bigint not null unique references listing on delete cascade,
  listing_id bigint not null references listing on delete cascade,
  -- The oldest advert that the old listing had: the address goes where it goes.
  posting_id bigint references posting on delete set null
);
create index listing_redirect_to on listing_redirect (listing_id);
create index listing_redirect_by_posting on listing_redirect (posting_id) where posting_id is not null;

-- When two listings became one, or one became two, and why.
create table listing_event (
  id bigint generated always as identity primary key,
  listing_id bigint not null references listing on delete cascade,
  at timestamptz not null default now(),
  what text not null check (what in ('merged', 'split')),
  other_id bigint not null references listing on delete cascade,
  reasons jsonb not null
);
create index listing_event_of on listing_event (listing_id, at);
create index listing_event_of_other on listing_event (other_id);

-- What a source changed about an advert: one row a fact, written only when it is another one.
create table posting_version (
  id bigint generated always as identity primary key,
  posting_id bigint not null references posting on delete cascade,
  seen_at timestamptz not null default now(),
  what text not null check (what in ('rate', 'title', 'place', 'engagement', 'term', 'closed', 'reopened')),
  old jsonb,
  new jsonb
);
create index posting_version_of on posting_version (posting_id, id);

-- The same words advertised again after their keys were pruned: found by the sample of the text's phrases.
create index posting_by_words on posting (md5(signature #>> '{phrases,hashes}'), id) where closed_at is not null and signature is not null;

-- Which memberships older rules decided, in the order in which they are decided again.
create index link_evidence_to_relink on link_evidence (rules_version, listing_id);

-- The nightly clearing of keys.
create index posting_closed_seen on posting (last_seen_at) where closed_at is not null;

-- One role in several towns is news once: the listing that stands for this one in the same alert.
alter table match add column also_of bigint references listing on delete cascade;
create index match_by_listing on match (listing_id);
create index match_also_of on match (also_of) where also_of is not null;
drop index match_owed;
create index match_owed on match (saved_search_id) where digest_id is null and also_of is null;
