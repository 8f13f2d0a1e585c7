-- How people get on: what progress, leaderboards and planned practices read, and what they keep.

alter table people add column weekly_goal integer;
-- What the questions of a session are chosen for: what the person missed before, or, without it, what is fresh to them.
alter table sessions add column focus text;

-- Everything that a trend is drawn from stands in the index itself: a person's scores lie next to each other.
drop index evaluations_by_person;
create index evaluations_by_person on evaluations
  (person_id, created_at, tenant, overall, technical, structure, clarity, grammar, delivery, domain);
drop index evaluations_by_tenant;
create index evaluations_by_tenant on evaluations (tenant, created_at, person_id);
create index answers_by_submission on answers (person_id, submitted_at, tenant, state) where submitted_at is not null;
drop index concept_results_by_person;
create index concept_results_by_person on concept_results
  (person_id, question_id, concept_id, created_at, verdict);

-- How often a concept was missed or stated wrongly, and what became of it the last time: triggers keep both.
alter table concept_cards add column misses integer not null default 0;
alter table concept_cards add column verdict text;
create index concept_cards_open on concept_cards (person_id, due_at) where misses > 0 and verdict <> 'covered';

create view concept_cards_counted as
select card.person_id, card.question_id, card.concept_id,
  (
    select count(*) from concept_results result
    where result.person_id = card.person_id and result.question_id = card.question_id
      and result.concept_id = card.concept_id and result.verdict in ('missed', 'contradicted')
  ) as misses,
  (
    select result.verdict from concept_results result
    where result.person_id = card.person_id and result.question_id = card.question_id
      and result.concept_id = card.concept_id
    order by result.created_at desc limit 1
  ) as verdict
from concept_cards card;

create trigger concept_cards_begin after insert on concept_cards begin
  update concept_cards set (misses, verdict) = (
    select counted.misses, counted.verdict from concept_cards_counted counted
    where counted.person_id = new.person_id and counted.question_id = new.question_id
      and counted.concept_id = new.concept_id)
  where person_id = new.person_id and question_id = new.question_id and concept_id = new.concept_id;
end;
create trigger concept_cards_follow after update of card, person_id on concept_cards begin
  update concept_cards set (misses, verdict) = (
    select counted.misses, counted.verdict from concept_cards_counted counted
    where counted.person_id = new.person_id and counted.question_id = new.question_id
      and counted.concept_id = new.concept_id)
  where person_id = new.person_id and question_id = new.question_id and concept_id = new.concept_id;
end;
create trigger concept_results_fall after delete on concept_results begin
  update concept_cards set (misses, verdict) = (
    select counted.misses, counted.verdict from concept_cards_counted counted
    where counted.person_id = old.person_id and counted.question_id = old.question_id
      and counted.concept_id = old.concept_id)
  where person_id = old.person_id and question_id = old.question_id and concept_id = old.concept_id;
end;
create trigger concept_results_move after update of person_id on concept_results begin
  update concept_cards set (misses, verdict) = (
    select counted.misses, counted.verdict from concept_cards_counted counted
    where counted.person_id = new.person_id and counted.question_id = new.question_id
      and counted.concept_id = new.concept_id)
  where person_id = new.person_id and question_id = new.question_id and concept_id = new.concept_id;
end;
update concept_cards set (misses, verdict) = (
  select counted.misses, counted.verdict from concept_cards_counted counted
  where counted.person_id = concept_cards.person_id and counted.question_id = concept_cards.question_id
    and counted.concept_id = concept_cards.concept_id);
-- Second tries and follow-ups that somebody answered.
create index turns_taken_up on turns (person_id, kind) where kind <> 'question' and close_reason = 'answered';
drop index ratings_by_person;
create index ratings_by_person on ratings (person_id, kind);

