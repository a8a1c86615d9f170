-- The weekly newsletter is the saved search that asks for nothing: the same consent, links, pauses and stops. Once a week and no oftener.
alter table saved_search drop constraint saved_search_query_check;
alter table saved_search add constraint saved_search_query_check check (query <> '' or every = 'week');

-- What the newsletter of a day says, made when the first mail of that day is: everybody gets the same, and a second try says it again.
create table newsletter_issue (
  issued_on date primary key,
  matter jsonb not null,
  made_at timestamptz not null default now()
);
