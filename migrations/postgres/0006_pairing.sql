-- Practice partners: one group of people a tenant, matched in rounds.
create table pair_groups (
  tenant text collate "C" primary key,
  platform text collate "C" not null,
  -- Where rooms are made and the digest is posted; null for nowhere.
  channel_id text collate "C",
  -- When rounds go out: as it was typed, and as cron with five fields.
  said text collate "C" not null,
  cron text collate "C" not null,
  time_zone text collate "C" not null,
  -- How long before a round goes out the organiser sees it; 0 for not at all.
  preview_hours integer not null,
  odd text collate "C" not null,
  digest integer not null,
  -- JSON: a list of {from, to}, days in `time_zone`.
  days_off text collate "C" not null,
  active integer not null,
  organiser_id text collate "C" references people (id) on delete set null,
  next_at text collate "C",
  created_at text collate "C" not null
);
create index pair_groups_by_organiser on pair_groups (organiser_id);

create table pair_members (
  tenant text collate "C" not null,
  person_id text collate "C" not null references people (id) on delete cascade,
  domain text collate "C" not null,
  level text collate "C" not null,
  -- An ordinary week by the person's own clock: mon-fri 18-21, sat 10-14.
  hours text collate "C" not null,
  paused_until text collate "C",
  -- The round in which nobody was found for them the last time.
  left_out_at text collate "C",
  joined_at text collate "C" not null,
  primary key (tenant, person_id)
);
create index pair_members_by_person on pair_members (person_id);

-- Whom somebody never wants to be matched with. The other account is kept as a fingerprint: it still holds if they are
-- erased and come back.
create table pair_avoided (
  tenant text collate "C" not null,
  person_id text collate "C" not null references people (id) on delete cascade,
  avoided text collate "C" not null,
  created_at text collate "C" not null,
  primary key (tenant, person_id, avoided)
);
create index pair_avoided_by_person on pair_avoided (person_id);

create table pair_rounds (
  id text collate "C" primary key,
  tenant text collate "C" not null,
  -- When it goes out.
  due_at text collate "C" not null,
  -- shown: the organiser sees it; sent; stopped by the organiser; off: a day off.
  state text collate "C" not null,
  created_at text collate "C" not null
);
create unique index pair_rounds_by_tenant on pair_rounds (tenant, due_at);

create table pair_matches (
  id text collate "C" primary key,
  round_id text collate "C" not null references pair_rounds (id) on delete cascade,
  tenant text collate "C" not null,
  -- The proposed hour; null where the people have none in common.
  starts_at text collate "C",
  -- How often the hour was changed: the calendar file counts it.
  moves integer not null default 0,
  -- The room that was made for it.
  channel_id text collate "C",
  thread_id text collate "C",
  -- planned, sent, or off: somebody cannot come.
  state text collate "C" not null,
  created_at text collate "C" not null
);
create index pair_matches_by_round on pair_matches (round_id);

create table pair_partners (
  match_id text collate "C" not null references pair_matches (id) on delete cascade,
  person_id text collate "C" not null references people (id) on delete cascade,
  -- coming, other-time, cannot; null until they say.
  answer text collate "C",
  -- What they say afterwards: yes, not-yet, no-show.
  met text collate "C",
  primary key (match_id, person_id)
);
create index pair_partners_by_person on pair_partners (person_id);