-- What a person did in one tenant in a week or month (of UTC, which begins on `starts_on`) and in all, kept up to date
-- by triggers, so that a leaderboard reads its first rows and not every answer. Only answers with a score count. `gain`
-- is their mean score of the period against that of the ten answers before it; in all, that of the last five answers
-- against the first five. It is null while there is too little to compare.
create table standings (
  tenant text not null,
  person_id text not null references people (id) on delete cascade,
  period text not null check (period in ('week', 'month', 'all')),
  starts_on text not null,
  -- Whether the person chose to appear on leaderboards there.
  listed integer not null,
  answers integer not null,
  gain real,
  primary key (tenant, person_id, period, starts_on)
) strict, without rowid;
create index standings_by_person on standings (person_id);
create index standings_by_answers on standings (tenant, period, starts_on, listed, answers);
create index standings_by_gain on standings (tenant, period, starts_on, gain) where listed = 1 and gain is not null;

-- Each standing as the evaluations say it.
create view standings_counted as
select
  s.tenant, s.person_id, s.period, s.starts_on,
  (
    select count(*) from evaluations e
    where e.person_id = s.person_id and e.tenant = s.tenant and e.overall is not null
      and (s.period = 'all' or (e.created_at >= s.starts_on and e.created_at < date(
        s.starts_on, iif(s.period = 'week', '+7 days', '+1 month'))))
  ) as answers,
  case s.period when 'all' then
    (
      select iif(count(*) >= 10, 0, null) from evaluations e
      where e.person_id = s.person_id and e.tenant = s.tenant and e.overall is not null
    ) + (
      select avg(overall) from (
        select overall from evaluations e
        where e.person_id = s.person_id and e.tenant = s.tenant and e.overall is not null
        order by e.created_at desc limit 5)
    ) - (
      select avg(overall) from (
        select overall from evaluations e
        where e.person_id = s.person_id and e.tenant = s.tenant and e.overall is not null
        order by e.created_at limit 5)
    )
  else
    (
      select iif(count(*) >= 2, avg(e.overall), null) from evaluations e
      where e.person_id = s.person_id and e.tenant = s.tenant and e.overall is not null
        and e.created_at >= s.starts_on
        and e.created_at < date(s.starts_on, iif(s.period = 'week', '+7 days', '+1 month'))
    ) - (
      select iif(count(*) >= 2, avg(overall), null) from (
        select overall from evaluations e
        where e.person_id = s.person_id and e.tenant = s.tenant and e.overall is not null
          and e.created_at < s.starts_on
        order by e.created_at desc limit 10)
    )
  end as gain
from standings s;

create trigger evaluations_stand after insert on evaluations when new.overall is not null begin
  insert into standings (tenant, person_id, period, starts_on, listed, answers, gain)
  select new.tenant, new.person_id, column1, column2,
    exists (select 1 from settings where tenant = new.tenant and person_id = new.person_id
      and name = 'onLeaderboard' and value = '1'),
    0, null
  from (values
    ('week', date(new.created_at, '-6 days', 'weekday 1')),
    ('month', date(new.created_at, 'start of month')),
    ('all', ''))
  where true
  on conflict do nothing;
  -- A board shows the week and the month that run now, here or a day's turn away.
  delete from standings
  where tenant = new.tenant and person_id = new.person_id and period <> 'all' and starts_on < (
    select date(max(created_at), iif(standings.period = 'week', '-14 days', '-62 days'))
    from evaluations where person_id = new.person_id);
  update standings set (answers, gain) = (
    select counted.answers, counted.gain from standings_counted counted
    where counted.tenant = standings.tenant and counted.person_id = standings.person_id
      and counted.period = standings.period and counted.starts_on = standings.starts_on)
  where tenant = new.tenant and person_id = new.person_id;
end;

create trigger evaluations_fall after delete on evaluations when old.overall is not null begin
  update standings set (answers, gain) = (
    select counted.answers, counted.gain from standings_counted counted
    where counted.tenant = standings.tenant and counted.person_id = standings.person_id
      and counted.period = standings.period and counted.starts_on = standings.starts_on)
  where tenant = old.tenant and person_id = old.person_id;
  delete from standings where tenant = old.tenant and person_id = old.person_id and answers = 0;
end;

