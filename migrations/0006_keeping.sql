-- What a store that is kept for years needs: what is dropped with age is found by an index, and what was done is noted.

-- When the words of an answer were dropped, since they were older than they may be kept.
alter table answers add column emptied_at text;
create index answers_to_empty on answers (tenant, created_at) where emptied_at is null;
create index utterance_audio_by_age on utterance_audio (created_at);

-- Numbers that belong to nobody: all that is left of people who were forgotten.
create table counts (
  name text primary key,
  value integer not null
) strict, without rowid;

-- When what has to be done regularly was done last, and what came of it.
create table upkeep (
  task text primary key,
  ran_at text not null,
  outcome text not null
) strict, without rowid;
