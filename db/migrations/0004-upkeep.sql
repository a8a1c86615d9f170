-- Indexes for what is deleted, counted and asked for in the long run.

-- Rows that go with the row they point to: without these every delete reads the whole table.
create index confirmation_of_search on confirmation (saved_search_id);
create index mail_token_of_confirmation on mail_token (confirmation_id) where confirmation_id is not null;
create index mail_token_of_digest on mail_token (digest_id) where digest_id is not null;
create index link_evidence_by_match on link_evidence (matched_posting_id) where matched_posting_id is not null;

-- The cap on mails of the whole installation.
create index confirmation_sent on confirmation (sent_at) where sent_at is not null;

-- The rejection record by reason, newest first, and how many each reason has. The order by change is not asked for.
create index posting_refused_by_reason on posting (refusal, id desc) where refusal is not null and rescued_at is null;
drop index posting_refused;

-- When a crawl last brought an answer.
create index crawl_run_answered on crawl_run (finished_at) where outcome in ('complete', 'partial');

-- Whether any sample is on the board: every page asks.
create index listing_search_samples on listing_search (listing_id) where sample;

-- Nothing compares by trigrams. Where the extension is somebody else's, or something else in this database uses it, it stays.
do $$ begin
  drop extension if exists pg_trgm;
exception when insufficient_privilege or dependent_objects_still_exist then null;
end $$;
