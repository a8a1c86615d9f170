-- Once a year an alert nobody touched asks whether it is still wanted; without an answer it ends a month later.
alter table saved_search add column wanted_at timestamptz not null default now();
update saved_search set wanted_at = coalesce(confirmed_at, created_at);
create index saved_search_by_wanted on saved_search (wanted_at) where confirmed_at is not null and stopped_at is null;

-- The question is a confirmation like the first one.
alter table confirmation add column still boolean not null default false;
