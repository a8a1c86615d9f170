-- Who asked to be forgotten while a mail to them was under way: the wish outlives the page that took it, and nothing else is sent meanwhile.
create table erasure (
  subscriber_id uuid primary key references subscriber on delete cascade,
  asked_at timestamptz not null default now()
);
