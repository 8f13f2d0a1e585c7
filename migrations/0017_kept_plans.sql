-- Plans for an interview that people chose to keep, with the quotes that they were made from; never the documents.
create table kept_plans (
  id text primary key,
  tenant text not null,
  person_id text not null references people (id) on delete cascade,
  plan text not null,
  created_at text not null
) strict, without rowid;
create index kept_plans_by_person on kept_plans (person_id);
