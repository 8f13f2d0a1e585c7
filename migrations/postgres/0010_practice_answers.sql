-- Who said whether they come to one occurrence of a planned practice.
create table practice_answers (
  schedule_id text collate "C" not null references schedules (id) on delete cascade,
  due_at text collate "C" not null,
  person_id text collate "C" not null references people (id) on delete cascade,
  tenant text collate "C" not null,
  -- coming or cannot.
  answer text collate "C" not null,
  primary key (schedule_id, due_at, person_id)
);
create index practice_answers_by_person on practice_answers (person_id);
