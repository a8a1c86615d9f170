-- What a live role is counted by, packed into one column by Postgres itself, so that a count reads one value a role and can never disagree
-- with the columns: db/search-facts.ts reads these bytes, and its lists stand in the order of those below. A value that is added there is
-- added here, by `alter column facts set expression`. It stands among the first columns, and so the table is made anew: behind thirty
-- others, half of them of any length, reaching it costs as much as all the rest (74 ms and 38 for the count of 100,000 roles).

-- 0 = nothing said, the place in the list, 127 = a word that is not in it.
create function word_place(listed text[], word text) returns integer language sql immutable parallel safe as
  $$ select case when word is null then 0 else coalesce(array_position(listed, word), 127) end $$;

create function word_bits(listed text[], words text[]) returns bigint language sql immutable parallel safe as
  $$ select coalesce(bit_or(1::bigint << (array_position(listed, word) - 1)), 0) from unnest(words) as word $$;

-- Four bytes a source. No two sources have the same four: the index below refuses the second.
create function source_codes(sources text[]) returns bytea language sql immutable parallel safe as
  $$ select coalesce(string_agg(int4send(hashtext(source)), ''), '') from unnest(sources) as source $$;
create unique index source_code on source (hashtext(id));

alter table listing_search rename to search_before;
create table listing_search (
  listing_id bigint not null,
  first_seen_at timestamptz not null,
  facts bytea storage main not null generated always as (
    -- Twelve bytes, each the place of a choice in its list.
    int4send(
      word_place('{outside,inside,umbrella,paye,fixed-term,small-client,exempt,conflicting}', engagement) * 16777216
      + word_place('{project,programme,portfolio,pmo,delivery,change}', discipline) * 65536
      + coalesce(seniority + 1, 0) * 256
      + word_place('{remote,hybrid,onsite}', remote))
    || int4send(
      coalesce(days_on_site + 1, 0) * 16777216
      + word_place('{North East,North West,Yorkshire and the Humber,East Midlands,West Midlands,East of England,London,South East,South West,Wales,Scotland,Northern Ireland}', region) * 65536
      + case when starts_on is null then 0 when starts_on = '-infinity' then 1 else 2 end * 256
      + word_place('{BPSS,CTC,SC,DV,eDV,NPPV,Security}', clearance_needed))
    || int4send(
      word_place('{finance,government,health,defence,energy,rail,construction,technology,telecoms,retail,pharma,manufacturing,utilities,education,transport,charity,media,legal,aerospace,nuclear}', sector) * 16777216
      + word_place('{agency,direct}', advertiser) * 65536
      -- Bands of £50 up to £1,500.
      + case when day_rate_max is null then 0 else least(day_rate_max / 50, 30) + 1 end * 256
      -- A bit for each span of months that the term touches: up to 3, 3 to 6, 6 to 12, from 12; 16 = not stated.
      + case when term_min is null or term_max is null then 16 else (term_min <= 3)::int + (term_max >= 3 and term_min <= 6)::int * 2
          + (term_max >= 6 and term_min <= 12)::int * 4 + (term_max >= 12)::int * 8 end)
    -- Least and highest stated rate added up, 0 = none; and how many sources follow at the end.
    || int4send(
      case when day_rate_estimated then 0 else least(coalesce(day_rate_max + coalesce(day_rate_min, day_rate_max), 0), 8388607) end * 256
      + least(cardinality(sources), 255))
    -- A bit for each method.
    || int8send(word_bits('{prince2,msp,mop,mor,p3o,agilepm,agile,waterfall,scrum,kanban,safe,certified-scrum-master,pmp,pmi-acp,apm,apm-pfq,apm-pmq,apm-ppq,chpp,nec,jct,fidic,lean-six-sigma,itil,prosci,change-management-apmg,better-business-cases,earned-value,riba,gds}', methods))
    -- Minutes since 1970, rounded up.
    || int4send(ceil(extract(epoch from first_seen_at - timestamptz '1970-01-01 00:00:00+00') / 60)::int)
    || source_codes(sources[1:255])
  ) stored,
  day_rate_min integer,
  day_rate_max integer,
  day_rate_estimated boolean not null default false,
  engagement text storage main,
  discipline text,
  seniority smallint,
  remote text,
  country text,
  region text storage main,
  lat real,
  lon real,
  sample boolean not null default false,
  days_on_site smallint,
  term_min real,
  term_max real,
  starts_on date,
  clearance_needed text,
  sector text storage main,
  advertiser text,
  methods text[] storage main not null default '{}',
  sources text[] storage main not null default '{}',
  agencies text[] storage main not null default '{}',
  closes_at timestamptz,
  filled_by smallint not null default 0,
  summary jsonb storage external,
  head tsvector storage main not null,
  body tsvector storage external not null
) with (toast_tuple_target = 128);
alter table listing_search alter column head set statistics 1000, alter column body set statistics 1000;
insert into listing_search (
  listing_id, first_seen_at, day_rate_min, day_rate_max, day_rate_estimated, engagement, discipline, seniority, remote, country,
  region, lat, lon, sample, days_on_site, term_min, term_max, starts_on, clearance_needed, sector, advertiser, methods, sources,
  agencies, closes_at, filled_by, summary, head, body)
