-- The page of one's own alerts, opened by a link in every mail: it belongs to a subscriber and not to one saved search.
alter table mail_token alter column saved_search_id drop not null;
alter table mail_token add column subscriber_id uuid references subscriber on delete cascade;
alter table mail_token add constraint mail_token_of_one check (num_nonnulls(saved_search_id, subscriber_id) = 1);
alter table mail_token drop constraint mail_token_purpose_check;
alter table mail_token add constraint mail_token_purpose_check check (purpose in ('confirm', 'unsubscribe', 'digest', 'manage'));
create index mail_token_of_subscriber on mail_token (subscriber_id) where subscriber_id is not null;

-- Raised when somebody asks that links which are out should stop working; the next mail carries new ones.
alter table subscriber add column links_made smallint not null default 1;

-- One mail with that link, asked for on the site: when it was last sent, so that nobody can flood a mailbox with it.
alter table subscriber add column link_asked_at timestamptz, add column link_sent_at timestamptz;
create index subscriber_link_to_send on subscriber (link_asked_at) where link_asked_at is not null;

-- "Not relevant": this role is told of no more in this alert, whatever becomes of it.
alter table match add column dismissed_at timestamptz;
