/** What a person has done, for their progress. With a tenant, only what happened there. */
import { sql } from 'kysely';
import type { AnswerState, Dimension, Evaluation, Fix, Moment, Question, TenantId } from '../domain.ts';
import { fixIn, readEvaluation, readScores } from './evaluations.ts';
import type { Db, Trx } from './store.ts';
import { withQuestions } from './stored-questions.ts';

export type Whose = { personId: string; tenant?: TenantId };

/** An expression, so that the person's index is used: a tenant may have a million answers. */
const inTenant = (tenant: TenantId) => sql<boolean>`tenant || '' = ${tenant}`;

export type ScoreRow = {
  at: Moment;
  domain: string;
  overall: number | null;
  scores: Partial<Record<Dimension, number>>;
};

/** Scores oldest first, the newest `limit` of them. */
export async function scoresOf(db: Db, { personId, tenant }: Whose, limit: number): Promise<ScoreRow[]> {
  let query = db
    .selectFrom('evaluations')
    .select(['created_at as at', 'domain', 'overall', 'scores'])
    .where('person_id', '=', personId);
  if (tenant !== undefined) query = query.where(inTenant(tenant));
  const rows = await query.orderBy('created_at', 'desc').orderBy(sql`rowid`, 'desc').limit(limit).execute();
  return rows.map((row) => ({ ...row, scores: readScores(row.scores) })).reverse();
}

/** How many answers were judged in each domain. */
export async function domainCounts(
  db: Db,
  { personId, tenant }: Whose,
): Promise<{ domain: string; answers: number }[]> {
  let query = db
    .selectFrom('evaluations')
    .select((select) => ['domain', select.fn.countAll<number>().as('answers')])
    .where('person_id', '=', personId);
  if (tenant !== undefined) query = query.where(inTenant(tenant));
  return await query.groupBy('domain').execute();
}

/**
 * When a person practised, oldest first: how many answers were submitted in each quarter of an hour. Every
 * time zone is a whole number of quarters from UTC, so a day in any of them can be built from these.
 */
export async function practiceTimes(
  db: Db,
  { personId, tenant }: Whose,
): Promise<{ at: Moment; answers: number }[]> {
  const here = tenant === undefined ? sql`` : sql`and tenant = ${tenant}`;
  const { rows } = await sql<{ at: Moment; answers: number }>`
    select min(submitted_at) as "at", count(*) as answers
    from answers
    where person_id = ${personId} and submitted_at is not null ${here}
      and state in ('submitted', 'transcribed', 'evaluated')
      and not exists (select 1 from uncounted_evaluations where uncounted_evaluations.answer_id = answers.id)
    group by substr(submitted_at, 1, 13), cast(substr(submitted_at, 15, 2) as integer) / 15
    order by "at"
  `.execute(db);
  return rows;
}

/** The fixes of the newest answers, newest first. */
export async function fixesOf(db: Db, { personId, tenant }: Whose, limit: number): Promise<Fix[]> {
  let query = db.selectFrom('evaluations').select('evaluation').where('person_id', '=', personId);
  if (tenant !== undefined) query = query.where(inTenant(tenant));
  const rows = await query.orderBy('created_at', 'desc').orderBy(sql`rowid`, 'desc').limit(limit).execute();
  return rows.map(({ evaluation }) => fixIn(evaluation));
}

const mannerAnswers = 10;
const leastMannerAnswers = 3;
/** Among so many: what was typed tells nothing of it. */
const lookedAt = 40;

/** How a person spoke in their newest spoken answers, in the median; null when there are fewer than three. */
export async function usualMannerOf(
  db: Db | Trx,
  personId: string,
): Promise<{ wordsPerMinute: number; fillersPerMinute: number } | null> {
  const rows = await db
    .selectFrom('evaluations')
    .select('evaluation')
    .where('person_id', '=', personId)
    .orderBy('created_at', 'desc')
    .limit(lookedAt)
    .execute();
  const spoken = rows
    .map(({ evaluation }) => readEvaluation(evaluation).measures)
    .filter(({ wordsPerMinute }) => wordsPerMinute !== undefined)
    .slice(0, mannerAnswers);
  if (spoken.length < leastMannerAnswers) return null;
  const middle = (values: number[]) => values.sort((one, other) => one - other)[values.length >> 1] ?? 0;
  return {
    wordsPerMinute: middle(spoken.map(({ wordsPerMinute = 0 }) => wordsPerMinute)),
    fillersPerMinute: middle(spoken.map(({ fillers }) => fillers?.perMinute ?? 0)),
  };
}

export type Taken = { retries: number; followUps: number; peerReviews: number };

/** Answered second tries and follow-ups, and ratings given to others. */
export async function takenUp(db: Db, { personId, tenant }: Whose): Promise<Taken> {
  const inTenant = tenant === undefined ? sql`` : sql`and sessions.tenant = ${tenant}`;
  const sessions = tenant === undefined ? sql`` : sql`join sessions on sessions.id = turns.session_id`;
  const { rows } = await sql<{ kind: string; count: number }>`
    select turns.kind as kind, count(*) as count from turns ${sessions}
    where turns.person_id = ${personId} and turns.kind <> 'question' and turns.close_reason = 'answered' ${inTenant}
    group by turns.kind
  `.execute(db);
  const answers = tenant === undefined ? sql`` : sql`join answers on answers.id = ratings.answer_id`;
  const ofTenant = tenant === undefined ? sql`` : sql`and answers.tenant = ${tenant}`;
  const rated = await sql<{ count: number }>`
    select count(*) as count from ratings ${answers}
    where ratings.person_id = ${personId} and ratings.kind = 'peer' ${ofTenant}
  `.execute(db);
  const of = (kind: string) => rows.find((row) => row.kind === kind)?.count ?? 0;
  return { retries: of('retry'), followUps: of('follow-up'), peerReviews: rated.rows[0]?.count ?? 0 };
}

