-- Why a promised mail was given up, to be counted: what ends without a mail and without an error is what nobody notices.
alter table digest add column given_up_because text check (given_up_because in ('stale', 'empty', 'refused', 'faulty'));
alter table confirmation add column given_up_because text check (given_up_because in ('asked again', 'empty', 'refused', 'faulty'));
