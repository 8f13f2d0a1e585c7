-- People, sessions, answers and what was made of them. Moments are ISO-8601 text in UTC; JSON is checked at the edge.

create table people (
  id text primary key,
  time_zone text,
  created_at text not null
) strict;

-- One person as one tenant knows them. Two accounts that were linked share a person, and so a history.
create table accounts (
  tenant text not null,
  user_id text not null,
  person_id text not null references people (id) on delete cascade,
  created_at text not null,
  primary key (tenant, user_id)
) strict;
create index accounts_by_person on accounts (person_id);

create table sessions (
  id text primary key,
  tenant text not null,
  platform text not null,
  channel_id text not null,
  thread_id text,
  owner_id text not null references people (id) on delete cascade,
  purpose text not null check (purpose in ('practice', 'score')),
  domain text not null,
  level text not null,
  mode text not null,
  style text not null,
  private integer not null,
  language text,
  questions_planned integer not null,
  follow_up_depth integer not null,
  answer_seconds integer,
  seed text not null,
  state text not null check (state in ('active', 'paused', 'ended')),
  end_reason text,
  created_at text not null,
  updated_at text not null,
  ended_at text
) strict;
create index sessions_by_place on sessions (tenant, channel_id, state);
create index sessions_by_owner on sessions (owner_id, created_at);

create table participants (
  session_id text not null references sessions (id) on delete cascade,
  person_id text not null references people (id) on delete cascade,
  user_id text not null,
  role text not null check (role in ('candidate', 'observer')),
  joined_at text not null,
  left_at text,
  primary key (session_id, person_id)
) strict;
create index participants_by_person on participants (person_id);

-- A question as it was asked: a snapshot, so that an edited bank never changes history.
create table turns (
  id text primary key,
  session_id text not null references sessions (id) on delete cascade,
  position integer not null,
  number integer not null,
  kind text not null check (kind in ('question', 'follow-up', 'retry')),
  person_id text references people (id) on delete cascade,
  after_answer_id text,
  question_id text not null,
  question text not null,
  asked_at text not null,
  closes_at text,
  closed_at text,
  close_reason text
) strict;
create unique index turns_by_session on turns (session_id, position);
create index turns_by_person on turns (person_id);

create table answers (
  id text primary key,
  tenant text not null,
  session_id text not null references sessions (id) on delete cascade,
  turn_id text not null references turns (id) on delete cascade,
  person_id text not null references people (id) on delete cascade,
  state text not null check (state in ('open', 'submitted', 'transcribed', 'evaluated', 'failed', 'cancelled')),
  retry_of text references answers (id) on delete set null,
  text text,
  failure text,
  created_at text not null,
  submitted_at text,
  evaluated_at text
) strict;
create index answers_by_turn on answers (turn_id, person_id);
create index answers_by_session on answers (session_id, created_at);
create index answers_by_person on answers (person_id, created_at);
create index answers_by_retry on answers (retry_of);

-- A piece of an answer: one message that was typed, or one stretch of speech.
create table utterances (
  id text primary key,
  answer_id text not null references answers (id) on delete cascade,
  position integer not null,
  key text,
  source text not null check (source in ('typed', 'spoken')),
  state text not null check (state in ('pending', 'ready', 'silent', 'failed', 'withdrawn')),
  text text,
  start_ms integer,
  end_ms integer,
  received_share real,
  transcript text,
  failure text,
  created_at text not null
) strict;
create index utterances_by_answer on utterances (answer_id, position);
create unique index utterances_by_key on utterances (key) where key is not null;

-- Sound that is still to be transcribed, or that the owner and the person both chose to keep: signed 16-bit, 16 kHz, mono.
create table utterance_audio (
  utterance_id text primary key references utterances (id) on delete cascade,
  pcm blob not null,
  created_at text not null
) strict;

create table evaluations (
  id text primary key,
  answer_id text not null unique references answers (id) on delete cascade,
  tenant text not null,
  person_id text not null references people (id) on delete cascade,
  question_id text not null,
  domain text not null,
  level text not null,
  kind text not null,
  overall real,
  technical real,
  structure real,
  clarity real,
  grammar real,
  delivery real,
  evaluation text not null,
  created_at text not null
) strict;
create index evaluations_by_person on evaluations (person_id, created_at);
create index evaluations_by_tenant on evaluations (tenant, created_at);

-- What people said of an answer: peers rate it by rubric, its author says whether the score was fair.
create table ratings (
  answer_id text not null references answers (id) on delete cascade,
  person_id text not null references people (id) on delete cascade,
  kind text not null check (kind in ('peer', 'fair')),
  value real not null,
  created_at text not null,
  primary key (answer_id, person_id, kind)
) strict, without rowid;
create index ratings_by_person on ratings (person_id);

-- What became of each concept in one answer.
create table concept_results (
  evaluation_id text not null references evaluations (id) on delete cascade,
  person_id text not null references people (id) on delete cascade,
  question_id text not null,
  concept_id text not null,
  verdict text not null check (verdict in ('covered', 'partial', 'missed', 'contradicted')),
  quote text,
  created_at text not null,
  primary key (evaluation_id, concept_id)
) strict, without rowid;
create index concept_results_by_person on concept_results (person_id, question_id, concept_id, created_at);

-- When a concept should be practised again (spaced repetition), one card a person and concept.
create table concept_cards (
  person_id text not null references people (id) on delete cascade,
  question_id text not null,
  concept_id text not null,
  card text not null,
  due_at text not null,
  primary key (person_id, question_id, concept_id)
) strict, without rowid;
create index concept_cards_by_due on concept_cards (person_id, due_at);

create table consents (
  id text primary key,
  tenant text not null,
  person_id text not null references people (id) on delete cascade,
  scope text not null,
  text_version text not null,
  granted_at text not null,
  revoked_at text
) strict;
create index consents_by_person on consents (person_id, tenant, scope);

-- Settings of a tenant (person_id '') or of a person in it.
create table settings (
  tenant text not null,
  person_id text not null default '',
  name text not null,
  value text not null,
  updated_at text not null,
  primary key (tenant, person_id, name)
) strict, without rowid;

create table jobs (
  id integer primary key autoincrement,
  queue text not null,
  -- A job with the key of one that exists is not added again.
  key text unique,
  -- Jobs of one lane run one at a time, in the order they were added.
  lane text,
  priority integer not null default 0,
  payload text not null,
  state text not null default 'waiting' check (state in ('waiting', 'leased', 'done', 'failed')),
  attempts integer not null default 0,
  max_attempts integer not null,
  run_at text not null,
  lease_owner text,
  lease_until text,
  error text,
  receipt text,
  created_at text not null,
  finished_at text
) strict;
create index jobs_to_run on jobs (queue, state, priority, run_at);
create index jobs_by_lane on jobs (lane, state, id) where lane is not null;
