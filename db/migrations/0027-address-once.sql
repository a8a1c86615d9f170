-- Every update of an advert that is not made in place enters it into all its indexes again, and an index of an expression works it out
-- anew: 22 of 57 µs an advert filed went into its address, which had not changed. Kept with the row, it is worked out where the address is
-- written.
drop index posting_by_address;
alter table posting add column address_stem bigint generated always as (address_stem(url)) stored;
create index posting_by_address on posting (address_stem);