-- Two accounts of one person become one: what the second had done counts for the first.
create trigger evaluations_move after update of person_id on evaluations when new.overall is not null begin
  insert into standings (tenant, person_id, period, starts_on, listed, answers, gain)
  select tenant, new.person_id, period, starts_on,
    exists (select 1 from settings where tenant = new.tenant and person_id = new.person_id
      and name = 'onLeaderboard' and value = '1'),
    0, null
  from standings where tenant = new.tenant and person_id = old.person_id
  on conflict do nothing;
  update standings set (answers, gain) = (
    select counted.answers, counted.gain from standings_counted counted
    where counted.tenant = standings.tenant and counted.person_id = standings.person_id
      and counted.period = standings.period and counted.starts_on = standings.starts_on)
  where tenant = new.tenant and person_id in (old.person_id, new.person_id);
  delete from standings where tenant = new.tenant and person_id = old.person_id and answers = 0;
end;

create trigger settings_list after insert on settings when new.name = 'onLeaderboard' begin
  update standings set listed = (new.value = '1') where tenant = new.tenant and person_id = new.person_id;
end;
create trigger settings_relist after update on settings when new.name = 'onLeaderboard' begin
  update standings set listed = 0 where tenant = old.tenant and person_id = old.person_id;
  update standings set listed = (new.value = '1') where tenant = new.tenant and person_id = new.person_id;
end;
create trigger settings_unlist after delete on settings when old.name = 'onLeaderboard' begin
  update standings set listed = 0 where tenant = old.tenant and person_id = old.person_id;
end;

-- Settings of a tenant stand in the same table and belong to nobody, so there is no foreign key that would do this.
create index settings_by_person on settings (person_id) where person_id <> '';
create trigger people_settings after delete on people begin
  delete from settings where person_id = old.id and person_id <> '';
end;

insert into standings (tenant, person_id, period, starts_on, listed, answers, gain)
select distinct e.tenant, e.person_id, 'all', '', 0, 0, null from evaluations e where e.overall is not null
union
select distinct e.tenant, e.person_id, 'week', date(e.created_at, '-6 days', 'weekday 1'), 0, 0, null
from evaluations e where e.overall is not null and e.created_at >= date('now', '-21 days')
union
select distinct e.tenant, e.person_id, 'month', date(e.created_at, 'start of month'), 0, 0, null
from evaluations e where e.overall is not null and e.created_at >= date('now', '-62 days');
update standings set (answers, gain) = (
  select counted.answers, counted.gain from standings_counted counted
  where counted.tenant = standings.tenant and counted.person_id = standings.person_id
    and counted.period = standings.period and counted.starts_on = standings.starts_on);

-- Codes that join another account with the one they were made for; only their hash is kept.
create table link_codes (
  code_hash text primary key,
  person_id text not null references people (id) on delete cascade,
  tenant text not null,
  user_id text not null,
  valid_until text not null
) strict, without rowid;
create index link_codes_by_person on link_codes (person_id);

-- Wrong codes that somebody gave: with too many of them, no further one is looked at for a while.
create table link_guesses (
  person_id text not null references people (id) on delete cascade,
  guessed_at text not null
) strict;
create index link_guesses_by_person on link_guesses (person_id, guessed_at);

-- Practices that come round by themselves in a channel.
create table schedules (
  id text primary key,
  tenant text not null,
  platform text not null,
  channel_id text not null,
  thread_id text,
  -- As it was said, and as cron.
  said text not null,
  cron text not null,
  time_zone text not null,
  domain text not null,
  level text not null,
  open_minutes integer not null,
  remind_minutes integer not null,
  -- The group keeps its practice when the person who planned it is forgotten.
  created_by text references people (id) on delete set null,
  next_at text,
  snoozed_until text,
  created_at text not null
) strict, without rowid;
create index schedules_by_tenant on schedules (tenant, created_at);
create index schedules_by_creator on schedules (created_by);

-- What became of each time that a practice came round.
create table schedule_rounds (
  schedule_id text not null references schedules (id) on delete cascade,
  due_at text not null,
  state text not null check (state in ('open', 'closed', 'missed', 'left-out')),
  session_id text references sessions (id) on delete set null,
  primary key (schedule_id, due_at)
) strict, without rowid;
create index schedule_rounds_by_session on schedule_rounds (session_id);
