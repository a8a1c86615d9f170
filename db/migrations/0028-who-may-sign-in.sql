-- People who run the installation, each with a token of their own, of which only the hash is kept. Who is removed is signed out by the same
-- statement. Whoever signs in with the token of the settings has no name.
create table admin (
  name text primary key check (length(name) between 1 and 60),
  token_hash bytea not null unique check (octet_length(token_hash) = 32),
  added_at timestamptz not null default now()
);
alter table admin_session add column admin text references admin on delete cascade;
