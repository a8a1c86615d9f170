-- When an alert is looked at next, so that a minute's look costs what is due and not what there is. Never later than its moment; earlier
-- costs one look.
alter table saved_search add column due_at timestamptz not null default '-infinity';
create index saved_search_due on saved_search (due_at) where confirmed_at is not null and stopped_at is null;

-- Whatever the moment hangs on has it worked out anew, whoever changes it.
create function look_again() returns trigger language plpgsql as $$
begin
  new.due_at := '-infinity';
  return new;
end
$$;
create trigger saved_search_look_again
  before update of confirmed_at, every, hour, weekday, quiet_days, time_zone, paused_until on saved_search
  for each row execute function look_again();
