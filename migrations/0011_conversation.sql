-- What a conversation needs to know of its place, its pauses and of words that come late.

-- On Discord `thread_id` held the voice channel of a spoken interview, or the channel a private one was started from.
alter table sessions add column voice_channel_id text;
alter table sessions add column origin_channel_id text;
update sessions set voice_channel_id = thread_id, thread_id = null
where platform = 'discord' and mode = 'voice' and thread_id is not null;
update sessions set origin_channel_id = thread_id, thread_id = null
where platform = 'discord' and thread_id is not null;

-- Why a session is paused, and when it ends if nobody comes back.
alter table sessions add column pause_reason text;
alter table sessions add column pause_ends_at text;
update sessions set pause_reason = 'asked' where state = 'paused';

-- Reasons were words or sentences; now they are codes.
update sessions set end_reason = 'stopped'
where end_reason is not null
  and end_reason not in ('completed', 'stopped', 'input-ended', 'replaced', 'forgotten', 'retried', 'score');

-- The time zone that a platform tells of a person, until they choose one.
alter table people add column suggested_time_zone text;

-- What somebody wrote just after they had submitted an answer, until they say where it belongs.
create table held_texts (
  id text primary key,
  tenant text not null,
  session_id text not null references sessions (id) on delete cascade,
  person_id text not null references people (id) on delete cascade,
  answer_id text not null references answers (id) on delete cascade,
  key text,
  text text not null,
  expires_at text not null
) strict;
create unique index held_texts_by_key on held_texts (key) where key is not null;
create index held_texts_by_session on held_texts (session_id);
create index held_texts_by_person on held_texts (person_id);
create index held_texts_by_answer on held_texts (answer_id);

-- Whether a follow-up was answered already.
create index turns_by_answer on turns (after_answer_id) where after_answer_id is not null;

alter table upkeep rename to maintenance;
-- Outcomes were sentences; the next run notes a code.
delete from maintenance;
update jobs set queue = 'maintenance' where queue = 'upkeep';
