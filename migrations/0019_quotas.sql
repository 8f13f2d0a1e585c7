-- What a guild or workspace, and each person in it, used on a day: kept only where a quota is set, and for two days.
create table tenant_use (
  -- In UTC: 2026-11-28.
  day text not null,
  tenant text not null,
  answers integer not null default 0,
  audio_ms integer not null default 0,
  primary key (day, tenant)
) strict, without rowid;

create table person_use (
  day text not null,
  person_id text not null references people (id) on delete cascade,
  tenant text not null,
  answers integer not null default 0,
  audio_ms integer not null default 0,
  primary key (day, person_id, tenant)
) strict, without rowid;
create index person_use_by_person on person_use (person_id);