export type ConceptRow = { questionId: string; conceptId: string; misses: number; dueAt: Moment };

/**
 * Concepts that a person missed or got wrong, and still had not covered the last time, with their next date,
 * soonest first.
 */
export async function openConcepts(
  db: Db | Trx,
  { personId, tenant }: Whose,
  limit: number,
): Promise<ConceptRow[]> {
  if (tenant !== undefined) return await openConceptsIn(db, personId, tenant, limit);
  const { rows } = await sql<ConceptRow>`
    select question_id as "questionId", concept_id as "conceptId", misses, due_at as "dueAt"
    from concept_cards
    where person_id = ${personId} and misses > 0 and verdict <> 'covered'
    order by due_at, misses desc, question_id, concept_id
    limit ${limit}
  `.execute(db);
  return rows;
}

/** The same, counted from what happened in one tenant only. */
async function openConceptsIn(
  db: Db | Trx,
  personId: string,
  tenant: TenantId,
  limit: number,
): Promise<ConceptRow[]> {
  const { rows } = await sql<ConceptRow>`
    with met as (
      select question_id, concept_id, verdict,
        row_number() over (partition by question_id, concept_id order by created_at desc) as place,
        count(*) filter (where verdict in ('missed', 'contradicted'))
          over (partition by question_id, concept_id) as misses
      from concept_results
      where person_id = ${personId} and ${inTenant(tenant)}
    )
    select met.question_id as "questionId", met.concept_id as "conceptId", met.misses as misses,
      cards.due_at as "dueAt"
    from met join concept_cards as cards
      on cards.person_id = ${personId} and cards.question_id = met.question_id
      and cards.concept_id = met.concept_id and met.place = 1
    where met.misses > 0 and met.verdict <> 'covered'
    order by cards.due_at, met.misses desc, met.question_id, met.concept_id
    limit ${limit}
  `.execute(db);
  return rows;
}

/** A question as this person was last asked it, with a judged answer. */
export async function questionAsAsked(
  db: Db,
  personId: string,
  { questionId, conceptId }: Pick<ConceptRow, 'questionId' | 'conceptId'>,
): Promise<Question | null> {
  const row = await db
    .selectFrom('concept_results')
    .innerJoin('evaluations', 'evaluations.id', 'concept_results.evaluation_id')
    .innerJoin('answers', 'answers.id', 'evaluations.answer_id')
    .innerJoin('turns', 'turns.id', 'answers.turn_id')
    .select('turns.question')
    .where('concept_results.person_id', '=', personId)
    .where('concept_results.question_id', '=', questionId)
    .where('concept_results.concept_id', '=', conceptId)
    .orderBy('concept_results.created_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  const [asked] = await withQuestions(db, row ? [row] : []);
  return asked?.question ?? null;
}

export type PastAnswer = {
  answerId: string;
  at: Moment;
  state: AnswerState;
  question: Question;
  text: string;
  evaluation: Evaluation | null;
};

/** The page of answers that follows `before`, newest first; without it the first page. */
export async function pastAnswers(
  db: Db | Trx,
  { personId, tenant }: Whose,
  { limit, before }: { limit: number; before?: Pick<PastAnswer, 'at' | 'answerId'> },
): Promise<PastAnswer[]> {
  let query = db
    .selectFrom('answers')
    .innerJoin('turns', 'turns.id', 'answers.turn_id')
    .leftJoin('evaluations', 'evaluations.answer_id', 'answers.id')
    .select([
      'answers.id',
      'answers.submitted_at',
      'answers.state',
      'answers.text',
      'turns.question',
      'evaluations.evaluation',
    ])
    .where('answers.person_id', '=', personId)
    .where('answers.submitted_at', 'is not', null)
    .where('answers.state', '<>', 'cancelled')
    .where((where) =>
      where.not(
        where.exists(
          where
            .selectFrom('uncounted_evaluations')
            .select('uncounted_evaluations.answer_id')
            .whereRef('uncounted_evaluations.answer_id', '=', 'answers.id'),
        ),
      ),
    );
  if (tenant !== undefined) query = query.where('answers.tenant', '=', tenant);
  // Several answers may have been submitted in the same moment: those come in the order in which they were begun.
  if (before !== undefined)
    query = query
      .where('answers.submitted_at', '<=', before.at)
      .where((where) =>
        where.or([
          where('answers.submitted_at', '<', before.at),
          where(
            sql`answers.rowid`,
            '<',
            where
              .selectFrom('answers as last')
              .select(sql`last.rowid`.as('row'))
              .where('last.id', '=', before.answerId),
          ),
        ]),
      );
  const rows = await query
    .orderBy('answers.submitted_at', 'desc')
    .orderBy(sql`answers.rowid`, 'desc')
    .limit(limit)
    .execute();
  return (await withQuestions(db, rows)).map((row) => ({
    answerId: row.id,
    at: row.submitted_at ?? '',
    state: row.state,
    question: row.question,
    text: row.text ?? '',
    evaluation: row.evaluation === null ? null : readEvaluation(row.evaluation),
  }));
}
