-- What people who manage a server or workspace did there. Whoever did it is forgotten with the person; what was done stays.
create table audit_entries (
  id text primary key,
  at text not null,
  tenant text not null,
  -- As the platform calls the account; null once the person is forgotten.
  user_id text,
  person_id text references people (id) on delete set null,
  action text not null,
  -- The setting, interview or planned practice that it was done to.
  subject text not null,
  -- JSON: the values before and after, where there are any.
  detail text
) strict;
create index audit_entries_by_age on audit_entries (at);
create index audit_entries_of_person on audit_entries (person_id) where person_id is not null;
