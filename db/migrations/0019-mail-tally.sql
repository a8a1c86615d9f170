-- What became of promised mails, counted up: a scrape adds the mails of the last hour or two and counts no old ones. One row.
create table mail_tally (
  one boolean primary key default true check (one),
  -- Digests that ended before this are in the counts below.
  counted_to timestamptz not null default '-infinity',
  sent bigint not null default 0,
  stale bigint not null default 0,
  empty bigint not null default 0,
  refused bigint not null default 0,
  faulty bigint not null default 0,
  last_sent_at timestamptz
);
insert into mail_tally default values;
create index digest_ended on digest (coalesce(sent_at, given_up_at)) where coalesce(sent_at, given_up_at) is not null;
create index confirmation_given_up on confirmation (given_up_because) where given_up_at is not null;
