import { randomUUID } from 'node:crypto';
import { type Dimension, dimensions, type Fix, type TenantId, type Verdict } from '../../src/domain.ts';
import { scheduleConcept } from '../../src/pipeline/questions/practice-schedule.ts';
import type { SqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import type { Store } from '../../src/store/store.ts';
import { sqliteOf } from './temporary.ts';

export type Practised = {
  tenant: TenantId;
  userId: string;
  at: string;
  overall: number | null;
  dimensions?: Partial<Record<Dimension, number>>;
  questionId?: string;
  domain?: string;
  fix?: Fix;
  kind?: 'question' | 'follow-up' | 'retry';
  concepts?: { id: string; verdict: Verdict }[];
};

/** Writes an answer with its evaluation straight into the tables, as an interview leaves it. */
export function insertPractised(store: Store, given: Practised): { personId: string; answerId: string } {
  const { sqlite } = sqliteOf(store);
  const { tenant, userId, at, overall, domain = 'cooking', kind = 'question' } = given;
  const questionId = given.questionId ?? 'cooking-junior-boil-pasta';
  const personId = personOf(sqlite, tenant, userId, at);
  const [sessionId, turnId, answerId, evaluationId] = [
    randomUUID(),
    randomUUID(),
    randomUUID(),
    randomUUID(),
  ];
  const question = JSON.stringify({
    id: questionId,
    domain,
    level: 'junior',
    kind: 'technical',
    text: `What of ${questionId}?`,
    concepts: [],
    modelAnswer: null,
    tags: [],
    source: 'bank',
  });
  const insert = (table: string, row: Record<string, string | number | null>) => {
    const names = Object.keys(row);
    const places = names.map(() => '?').join(', ');
    sqlite
      .prepare(`insert into ${table} (${names.join(', ')}) values (${places})`)
      .run(...Object.values(row));
  };
  insert('sessions', {
    id: sessionId,
    tenant,
    platform: tenant.split(':')[0] ?? '',
    channel_id: 'room',
    owner_id: personId,
    purpose: 'practice',
    domain,
    level: 'junior',
    mode: 'text',
    style: 'solo',
    private: 1,
    questions_planned: 1,
    follow_up_depth: 0,
    seed: 'x',
    state: 'ended',
    created_at: at,
    updated_at: at,
  });
  insert('participants', {
    session_id: sessionId,
    person_id: personId,
    user_id: userId,
    role: 'candidate',
    joined_at: at,
  });
  insert('turns', {
    id: turnId,
    session_id: sessionId,
    position: 1,
    number: 1,
    kind,
    person_id: personId,
    question_id: questionId,
    question,
    asked_at: at,
    closed_at: at,
    close_reason: 'answered',
  });
  insert('answers', {
    id: answerId,
    tenant,
    session_id: sessionId,
    turn_id: turnId,
    person_id: personId,
    state: 'evaluated',
    text: `Said by ${userId} in ${tenant}.`,
    created_at: at,
    submitted_at: at,
    evaluated_at: at,
  });
  const none = { score: null, scorer: 'test', confidence: 'low', findings: [] };
  insert('evaluations', {
    id: evaluationId,
    answer_id: answerId,
    tenant,
    person_id: personId,
    question_id: questionId,
    domain,
    level: 'junior',
    kind: 'technical',
    overall,
    scores: JSON.stringify(given.dimensions ?? {}),
    evaluation: JSON.stringify({
      id: evaluationId,
      overall,
      band: null,
      confidence: 'low',
      dimensions: Object.fromEntries(
        dimensions.map((name) => [name, { ...none, score: given.dimensions?.[name] ?? null }]),
      ),
      measures: { words: 5, sentences: 1, fillers: null, hedges: null, repetitions: 0 },
      feedback: {
        substance: 'answer',
        strength: null,
        fix: given.fix ?? { kind: 'polish' },
        points: { made: 0, of: 0 },
        way: 0,
      },
      followUp: { text: null, source: 'template', aimedAt: 'done', ask: 0, lead: 0 },
      degraded: [],
    }),
    created_at: at,
  });
  for (const { id, verdict } of given.concepts ?? []) {
    insert('concept_results', {
      evaluation_id: evaluationId,
      person_id: personId,
      question_id: questionId,
      concept_id: id,
      verdict,
      created_at: at,
    });
    const card = sqlite
      .prepare<[string, string, string], { card: string }>(
        'select card from concept_cards where person_id = ? and question_id = ? and concept_id = ?',
      )
      .get(personId, questionId, id)?.card;
    const next = scheduleConcept(card ?? null, verdict, new Date(at));
    sqlite
      .prepare(
        'insert or replace into concept_cards (person_id, question_id, concept_id, card, due_at) values (?, ?, ?, ?, ?)',
      )
      .run(personId, questionId, id, next.card, next.dueAt);
  }
  return { personId, answerId };
}

function personOf(sqlite: SqliteStore['sqlite'], tenant: string, userId: string, at: string): string {
  const known = sqlite
    .prepare<[string, string], { person_id: string }>(
      'select person_id from accounts where tenant = ? and user_id = ?',
    )
    .get(tenant, userId);
  if (known) return known.person_id;
  const id = randomUUID();
  sqlite.prepare('insert into people (id, created_at) values (?, ?)').run(id, at);
  sqlite.prepare('insert into accounts values (?, ?, ?, ?)').run(tenant, userId, id, at);
  return id;
}
