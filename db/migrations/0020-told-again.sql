-- A role is told of again when it changes: its rate moved, or it opened again after a month. Each telling is a row of the ledger, so that a
-- digest keeps exactly the roles it had.
alter table match
  add column telling smallint not null default 0,
  add column news text not null default 'new' check (news in ('new', 'rate', 'reopened')),
  -- The day rate as of this telling, JSON null where none was stated: what the next one is measured by. SQL null: told before this was kept.
  add column rate jsonb;
alter table match drop constraint match_pkey;
alter table match add primary key (saved_search_id, listing_id, telling);

-- Why a role is held against the alerts: whoever was told of one is told again of a rate that an advert changed, and of a role that is back.
alter table match_due add column news text not null default 'new' check (news in ('new', 'rate', 'reopened'));
