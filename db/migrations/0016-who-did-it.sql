-- Who did it: the admin pages, or an account of the machine at the command line. What was written down before says so in its words.
alter table admin_log add column who text not null default 'admin pages';
