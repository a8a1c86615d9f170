-- Alerts: confirmation mails as rows that are owed, and addresses that take no mail.

-- A mail server said for good that this address does not exist; lifted when somebody confirms from it again.
alter table subscriber
  add column undeliverable_at timestamptz,
  add column undeliverable_because text;

-- When the roles of the days before the confirmation were put into the ledger, so that the first mail is not empty.
alter table saved_search add column seeded_at timestamptz;
create index saved_search_to_seed on saved_search (id) where confirmed_at is not null and seeded_at is null and stopped_at is null;
create index saved_search_live on saved_search (query) where confirmed_at is not null and stopped_at is null;

-- Somebody asked for an alert with this address; one mail is owed that asks whether it was them. The hour and zone wait here until
-- the answer, so that asking again for a known alert changes nothing before its owner says so.
create table confirmation (
  id uuid primary key default uuidv7(),
  saved_search_id uuid not null references saved_search on delete cascade,
  hour smallint not null check (hour between 0 and 23),
  time_zone text not null,
  -- SHA-256 of the mailbox without case, dots and "+anything": variants of one address share one cap.
  mailbox_key bytea not null,
  -- An IPv4 address or the /64 of an IPv6 one: for the cap on how many one visitor may ask for.
  asked_from text not null,
  asked_at timestamptz not null default now(),
  sent_at timestamptz,
  answered_at timestamptz,
  tries integer not null default 0,
  next_try_at timestamptz not null default now(),
  last_error text,
  given_up_at timestamptz
);
create index confirmation_to_send on confirmation (next_try_at) where sent_at is null and given_up_at is null;
create index confirmation_by_mailbox on confirmation (mailbox_key, sent_at);
create index confirmation_by_visitor on confirmation (asked_from, asked_at);

-- Which question a "confirm" token answers.
alter table mail_token add column confirmation_id uuid references confirmation on delete cascade;

-- And which digest a "see all roles" token opens.
alter table mail_token add column digest_id uuid references digest on delete cascade;
alter table mail_token drop constraint mail_token_purpose_check;
alter table mail_token add constraint mail_token_purpose_check check (purpose in ('confirm', 'unsubscribe', 'digest'));
create index mail_token_of_search on mail_token (saved_search_id);
