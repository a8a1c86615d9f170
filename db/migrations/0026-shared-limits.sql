-- What visitors have asked for lately, shared by all web processes: when each one's bucket will be full again. Names are hashes, rows live
-- for a minute or two, and a crash may forget them all: it costs us a minute of counting anew.
create unlogged table spending (
  visitor text primary key,
  -- Milliseconds since 1970.
  full_at bigint not null
);
