/** Evaluations as they were given, with separate scores for history and trends. */
import { z } from 'zod';
import {
  type Dimension,
  dimensions,
  type Evaluation,
  type FindingValues,
  type Fix,
  findingCodes,
  fixKinds,
  followUpAims,
  type Level,
  type Moment,
  type Question,
  type QuestionKind,
  substances,
  type TenantId,
  type Verdict,
} from '../domain.ts';
import { packJson, unpackJson } from './packed-json.ts';
import type { Db, Trx } from './store.ts';

const confidence = z.enum(['low', 'medium', 'high']);
const evidence = z.object({
  quote: z.string().optional(),
  startMs: z.number().optional(),
  endMs: z.number().optional(),
});
const values = z.record(
  z.string(),
  z.union([z.string(), z.number(), z.array(z.string())]),
) satisfies z.ZodType<FindingValues>;
const about = { about: z.string().optional(), values: values.optional(), evidence: evidence.optional() };
const finding = z.object({ code: z.enum(findingCodes), dimension: z.enum(dimensions), ...about });
const range = z.object({ low: z.number(), high: z.number() }).optional();
const dimension = z.object({
  score: z.number().nullable(),
  range,
  reason: finding.optional(),
  scorer: z.string(),
  confidence,
  findings: z.array(finding),
});

export const fixSchema = z.object({ kind: z.enum(fixKinds), ...about });
const span = { startMs: z.number(), endMs: z.number() };

/** The one shape of an evaluation, as a schema: for reading it back from the store. */
export const evaluationSchema = z.object({
  id: z.string(),
  overall: z.number().nullable(),
  range,
  band: z.enum(['off', 'weak', 'fair', 'good', 'strong']).nullable(),
  confidence,
  dimensions: z.record(z.enum(dimensions), dimension),
  measures: z.object({
    words: z.number(),
    sentences: z.number(),
    durationMs: z.number().optional(),
    wordsPerMinute: z.number().optional(),
    pace: z.array(z.object({ ...span, wordsPerMinute: z.number() })).optional(),
    fillers: z
      .object({
        hard: z.number(),
        soft: z.number(),
        perMinute: z.number().optional(),
        clusters: z.array(
          z.object({
            startMs: z.number().optional(),
            endMs: z.number().optional(),
            quote: z.string(),
            count: z.number(),
          }),
        ),
      })
      .nullable(),
    pauses: z
      .object({
        count: z.number(),
        long: z.number(),
        longestMs: z.number(),
        insideSentence: z.number(),
        spans: z.array(z.object(span)),
      })
      .optional(),
    hedges: z.number().nullable(),
    repetitions: z.number(),
  }),
  feedback: z.object({
    substance: z.enum(substances),
    strength: finding.nullable(),
    fix: fixSchema,
    rewrite: z.string().optional(),
    points: z.object({ made: z.number(), of: z.number() }),
    way: z.number(),
  }),
  followUp: z.object({
    text: z.string().nullable(),
    source: z.enum(['model', 'template', 'bank']),
    aimedAt: z.enum(followUpAims),
    concept: z.string().optional(),
    quote: z.string().optional(),
    ask: z.union([z.string(), z.number()]),
    lead: z.number(),
  }),
  degraded: z.array(z.string()),
}) satisfies z.ZodType<Evaluation>;

export type NewEvaluation = {
  evaluation: Evaluation;
  answerId: string;
  tenant: TenantId;
  personId: string;
  question: { id: string; domain: string; level: Level; kind: QuestionKind };
  concepts: { id: string; verdict: Verdict }[];
};

/** Stores an evaluation once: a second one for the same answer throws, which fails its whole transaction. */
export async function insertEvaluation(trx: Trx, given: NewEvaluation, now: Moment): Promise<void> {
  const { evaluation, answerId, tenant, personId, question, concepts } = given;
  await trx
    .insertInto('evaluations')
    .values({
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
      verdicts: JSON.stringify(Object.fromEntries(concepts.map(({ id, verdict }) => [id, verdict]))),
      created_at: now,
    })
    .execute();
}

