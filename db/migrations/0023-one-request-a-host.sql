-- Which request is under way at a host, and until when it counts as such where nobody says that it is over.
alter table host_pace add column busy_by uuid, add column busy_until timestamptz;
