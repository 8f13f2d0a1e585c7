/** Fills a database like that of a busy installation: in bulk, and counted once at the end. */
import { randomUUID } from 'node:crypto';
import { type Insertable, sql } from 'kysely';
import type { Evaluation, Moment, Question, TenantId, Verdict } from '../../src/domain.ts';
import type { Bank } from '../../src/pipeline/questions/bank.ts';
import { scheduleConcept } from '../../src/pipeline/questions/practice-schedule.ts';
import { writeScores } from '../../src/store/evaluations.ts';
import { packJson } from '../../src/store/packed-json.ts';
import type { Tables } from '../../src/store/schema.ts';
import type { Store } from '../../src/store/store.ts';
import { storeQuestion } from '../../src/store/stored-questions.ts';
import type { Judged } from './judged-answers.ts';
import { withoutIndexes } from './without-indexes.ts';

const people = 10_000;
const answersInSession = 5;
const days = 180;
/** Half of the people are in one large tenant, the others in small ones. */
const smallTenants = 50;
const jobsKeptDays = 30;
const dayMs = 86_400_000;
const rowsAtOnce = 500;

export type Filled = {
  accounts: { tenant: TenantId; userId: string; personId: string }[];
  largest: TenantId;
};

/** `judged`: what is said, and what the judge finds in it; each is said many times, by different people. */
export async function fill(
  store: Store,
  { bank, judged, answers, now }: { bank: Bank; judged: readonly Judged[]; answers: number; now: Date },
): Promise<Filled> {
  const questions = new Map<Question, string>();
  await store.transaction(async (trx) => {
    for (const question of bank.questions())
      questions.set(question, await storeQuestion(trx, question, question));
  });
  return await withoutIndexes(store, async () => {
    const filled = await insertPeople(store, now);
    await insertAnswers(store, { questions, judged, answers, now }, filled);
    return filled;
  });
}

/** Rows that are written many at once, in the order in which they were given. */
function openWriter({ db }: Store) {
  const waiting = new Map<keyof Tables, Record<string, unknown>[]>();
  const flush = async (table: keyof Tables) => {
    const rows = waiting.get(table) ?? [];
    waiting.delete(table);
    const [first] = rows;
    if (!first) return;
    const names = Object.keys(first);
    await sql`insert into ${sql.table(table)} (${sql.join(names.map((name) => sql.ref(name)))})
      values ${sql.join(rows.map((row) => sql`(${sql.join(names.map((name) => row[name]))})`))}`.execute(db);
  };
  return {
    async add<Table extends keyof Tables>(table: Table, row: Insertable<Tables[Table]>): Promise<void> {
      const rows = waiting.get(table) ?? [];
      waiting.set(table, rows);
      if (rows.push(row) >= rowsAtOnce) await flush(table);
    },
    async flush(): Promise<void> {
      for (const table of [...waiting.keys()]) await flush(table);
    },
  };
}

async function insertPeople(store: Store, now: Date): Promise<Filled> {
  const at = new Date(now.getTime() - days * dayMs).toISOString();
  const writer = openWriter(store);
  const largest: TenantId = 'discord:1';
  const accounts: Filled['accounts'] = [];
  for (let index = 0; index < people; index += 1) {
    const tenant: TenantId = index % 2 === 0 ? largest : `discord:${2 + (index % smallTenants)}`;
    const [personId, userId] = [randomUUID(), `user-${index}`];
    await writer.add('people', { id: personId, time_zone: null, created_at: at });
    await writer.add('accounts', { tenant, user_id: userId, person_id: personId, created_at: at });
    const listed = { name: 'onLeaderboard', value: '1', updated_at: at };
    await writer.add('settings', { tenant, person_id: personId, ...listed });
    accounts.push({ tenant, userId, personId });
  }
  await writer.flush();
  return { accounts, largest };
}

