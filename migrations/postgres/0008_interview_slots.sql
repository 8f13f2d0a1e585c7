-- Who answers and who asks when two people interview each other: see 0028 of ../.
create table interview_slots (
  session_id text collate "C" not null references sessions (id) on delete cascade,
  number integer not null check (number in (1, 2)),
  candidate_id text collate "C" not null references people (id) on delete cascade,
  interviewer_id text collate "C" references people (id) on delete set null,
  level text collate "C" not null,
  minutes integer,
  begun_at text collate "C",
  ends_at text collate "C",
  ended_at text collate "C",
  choice text collate "C",
  primary key (session_id, number)
);
create index interview_slots_by_candidate on interview_slots (candidate_id);
create index interview_slots_by_interviewer on interview_slots (interviewer_id);
