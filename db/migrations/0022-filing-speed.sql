-- Keys are two thirds of the rows that filing writes, and checking one by one that its advert is there took longer than writing them
-- (16 of 25 ms a hundred adverts). The linker holds the advert's row while it writes its keys; what goes takes them along here.
alter table posting_key drop constraint posting_key_posting_id_fkey;

create function drop_keys() returns trigger language plpgsql as $$
begin
  delete from posting_key using gone where posting_id = gone.id;
  return null;
end $$;
create trigger posting_deleted after delete on posting
  referencing old table as gone for each statement execute function drop_keys();

create function drop_all_keys() returns trigger language plpgsql as $$
begin
  truncate posting_key;
  return null;
end $$;
create trigger posting_truncated after truncate on posting for each statement execute function drop_all_keys();

-- A signature is written once and read whole: kept as its text it is neither taken apart nor put together again, and its samples are hashes,
-- which no compression makes smaller.
drop index posting_by_words;
alter table posting alter column signature type json using signature::json;
alter table posting alter column signature set storage external;
create index posting_by_words on posting (md5(signature #>> '{phrases,hashes}'), id) where closed_at is not null and signature is not null;
