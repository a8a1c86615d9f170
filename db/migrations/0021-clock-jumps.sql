-- Jumps of the clock that somebody who counts the hours by himself has seen: a day's mails must not leave because a clock was set wrong.
create table clock_jump (
  at timestamptz not null default now(),
  -- Forward; below zero for back.
  hours double precision not null
);
create index clock_jump_by_time on clock_jump (at);
