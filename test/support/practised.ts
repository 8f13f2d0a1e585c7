import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import {
  type Actor,
  type Dimension,
  dimensions,
  type Fix,
  type TenantId,
  type Verdict,
} from '../../src/domain.ts';
import { scheduleConcept } from '../../src/pipeline/questions/practice-schedule.ts';
import { cardsOf, saveCard } from '../../src/store/cards.ts';
import { ensurePerson } from '../../src/store/people.ts';
import type { Tables } from '../../src/store/schema.ts';
import type { Db, Store } from '../../src/store/store.ts';

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
export async function insertPractised(
  { db }: Pick<Store, 'db'>,
  given: Practised,
): Promise<{ personId: string; answerId: string }> {
  const { tenant, userId, at, overall, domain = 'cooking', kind = 'question' } = given;
  const questionId = given.questionId ?? 'cooking-junior-boil-pasta';
  const personId = await personOf(db, { tenant, userId }, at);
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
  const insert = async (table: keyof Tables, row: Record<string, string | number | null>) => {
    const names = Object.keys(row).map((name) => sql.ref(name));
    await sql`insert into ${sql.table(table)} (${sql.join(names)}) values (${sql.join(Object.values(row))})`.execute(
      db,
    );
  };
  await insert('sessions', {
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
  await insert('participants', {
    session_id: sessionId,
    person_id: personId,
    user_id: userId,
    role: 'candidate',
    joined_at: at,
  });
  await insert('turns', {
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
  await insert('answers', {
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
  await insert('evaluations', {
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
    verdicts: JSON.stringify(
      Object.fromEntries((given.concepts ?? []).map(({ id, verdict }) => [id, verdict])),
    ),
    created_at: at,
  });
  for (const { id, verdict } of given.concepts ?? []) {
    const [known] = (await cardsOf(db, personId, questionId)).filter(({ conceptId }) => conceptId === id);
    const next = scheduleConcept(known?.card ?? null, verdict, new Date(at));
    const card = { questionId, conceptId: id, card: next.card, dueAt: next.dueAt };
    await db.transaction().execute((trx) => saveCard(trx, personId, card));
  }
  return { personId, answerId };
}

async function personOf(db: Db, actor: Actor, at: string): Promise<string> {
  return await db.transaction().execute((trx) => ensurePerson(trx, actor, new Date(at)));
}
