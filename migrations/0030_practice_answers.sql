-- Who said whether they come to one occurrence of a planned practice.
create table practice_answers (
  schedule_id text not null references schedules (id) on delete cascade,
  due_at text not null,
  person_id text not null references people (id) on delete cascade,
  tenant text not null,
  -- coming or cannot.
  answer text not null,
  primary key (schedule_id, due_at, person_id)
) strict, without rowid;
create index practice_answers_by_person on practice_answers (person_id);
