-- What the host of a page said may be done with it (X-Robots-Tag, TDM-Reservation) when the page was read: a 304 may say otherwise.
alter table crawl_page add column robots_tag text;
