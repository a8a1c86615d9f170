-- The board's search: every fact a role is filtered by, its line on the board, and word of every change for indexes in memory.

alter table listing_search
  add column days_on_site smallint,
  -- Months; both or neither.
  add column term_min real,
  add column term_max real,
  -- As soon as possible is before every day.
  add column starts_on date,
  -- What has to be held to begin; null where nothing has to be, or nobody says so.
  add column clearance_needed text,
  add column sector text,
  add column advertiser text,
  add column methods text[] not null default '{}',
  -- Ids of the sources with an open advert, and the telling words of its advertisers' names.
  add column sources text[] not null default '{}',
  add column agencies text[] not null default '{}',
  add column closes_at timestamptz,
  -- What a line of the board shows, so that a page is 25 rows by key and nothing else; null = put together from the listing.
  add column summary jsonb,
  -- Which way of filling this table the row was filled by; the linker fills older rows again.
  add column filled_by smallint not null default 0;
-- Only words and the line of the board are stored out of the row: with its small target, TOAST would move every list and every region
-- name there too, and each count would fetch them one by one (14,981 pages instead of 570 for 3,600 roles).
alter table listing_search
  alter column summary set storage external,
  alter column methods set storage main, alter column sources set storage main, alter column agencies set storage main,
  alter column region set storage main, alter column engagement set storage main, alter column sector set storage main;
-- Frequencies of some ten thousand words: what the width of a search's window is taken from.
alter table listing_search alter column head set statistics 1000, alter column body set statistics 1000;

create index listing_search_filled on listing_search (filled_by);
drop index listing_search_rate;
create index listing_search_rate on listing_search (day_rate_max desc nulls last, first_seen_at desc, listing_id desc);
create index listing_search_closing on listing_search (closes_at, first_seen_at desc, listing_id desc);
-- Rare combinations of filters without words; skip scans serve those that leave the first columns open.
create index listing_search_filters on listing_search (discipline, engagement, seniority, remote, first_seen_at desc, listing_id desc);
create index listing_search_point on listing_search (lat, lon);

-- Tells who listens which rows changed, when the transaction commits. 300 ids stay below the 8,000 bytes of a message.
create function tell_search() returns trigger language plpgsql as $$
begin
  perform pg_notify('search', ids)
  from (select string_agg(listing_id::text, ',') as ids
        from (select listing_id, (row_number() over () - 1) / 300 as part from changed) as numbered group by part) as parts;
  return null;
end $$;
create trigger listing_search_inserted after insert on listing_search
  referencing new table as changed for each statement execute function tell_search();
create trigger listing_search_updated after update on listing_search
  referencing new table as changed for each statement execute function tell_search();
create trigger listing_search_deleted after delete on listing_search
  referencing old table as changed for each statement execute function tell_search();
