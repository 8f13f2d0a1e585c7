/** Fills a database like that of a busy installation: in bulk, and counted once at the end. */
import { randomUUID } from 'node:crypto';
import type { Question, TenantId } from '../../src/domain.ts';
import type { Bank } from '../../src/pipeline/questions/bank.ts';
import type { SqliteStore } from '../../src/store/sqlite/sqlite-store.ts';

const people = 10_000;
const answersInSession = 5;
const days = 180;
/** Half of the people are in one large tenant, the others in small ones. */
const smallTenants = 50;
const jobsKeptDays = 30;

export type Filled = {
  accounts: { tenant: TenantId; userId: string; personId: string }[];
  largest: TenantId;
};

const sentence =
  'I would first measure where the time goes, then add an index on the column that the query filters by, and check the plan again. ';
const words = sentence.repeat(5).trim();

export function fill(store: SqliteStore, bank: Bank, answers: number, now: Date): Filled {
  const { sqlite } = store;
  const triggers = sqlite
    .prepare<[], { name: string; sql: string }>("select name, sql from sqlite_schema where type = 'trigger'")
    .all();
  const indexes = sqlite
    .prepare<[], { name: string; sql: string }>(
      "select name, sql from sqlite_schema where type = 'index' and sql is not null",
    )
    .all();
  // A new database needs no protection while it is being filled, and no indexes until it is.
  sqlite.pragma('journal_mode = delete');
  sqlite.pragma('journal_mode = off');
  sqlite.pragma('locking_mode = exclusive');
  sqlite.pragma('synchronous = off');
  sqlite.pragma('cache_size = -1000000');
  for (const { name } of triggers) sqlite.exec(`drop trigger ${name}`);
  for (const { name } of indexes) sqlite.exec(`drop index ${name}`);
  sqlite.exec('begin');
  const filled = insertPeople(store, now);
  insertAnswers(store, bank, answers, now, filled);
  for (const { sql } of indexes) sqlite.exec(sql);
  countStandings(store);
  for (const { sql } of triggers) sqlite.exec(sql);
  sqlite.exec('commit');
  sqlite.exec('pragma optimize');
  sqlite.pragma('synchronous = full');
  sqlite.pragma('locking_mode = normal');
  sqlite.pragma('journal_mode = wal');
  return filled;
}

function insertPeople({ sqlite }: SqliteStore, now: Date): Filled {
  const at = new Date(now.getTime() - days * 86_400_000).toISOString();
  const person = sqlite.prepare('insert into people (id, created_at) values (?, ?)');
  const account = sqlite.prepare('insert into accounts values (?, ?, ?, ?)');
  const listed = sqlite.prepare("insert into settings values (?, ?, 'onLeaderboard', '1', ?)");
  const largest: TenantId = 'discord:1';
  const accounts = Array.from({ length: people }, (_, index) => {
    const tenant: TenantId = index % 2 === 0 ? largest : `discord:${2 + (index % smallTenants)}`;
    const [personId, userId] = [randomUUID(), `user-${index}`];
    person.run(personId, at);
    account.run(tenant, userId, personId, at);
    listed.run(tenant, personId, at);
    return { tenant, userId, personId };
  });
  return { accounts, largest };
}

