-- Addresses that get no mail: a mail server knows nothing of them, somebody called a mail of ours spam, or asked to be forgotten. Only the
-- hash is kept, so that it outlives the subscriber's own data; an answer to a fresh question lifts it.
create table suppression (
  -- SHA-256 of the address in lower case.
  address_hash bytea primary key,
  because text not null check (because in ('bounced', 'complained', 'erased', 'by hand')),
  -- The server's words, where there are any.
  words text,
  at timestamptz not null default now()
);

-- The same, beside the address while there is one: the sender looks here.
alter table subscriber rename column undeliverable_at to suppressed_at;
alter table subscriber rename column undeliverable_because to suppressed_because;
insert into suppression (address_hash, because, words, at)
  select sha256(convert_to(lower(email), 'UTF8')), 'bounced', suppressed_because, suppressed_at from subscriber where suppressed_at is not null;
