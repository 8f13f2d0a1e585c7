-- Practice partners: one group of people a tenant, matched in rounds.
create table pair_groups (
  tenant text primary key,
  platform text not null,
  -- Where rooms are made and the digest is posted; null for nowhere.
  channel_id text,
  -- When rounds go out: as it was typed, and as cron with five fields.
  said text not null,
  cron text not null,
  time_zone text not null,
  -- How long before a round goes out the organiser sees it; 0 for not at all.
  preview_hours integer not null,
  odd text not null,
  digest integer not null,
  -- JSON: a list of {from, to}, days in `time_zone`.
  days_off text not null,
  active integer not null,
  organiser_id text references people (id) on delete set null,
  next_at text,
  created_at text not null
) strict, without rowid;
create index pair_groups_by_organiser on pair_groups (organiser_id);

create table pair_members (
  tenant text not null,
  person_id text not null references people (id) on delete cascade,
  domain text not null,
  level text not null,
  -- An ordinary week by the person's own clock: mon-fri 18-21, sat 10-14.
  hours text not null,
  paused_until text,
  -- The round in which nobody was found for them the last time.
  left_out_at text,
  joined_at text not null,
  primary key (tenant, person_id)
) strict, without rowid;
create index pair_members_by_person on pair_members (person_id);

-- Whom somebody never wants to be matched with. The other account is kept as a fingerprint: it still holds if they are
-- erased and come back.
create table pair_avoided (
  tenant text not null,
  person_id text not null references people (id) on delete cascade,
  avoided text not null,
  created_at text not null,
  primary key (tenant, person_id, avoided)
) strict, without rowid;
create index pair_avoided_by_person on pair_avoided (person_id);

create table pair_rounds (
  id text primary key,
  tenant text not null,
  -- When it goes out.
  due_at text not null,
  -- shown: the organiser sees it; sent; stopped by the organiser; off: a day off.
  state text not null,
  created_at text not null
) strict, without rowid;
create unique index pair_rounds_by_tenant on pair_rounds (tenant, due_at);

create table pair_matches (
  id text primary key,
  round_id text not null references pair_rounds (id) on delete cascade,
  tenant text not null,
  -- The proposed hour; null where the people have none in common.
  starts_at text,
  -- How often the hour was changed: the calendar file counts it.
  moves integer not null default 0,
  -- The room that was made for it.
  channel_id text,
  thread_id text,
  -- planned, sent, or off: somebody cannot come.
  state text not null,
  created_at text not null
) strict, without rowid;
create index pair_matches_by_round on pair_matches (round_id);

create table pair_partners (
  match_id text not null references pair_matches (id) on delete cascade,
  person_id text not null references people (id) on delete cascade,
  -- coming, other-time, cannot; null until they say.
  answer text,
  -- What they say afterwards: yes, not-yet, no-show.
  met text,
  primary key (match_id, person_id)
) strict, without rowid;
create index pair_partners_by_person on pair_partners (person_id);