async function insertAnswers(
  store: Store,
  {
    questions: stored,
    judged,
    answers,
    now,
  }: { questions: ReadonlyMap<Question, string>; judged: readonly Judged[]; answers: number; now: Date },
  { accounts }: Filled,
): Promise<void> {
  const questions = [...stored.keys()];
  const writer = openWriter(store);
  const begin = now.getTime() - days * dayMs;
  const sessions = new Map<string, { id: string; count: number }>();
  const cards = new Map<string, Map<string, { verdict: Verdict; at: number; misses: number }>>();
  for (let index = 0; index < answers; index += 1) {
    // Everybody gets a turn, in a different order each time.
    const account = accounts[(index * 7_919 + Math.floor(index / people) * 31) % people];
    if (!account) continue;
    const { tenant, personId, userId } = account;
    const atMs = begin + (index / answers) * days * dayMs;
    const at = new Date(atMs).toISOString();
    let session = sessions.get(personId);
    if (!session || session.count >= answersInSession) {
      const { domain, level } = pick(questions, index);
      session = { id: randomUUID(), count: 0 };
      sessions.set(personId, session);
      await writer.add('sessions', {
        ...practice,
        id: session.id,
        tenant,
        owner_id: personId,
        domain,
        level,
        ...at3(at),
      });
      const participant = { person_id: personId, user_id: userId, joined_at: at, left_at: null };
      await writer.add('participants', { session_id: session.id, role: 'candidate', ...participant });
    }
    session.count += 1;
    const said = pick(judged, index);
    // The answer is told of another question, so that as many are asked as the bank has.
    const question = pick(questions, index * 13 + session.count);
    const [turnId, answerId] = [randomUUID(), randomUUID()];
    await writer.add('turns', {
      id: turnId,
      session_id: session.id,
      position: session.count,
      number: session.count,
      kind: index % 9 === 0 ? 'follow-up' : 'question',
      person_id: personId,
      after_answer_id: null,
      question_id: question.id,
      question: stored.get(question) ?? '',
      asked_at: at,
      closes_at: null,
      closed_at: at,
      close_reason: 'answered',
    });
    await writer.add('answers', {
      id: answerId,
      tenant,
      session_id: session.id,
      turn_id: turnId,
      person_id: personId,
      state: 'evaluated',
      retry_of: null,
      text: said.text,
      failure: null,
      created_at: at,
      submitted_at: at,
      evaluated_at: at,
    });
    await writer.add('utterances', {
      id: randomUUID(),
      answer_id: answerId,
      position: 1,
      key: `${1_000_000_000_000_000_000n + BigInt(index)}`,
      source: 'typed',
      state: 'ready',
      // That of the answer.
      text: null,
      start_ms: null,
      end_ms: null,
      received_share: null,
      transcript: null,
      failure: null,
      created_at: at,
    });
    const own = cards.get(personId) ?? new Map();
    cards.set(personId, own);
    const verdicts: Record<string, Verdict> = {};
    for (const [position, { id }] of question.concepts.entries()) {
      const verdict = (['covered', 'partial', 'missed'] as const)[(index + position) % 3] ?? 'missed';
      verdicts[id] = verdict;
      const key = `${question.id} ${id}`;
      const misses = (own.get(key)?.misses ?? 0) + (verdict === 'missed' ? 1 : 0);
      own.set(key, { verdict, at: atMs, misses });
    }
    const evaluation: Evaluation = { ...said.evaluation, id: randomUUID() };
    await writer.add('evaluations', {
      id: evaluation.id,
      answer_id: answerId,
      tenant,
      person_id: personId,
      question_id: question.id,
      domain: question.domain,
      level: question.level,
      kind: question.kind,
      overall: evaluation.overall,
      scores: writeScores(evaluation),
      evaluation: packJson(evaluation),
      verdicts: JSON.stringify(verdicts),
      created_at: at,
    });
    if (now.getTime() - atMs < jobsKeptDays * dayMs)
      for (const queue of ['evaluate', 'feedback'])
        await writer.add('jobs', {
          queue,
          key: `${queue}:${answerId}`,
          lane: null,
          payload: JSON.stringify({ answerId }),
          state: 'done',
          attempts: 1,
          max_attempts: 5,
          run_at: at,
          lease_owner: null,
          lease_until: null,
          error: null,
          receipt: null,
          created_at: at,
          finished_at: at,
        });
  }
  for (const [personId, own] of cards)
    for (const [key, { verdict, at, misses }] of own) {
      const [questionId = '', conceptId = ''] = key.split(' ');
      const { card, dueAt } = scheduleConcept(null, verdict, new Date(at));
      const of = { person_id: personId, question_id: questionId, concept_id: conceptId };
      await writer.add('concept_cards', { ...of, card, due_at: dueAt, misses, verdict });
    }
  await writer.flush();
}

const practice = {
  platform: 'discord',
  channel_id: '1000000000000000000',
  thread_id: null,
  purpose: 'practice',
  mode: 'text',
  style: 'solo',
  private: 1,
  language: null,
  questions_planned: answersInSession,
  follow_up_depth: 0,
  answer_seconds: null,
  seed: 'x',
  state: 'ended',
  end_reason: 'completed',
} as const;
const at3 = (at: Moment) => ({ created_at: at, updated_at: at, ended_at: at });

const pick = <One>(all: readonly One[], index: number): One => {
  const one = all[index % all.length];
  if (one === undefined) throw new Error('There is nothing to choose from');
  return one;
};
