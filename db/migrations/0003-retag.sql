-- Adverts that an older reader read, in the order in which they are read again; finding that there are none must cost nothing.
create index posting_to_retag on posting (reader_version, id);
