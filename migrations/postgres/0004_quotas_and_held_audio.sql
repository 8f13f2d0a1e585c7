-- What a guild or workspace, and each person in it, used on a day: kept only where a quota is set, and for two days.
create table tenant_use (
  -- In UTC: 2026-11-28.
  day text collate "C" not null,
  tenant text collate "C" not null,
  answers integer not null default 0,
  audio_ms bigint not null default 0,
  primary key (day, tenant)
);

create table person_use (
  day text collate "C" not null,
  person_id text collate "C" not null references people (id) on delete cascade,
  tenant text collate "C" not null,
  answers integer not null default 0,
  audio_ms bigint not null default 0,
  primary key (day, person_id, tenant)
);
create index person_use_by_person on person_use (person_id);

-- Recordings that came just after an answer was submitted, until their author says where they belong.
create table held_audio (
  held_id text collate "C" not null references held_texts (id) on delete cascade,
  position integer not null,
  key text collate "C",
  start_ms integer not null,
  end_ms integer not null,
  -- 16-bit samples at 16 kHz.
  pcm bytea not null,
  primary key (held_id, position)
);