select
  listing_id, first_seen_at, day_rate_min, day_rate_max, day_rate_estimated, engagement, discipline, seniority, remote, country,
  region, lat, lon, sample, days_on_site, term_min, term_max, starts_on, clearance_needed, sector, advertiser, methods, sources,
  agencies, closes_at, filled_by, summary, head, body
from search_before;
drop table search_before;

alter table listing_search add primary key (listing_id), add foreign key (listing_id) references listing on delete cascade;
create index listing_search_head on listing_search using gin (head);
create index listing_search_body on listing_search using gin (body);
create index listing_search_newest on listing_search (first_seen_at desc, listing_id desc);
create index listing_search_rate on listing_search (day_rate_max desc nulls last, first_seen_at desc, listing_id desc);
create index listing_search_closing on listing_search (closes_at, first_seen_at desc, listing_id desc);
create index listing_search_filters on listing_search (discipline, engagement, seniority, remote, first_seen_at desc, listing_id desc);
create index listing_search_point on listing_search (lat, lon);
create index listing_search_samples on listing_search (listing_id) where sample;
create index listing_search_filled on listing_search (filled_by);
create trigger listing_search_inserted after insert on listing_search
  referencing new table as changed for each statement execute function tell_search();
create trigger listing_search_updated after update on listing_search
  referencing new table as changed for each statement execute function tell_search();
create trigger listing_search_deleted after delete on listing_search
  referencing old table as changed for each statement execute function tell_search();

-- Roles that have closed are copied whole, in the same order of columns; what they would be counted by is never read.
alter table listing_past rename to past_before;
create table listing_past (like listing_search including defaults including storage);
insert into listing_past (
  listing_id, first_seen_at, facts, day_rate_min, day_rate_max, day_rate_estimated, engagement, discipline, seniority, remote, country,
  region, lat, lon, sample, days_on_site, term_min, term_max, starts_on, clearance_needed, sector, advertiser, methods, sources,
  agencies, closes_at, filled_by, summary, head, body)
select
  listing_id, first_seen_at, '', day_rate_min, day_rate_max, day_rate_estimated, engagement, discipline, seniority, remote, country,
  region, lat, lon, sample, days_on_site, term_min, term_max, starts_on, clearance_needed, sector, advertiser, methods, sources,
  agencies, closes_at, filled_by, summary, head, body
from past_before;
drop table past_before;
alter table listing_past add primary key (listing_id), add foreign key (listing_id) references listing on delete cascade;
create index listing_past_newest on listing_past (first_seen_at desc, listing_id desc);
create index listing_past_body on listing_past using gin (body);
analyze listing_search, listing_past;
