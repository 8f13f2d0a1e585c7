-- Plans that people kept, what quotas count, aims of sessions, and the log of what managers did: see 0017 and 0018 of ../.
create table kept_plans (
  id text collate "C" primary key,
  tenant text collate "C" not null,
  person_id text collate "C" not null references people (id) on delete cascade,
  plan text collate "C" not null,
  created_at text collate "C" not null
);
create index kept_plans_by_person on kept_plans (person_id);

create table tenant_use (
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

alter table sessions add column aim text collate "C";
alter table sessions add column manner text collate "C";

create table audit_entries (
  id text collate "C" primary key,
  at text collate "C" not null,
  tenant text collate "C" not null,
  user_id text collate "C",
  person_id text collate "C" references people (id) on delete set null,
  action text collate "C" not null,
  subject text collate "C" not null,
  detail text collate "C"
);
create index audit_entries_by_age on audit_entries (at);
create index audit_entries_of_person on audit_entries (person_id) where person_id is not null;
