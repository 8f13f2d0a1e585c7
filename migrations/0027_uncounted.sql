-- What is not counted in anybody's progress: parts of an answer that were said again, and warm-ups.
alter table sessions add column uncounted integer not null default 0;
-- Of a turn that asks for a part of an earlier answer again: what is to be changed in that part.
alter table turns add column part text;
create table uncounted_evaluations (
  answer_id text primary key references answers (id) on delete cascade,
  tenant text not null,
  person_id text not null references people (id) on delete cascade,
  -- Null once it was dropped because of its age.
  evaluation text,
  created_at text not null
) strict, without rowid;
create index uncounted_evaluations_by_person on uncounted_evaluations (person_id);
create index uncounted_evaluations_by_age on uncounted_evaluations (tenant, created_at);
