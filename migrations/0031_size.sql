-- What makes an answer smaller. What the judge found, questions and transcripts are packed from now on
-- (`src/store/packed-json.ts`); what stands there already is read as it is.

-- A question of the bank as it was when somebody was asked it, once for all of them, by the hash of its JSON: a turn
-- names it, and says in what it asked something else.
create table bank_snapshots (
  hash text primary key,
  question text not null
) strict, without rowid;

-- What became of each concept stands in one row with what was found: JSON, the verdict by the id of the concept.
alter table evaluations add column verdicts text not null default '{}';
update evaluations set verdicts = (
  select json_group_object(concept_id, verdict) from concept_results where evaluation_id = evaluations.id)
where id in (select evaluation_id from concept_results);
drop table concept_results;
create view concept_results as
select evaluations.id as evaluation_id, tenant, person_id, question_id, result.key as concept_id,
  result.value as verdict, created_at
from evaluations, json_each(evaluations.verdicts) result;
create index evaluations_by_question on evaluations (person_id, question_id);

create trigger evaluations_unlearn after delete on evaluations when old.verdicts <> '{}' begin
  update concept_cards set (misses, verdict) = (
    select counted.misses, counted.verdict from concept_cards_counted counted
    where counted.person_id = old.person_id and counted.question_id = old.question_id
      and counted.concept_id = concept_cards.concept_id)
  where person_id = old.person_id and question_id = old.question_id;
end;
create trigger evaluations_learn after update of person_id on evaluations when new.verdicts <> '{}' begin
  update concept_cards set (misses, verdict) = (
    select counted.misses, counted.verdict from concept_cards_counted counted
    where counted.person_id = new.person_id and counted.question_id = new.question_id
      and counted.concept_id = concept_cards.concept_id)
  where person_id = new.person_id and question_id = new.question_id;
end;

-- A person has some hundred cards, and they stand next to each other; a session and a question have few answers.
drop index concept_cards_by_due;
drop index concept_cards_open;
drop index answers_by_turn;
create index answers_by_turn on answers (turn_id);
drop index answers_by_session;
create index answers_by_session on answers (session_id);
