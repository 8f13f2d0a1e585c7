-- Stories that people chose to keep for their interviews: what they told, and for which question. Each goes with its answer.
create table kept_stories (
  id text collate "C" primary key,
  tenant text collate "C" not null,
  person_id text collate "C" not null references people (id) on delete cascade,
  answer_id text collate "C" not null unique references answers (id) on delete cascade,
  question_id text collate "C" not null,
  asked text collate "C" not null,
  told text collate "C" not null,
  created_at text collate "C" not null
);
create index kept_stories_by_person on kept_stories (person_id);