/** Stores what was found in an answer that counts in nobody's progress. */
export async function insertUncounted(
  trx: Trx,
  given: Pick<NewEvaluation, 'evaluation' | 'answerId' | 'tenant' | 'personId'>,
  now: Moment,
): Promise<void> {
  const { evaluation, answerId, tenant, personId } = given;
  await trx
    .insertInto('uncounted_evaluations')
    .values({
      answer_id: answerId,
      tenant,
      person_id: personId,
      evaluation: packJson(evaluation),
      created_at: now,
    })
    .execute();
}

/** Removes an evaluation, because its answer was withdrawn or is judged again. */
export async function deleteEvaluation(trx: Trx, answerId: string): Promise<void> {
  await trx.deleteFrom('evaluations').where('answer_id', '=', answerId).execute();
  await trx.deleteFrom('uncounted_evaluations').where('answer_id', '=', answerId).execute();
}

/** The score of each dimension, in their order. */
export const writeScores = ({ dimensions: judged }: Pick<Evaluation, 'dimensions'>): string =>
  JSON.stringify(dimensions.map((name) => judged[name].score));

const scoresColumn = z.union([
  z.array(z.number().nullable()),
  // As they were written before.
  z.partialRecord(z.enum(dimensions), z.number()),
]);

/** The scores of the dimensions that were judged, by name. */
export function readScores(stored: string): Partial<Record<Dimension, number>> {
  const scores = scoresColumn.parse(JSON.parse(stored));
  if (!Array.isArray(scores)) return scores;
  return Object.fromEntries(
    dimensions.flatMap((name, at) => (typeof scores[at] === 'number' ? [[name, scores[at]]] : [])),
  );
}

/** Reads an evaluation as it stands in its column. */
export const readEvaluation = (stored: string): Evaluation => evaluationSchema.parse(unpackJson(stored));

/** What to change, from an evaluation as it stands in its column. */
export const fixIn = (stored: string): Fix =>
  z.object({ feedback: z.object({ fix: fixSchema }) }).parse(unpackJson(stored)).feedback.fix;

export async function evaluationOf(db: Db | Trx, answerId: string): Promise<Evaluation | null> {
  const row = await db
    .selectFrom('evaluations')
    .select('evaluation')
    .where('answer_id', '=', answerId)
    .executeTakeFirst();
  const { evaluation } = row ?? (await uncountedOf(db, answerId)) ?? { evaluation: null };
  return evaluation === null ? null : readEvaluation(evaluation);
}

const uncountedOf = (db: Db | Trx, answerId: string) =>
  db
    .selectFrom('uncounted_evaluations')
    .select('evaluation')
    .where('answer_id', '=', answerId)
    .executeTakeFirst();

/** Overall scores of a person's earlier answers to questions of one domain and kind, oldest first, at most 10. */
export async function earlierOverall(
  db: Db | Trx,
  answer: { person_id: string; evaluated_at: Moment | null; created_at: Moment },
  { domain, kind }: Pick<Question, 'domain' | 'kind'>,
): Promise<number[]> {
  const rows = await db
    .selectFrom('evaluations')
    .innerJoin('answers', 'answers.id', 'evaluations.answer_id')
    .innerJoin('turns', 'turns.id', 'answers.turn_id')
    .select('evaluations.overall')
    .where('evaluations.person_id', '=', answer.person_id)
    .where('evaluations.created_at', '<', answer.evaluated_at ?? answer.created_at)
    .where('evaluations.overall', 'is not', null)
    .where('evaluations.domain', '=', domain)
    .where('evaluations.kind', '=', kind)
    .where('turns.kind', '<>', 'follow-up')
    .orderBy('evaluations.created_at', 'desc')
    .limit(10)
    .execute();
  return rows.flatMap((row) => (row.overall === null ? [] : [row.overall])).reverse();
}
