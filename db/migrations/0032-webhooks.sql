-- The roles of an alert posted to an address of its owner's, beside the mail. The secret signs what is posted, so it is kept as it is.
create table webhook (
  saved_search_id uuid primary key references saved_search on delete cascade,
  kind text not null check (kind in ('json', 'slack', 'teams')),
  url text not null check (length(url) <= 2000),
  secret bytea not null check (octet_length(secret) = 32),
  created_at timestamptz not null default now(),
  last_try_at timestamptz,
  last_answer text,
  failing_since timestamptz,
  disabled_at timestamptz
);

-- What is to be posted: promised by the statement that promises a digest, or a test, which is of none.
create table webhook_delivery (
  id uuid primary key default uuidv7(),
  saved_search_id uuid not null references saved_search on delete cascade,
  digest_id uuid references digest on delete cascade,
  created_at timestamptz not null default now(),
  sent_at timestamptz,
  tries integer not null default 0,
  next_try_at timestamptz not null default now(),
  last_error text,
  given_up_at timestamptz,
  given_up_because text check (given_up_because in ('empty', 'refused', 'faulty'))
);
create index webhook_delivery_to_send on webhook_delivery (next_try_at) where sent_at is null and given_up_at is null;
create index webhook_delivery_of_search on webhook_delivery (saved_search_id);
create index webhook_delivery_of_digest on webhook_delivery (digest_id);

-- A role whose mail could not leave goes into the next digest; where it was posted it is not posted again.
alter table match add column posted_at timestamptz;
