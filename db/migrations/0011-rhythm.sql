-- How often an alert mails: as roles come (at most once an hour), once a day, or once a week; days without mail; and a pause.
alter table saved_search
  add column every text not null default 'day' check (every in ('hour', 'day', 'week')),
  -- ISO: Monday is 1. The day of a weekly mail.
  add column weekday smallint not null default 1 check (weekday between 1 and 7),
  add column quiet_days smallint[] not null default '{}' check (cardinality(quiet_days) < 7),
  add column paused_until timestamptz;

-- What was asked for waits for the answer, as the hour does.
alter table confirmation
  add column every text not null default 'day' check (every in ('hour', 'day', 'week')),
  add column weekday smallint not null default 1 check (weekday between 1 and 7),
  add column quiet_days smallint[] not null default '{}' check (cardinality(quiet_days) < 7);

-- One mail a local day, or a local hour of it: `slot` is that hour, 0 for the mail of a day or a week.
alter table digest add column slot smallint not null default 0 check (slot between 0 and 23);
alter table digest drop constraint digest_saved_search_id_local_date_key;
alter table digest add constraint digest_once unique (saved_search_id, local_date, slot);
