-- What makes an answer smaller. What the judge found, questions and transcripts are packed from now on
-- (`src/store/packed-json.ts`); what stands there already is read as it is.
alter table evaluations alter column evaluation type text collate "C" using evaluation::text;

-- A question of the bank as it was when somebody was asked it, once for all of them, by the hash of its JSON: a turn
-- names it, and says in what it asked something else.
create table bank_snapshots (
  hash text collate "C" primary key,
  question text collate "C" not null
);

-- What became of each concept stands in one row with what was found: JSON, the verdict by the id of the concept.
alter table evaluations add column verdicts text collate "C" not null default '{}';
update evaluations set verdicts = results.verdicts
from (
  select evaluation_id, json_object_agg(concept_id, verdict)::text as verdicts from concept_results
  group by evaluation_id
) results
where results.evaluation_id = evaluations.id;
drop table concept_results;
drop function recount_card();
create view concept_results as
select evaluations.id as evaluation_id, tenant, person_id, question_id, result.key collate "C" as concept_id,
  result.value collate "C" as verdict, created_at
from evaluations cross join lateral json_each_text(evaluations.verdicts::json) result;
create index evaluations_by_question on evaluations (person_id, question_id);

create function recount_cards() returns trigger language plpgsql as $$
declare
  judged evaluations := case tg_op when 'DELETE' then old else new end;
begin
  update concept_cards set card = card
  where person_id = judged.person_id and question_id = judged.question_id;
  return null;
end $$;
create trigger evaluations_unlearn after delete on evaluations
  for each row when (old.verdicts <> '{}') execute function recount_cards();
create trigger evaluations_learn after update of person_id on evaluations
  for each row when (new.verdicts <> '{}') execute function recount_cards();

-- A person has some hundred cards; a session and a question have few answers.
drop index concept_cards_by_due;
drop index concept_cards_open;
drop index answers_by_turn;
create index answers_by_turn on answers (turn_id);
drop index answers_by_session;
create index answers_by_session on answers (session_id);
