-- Stories that people chose to keep for their interviews: what they told, and for which question. Each goes with its answer.
create table kept_stories (
  id text primary key,
  tenant text not null,
  person_id text not null references people (id) on delete cascade,
  answer_id text not null unique references answers (id) on delete cascade,
  question_id text not null,
  asked text not null,
  told text not null,
  created_at text not null
) strict, without rowid;
create index kept_stories_by_person on kept_stories (person_id);
