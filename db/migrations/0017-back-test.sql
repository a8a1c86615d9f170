-- Rows of the search whose roles have closed, for as long as they are younger than a month: what an alert would have sent can only be told
-- with them. It fills from now on. A column added to listing_search is added here too; tests/db/schema.test.ts holds the two together.
create table listing_past (like listing_search including defaults including storage);
alter table listing_past add primary key (listing_id);
alter table listing_past add foreign key (listing_id) references listing on delete cascade;
create index listing_past_newest on listing_past (first_seen_at desc, listing_id desc);
create index listing_past_body on listing_past using gin (body);