function insertAnswers(
  { sqlite }: SqliteStore,
  bank: Bank,
  answers: number,
  now: Date,
  { accounts }: Filled,
): void {
  const insert = {
    session: sqlite.prepare(
      "insert into sessions (id, tenant, platform, channel_id, owner_id, purpose, domain, level, mode, style, private, questions_planned, follow_up_depth, seed, state, created_at, updated_at, ended_at) values (?, ?, 'discord', 'room', ?, 'practice', ?, ?, 'text', 'solo', 1, 5, 0, 'x', 'ended', ?, ?, ?)",
    ),
    participant: sqlite.prepare("insert into participants values (?, ?, ?, 'candidate', ?, null)"),
    turn: sqlite.prepare("insert into turns values (?, ?, ?, ?, ?, ?, null, ?, ?, ?, null, ?, 'answered')"),
    answer: sqlite.prepare(
      "insert into answers (id, tenant, session_id, turn_id, person_id, state, text, created_at, submitted_at, evaluated_at) values (?, ?, ?, ?, ?, 'evaluated', ?, ?, ?, ?)",
    ),
    utterance: sqlite.prepare(
      "insert into utterances (id, answer_id, position, source, state, text, created_at) values (?, ?, 1, 'typed', 'ready', ?, ?)",
    ),
    evaluation: sqlite.prepare(
      "insert into evaluations values (?, ?, ?, ?, ?, ?, ?, 'technical', ?, ?, ?, ?, ?, null, ?, ?)",
    ),
    concept: sqlite.prepare('insert or ignore into concept_results values (?, ?, ?, ?, ?, null, ?)'),
    card: sqlite.prepare(
      "insert or replace into concept_cards (person_id, question_id, concept_id, card, due_at, misses, verdict) values (?, ?, ?, '{}', ?, ?, ?)",
    ),
    job: sqlite.prepare(
      "insert into jobs (queue, key, lane, payload, state, attempts, max_attempts, run_at, created_at, finished_at) values (?, ?, ?, ?, 'done', 1, 5, ?, ?, ?)",
    ),
  };
  const questions = bank.questions();
  const asJson = new Map(questions.map((question) => [question.id, JSON.stringify(question)]));
  const begin = now.getTime() - days * 86_400_000;
  const sessions = new Map<string, { id: string; domain: string; level: string; count: number }>();
  for (let index = 0; index < answers; index += 1) {
    // Everybody gets a turn, in a different order each time.
    const account = accounts[(index * 7_919 + Math.floor(index / people) * 31) % people];
    if (!account) continue;
    const { tenant, personId, userId } = account;
    const at = new Date(begin + (index / answers) * days * 86_400_000).toISOString();
    let session = sessions.get(personId);
    if (!session || session.count >= answersInSession) {
      const first = pick(questions, index);
      session = { id: randomUUID(), domain: first.domain, level: first.level, count: 0 };
      sessions.set(personId, session);
      insert.session.run(session.id, tenant, personId, session.domain, session.level, at, at, at);
      insert.participant.run(session.id, personId, userId, at);
    }
    session.count += 1;
    const question = pick(questions, index * 13 + session.count);
    const [turnId, answerId, evaluationId] = [randomUUID(), randomUUID(), randomUUID()];
    const kind = index % 9 === 0 ? 'follow-up' : 'question';
    const { count } = session;
    insert.turn.run(
      turnId,
      session.id,
      count,
      count,
      kind,
      personId,
      question.id,
      asJson.get(question.id) ?? '',
      at,
      at,
    );
    insert.answer.run(answerId, tenant, session.id, turnId, personId, words, at, at, at);
    insert.utterance.run(randomUUID(), answerId, words, at);
    const score = 40 + ((index * 37) % 50);
    insert.evaluation.run(
      ...[evaluationId, answerId, tenant, personId, question.id, question.domain, question.level],
      ...[score, score, score, score, score, evaluationOf(evaluationId, score, index), at],
    );
    for (const [position, { id }] of question.concepts.entries()) {
      const verdict = (['covered', 'partial', 'missed'] as const)[(index + position) % 3] ?? 'missed';
      insert.concept.run(evaluationId, personId, question.id, id, verdict, at);
      const dueAt = new Date(Date.parse(at) + 3 * 86_400_000).toISOString();
      insert.card.run(personId, question.id, id, dueAt, verdict === 'missed' ? 1 : 0, verdict);
    }
    if (now.getTime() - Date.parse(at) < jobsKeptDays * 86_400_000)
      for (const name of ['evaluate', 'feedback'])
        insert.job.run(name, `${name}:${answerId}`, null, JSON.stringify({ answerId }), at, at, at);
  }
}

const pick = (questions: readonly Question[], index: number): Question => {
  const question = questions[index % questions.length];
  if (!question) throw new Error('The bank is empty');
  return question;
};

function evaluationOf(id: string, score: number, index: number): string {
  const evidence = [1, 2, 3].map(() => ({ quote: sentence, concept: sentence, verdict: 'covered' }));
  const part = { score, scorer: 'bench', confidence: 'medium', evidence };
  return JSON.stringify({
    id,
    overall: score,
    band: 'fair',
    confidence: 'medium',
    dimensions: {
      technical: part,
      structure: part,
      clarity: part,
      grammar: part,
      delivery: { ...part, score: null },
    },
    measures: { words: 120, sentences: 5, fillers: null, hedges: 2, repetitions: 0 },
    feedback: { strength: 'You named the cause.', fix: `Say why first (${index % 7}).`, summary: 'Sound.' },
    followUp: { text: 'And then?', source: 'template', aimedAt: 'done' },
    degraded: [],
  });
}

/** As the migration counts what was there before it. */
function countStandings({ sqlite }: SqliteStore): void {
  sqlite.exec(`
    insert into standings (tenant, person_id, period, starts_on, listed, answers, gain)
    select distinct e.tenant, e.person_id, 'all', '', 1, 0, null from evaluations e
    union
    select distinct e.tenant, e.person_id, 'week', date(e.created_at, '-6 days', 'weekday 1'), 1, 0, null
    from evaluations e where e.created_at >= date('now', '-21 days')
    union
    select distinct e.tenant, e.person_id, 'month', date(e.created_at, 'start of month'), 1, 0, null
    from evaluations e where e.created_at >= date('now', '-62 days');
    update standings set (answers, gain) = (
      select counted.answers, counted.gain from standings_counted counted
      where counted.tenant = standings.tenant and counted.person_id = standings.person_id
        and counted.period = standings.period and counted.starts_on = standings.starts_on);`);
}
