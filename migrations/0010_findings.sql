-- Evaluations hold findings instead of sentences, and one column holds the scores of all dimensions, as JSON by name.
-- What version 0.1.0 stored is kept: verdicts with their concepts and quotes become findings, each sentence becomes one
-- with the code "legacy" and the sentence as its text. Nothing is guessed from what a sentence says.
drop index evaluations_by_person;
alter table evaluations add column scores text not null default '{}';
update evaluations set scores = json_patch('{}', json_object(
  'technical', technical, 'structure', structure, 'clarity', clarity, 'grammar', grammar, 'delivery', delivery));
alter table evaluations drop column technical;
alter table evaluations drop column structure;
alter table evaluations drop column clarity;
alter table evaluations drop column grammar;
alter table evaluations drop column delivery;
create index evaluations_by_person on evaluations (person_id, created_at, tenant, overall, scores, domain);

-- A merge with {} leaves out what is null, also inside.
update evaluations set evaluation = json_set(evaluation,
  '$.dimensions', json((
    select json_group_object(judged.key, json_set(json_patch('{}', json_object(
      'reason', json(iif(judged.value ->> '$.reason' is null, null, json_object(
        'code', 'legacy', 'dimension', judged.key, 'values', json_object('text', judged.value ->> '$.reason')))),
      'scorer', judged.value ->> '$.scorer',
      'confidence', judged.value ->> '$.confidence',
      'findings', json((
        select json_group_array(json(finding)) from (
          select item.key as place, 0 as part, json_patch('{}', json_object(
            'code', item.value ->> '$.verdict',
            'dimension', judged.key,
            'about', iif(judged.key = 'technical', item.value ->> '$.concept', replace(item.value ->> '$.concept', ' ', '-')),
            'values', json(iif(judged.key = 'technical', json_object('statement', item.value ->> '$.concept'), null)),
            'evidence', json_object('quote', item.value ->> '$.quote',
              'startMs', item.value ->> '$.startMs', 'endMs', item.value ->> '$.endMs')
          )) as finding
          from json_each(judged.value, '$.evidence') item where item.value ->> '$.verdict' is not null
          union all
          select item.key, 1, json_patch('{}', json_object(
            'code', 'legacy',
            'dimension', judged.key,
            'about', iif(item.value ->> '$.verdict' is null, null,
              iif(judged.key = 'technical', item.value ->> '$.concept', replace(item.value ->> '$.concept', ' ', '-'))),
            'values', json_object('text', item.value ->> '$.note'),
            'evidence', json_object('quote', item.value ->> '$.quote',
              'startMs', item.value ->> '$.startMs', 'endMs', item.value ->> '$.endMs')
          ))
          from json_each(judged.value, '$.evidence') item where item.value ->> '$.note' is not null
          order by 1, 2
        )
      ))
    )), '$.score', judged.value -> '$.score'))
    from json_each(evaluation, '$.dimensions') judged
  )),
  '$.feedback', json_patch('{}', json_object(
    'substance', 'answer',
    'strength', json_object('code', 'legacy', 'dimension', 'technical',
      'values', json_object('text', evaluation ->> '$.feedback.strength')),
    'fix', json_object('kind', 'legacy', 'values', json_object(
      'text', evaluation ->> '$.feedback.fix', 'summary', evaluation ->> '$.feedback.summary')),
    'rewrite', evaluation ->> '$.feedback.rewrite',
    'points', json_object('made', 0, 'of', 0),
    'way', 0)),
  '$.followUp', json_object(
    'text', iif(evaluation ->> '$.followUp.aimedAt' = 'done', null, evaluation ->> '$.followUp.text'),
    'source', evaluation ->> '$.followUp.source',
    'aimedAt', iif(evaluation ->> '$.followUp.aimedAt' = 'done', 'done', 'legacy'),
    'ask', iif(evaluation ->> '$.followUp.aimedAt' = 'done', 0, evaluation ->> '$.followUp.text'),
    'lead', 0));
