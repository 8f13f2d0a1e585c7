-- When two people interview each other: who answers in each of the two slots, and who asks. A slot without an interviewer
-- is asked by the program. `choice`: what the interviewer wants asked next. The rows go when the invitation is refused.
create table interview_slots (
  session_id text not null references sessions (id) on delete cascade,
  number integer not null check (number in (1, 2)),
  candidate_id text not null references people (id) on delete cascade,
  interviewer_id text references people (id) on delete set null,
  level text not null,
  minutes integer,
  begun_at text,
  ends_at text,
  ended_at text,
  choice text,
  primary key (session_id, number)
) strict, without rowid;
create index interview_slots_by_candidate on interview_slots (candidate_id);
create index interview_slots_by_interviewer on interview_slots (interviewer_id);
