-- What a bot takes up again after a restart.
create index sessions_by_platform on sessions (platform, state);

-- The next question, got ready while somebody still answers the one before it.
create table prepared_questions (
  session_id text not null references sessions (id) on delete cascade,
  number integer not null,
  question text not null,
  created_at text not null,
  primary key (session_id, number)
) strict, without rowid;
