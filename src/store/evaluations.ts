/** Evaluations as they were given, with their scores as columns for history and trends. */
import { z } from 'zod';
import type { Evaluation, Level, Moment, Question, QuestionKind, TenantId, Verdict } from '../domain.ts';
import type { Db, Trx } from './open-store.ts';

const confidence = z.enum(['low', 'medium', 'high']);
const evidence = z.object({
  quote: z.string().optional(),
  startMs: z.number().optional(),
  endMs: z.number().optional(),
  concept: z.string().optional(),
  verdict: z.enum(['covered', 'partial', 'missed', 'contradicted']).optional(),
  note: z.string().optional(),
});
const dimension = z.object({
  score: z.number().nullable(),
  reason: z.string().optional(),
  scorer: z.string(),
  confidence,
  evidence: z.array(evidence),
});
const span = { startMs: z.number(), endMs: z.number() };

/** The one shape of an evaluation, as a schema: for reading it back from the store. */
export const evaluationSchema = z.object({
  id: z.string(),
  overall: z.number().nullable(),
  band: z.enum(['off', 'weak', 'fair', 'good', 'strong']).nullable(),
  confidence,
  dimensions: z.object({
    technical: dimension,
    structure: dimension,
    clarity: dimension,
    grammar: dimension,
    delivery: dimension,
  }),
  measures: z.object({
    words: z.number(),
    sentences: z.number(),
    durationMs: z.number().optional(),
    wordsPerMinute: z.number().optional(),
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
    strength: z.string(),
    fix: z.string(),
    rewrite: z.string().optional(),
    summary: z.string(),
  }),
  followUp: z.object({
    text: z.string(),
    source: z.enum(['model', 'template', 'bank']),
    aimedAt: z.string(),
  }),
  degraded: z.array(z.string()),
}) satisfies z.ZodType<Evaluation>;

export type NewEvaluation = {
  evaluation: Evaluation;
  answerId: string;
  tenant: TenantId;
  personId: string;
  question: { id: string; domain: string; level: Level; kind: QuestionKind };
  concepts: { id: string; verdict: Verdict; quote?: string }[];
};

/** Stores an evaluation once: a second one for the same answer throws, and with it its whole transaction. */
export async function insertEvaluation(trx: Trx, given: NewEvaluation, now: Moment): Promise<void> {
  const { evaluation, answerId, tenant, personId, question, concepts } = given;
  const score = (name: keyof Evaluation['dimensions']) => evaluation.dimensions[name].score;
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
      technical: score('technical'),
      structure: score('structure'),
      clarity: score('clarity'),
      grammar: score('grammar'),
      delivery: score('delivery'),
      evaluation: JSON.stringify(evaluation),
      created_at: now,
    })
    .execute();
  if (concepts.length === 0) return;
  await trx
    .insertInto('concept_results')
    .values(
      concepts.map((concept) => ({
        evaluation_id: evaluation.id,
        person_id: personId,
        question_id: question.id,
        concept_id: concept.id,
        verdict: concept.verdict,
        quote: concept.quote ?? null,
        created_at: now,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Takes an evaluation back, because its answer was withdrawn or is judged again. */
export async function deleteEvaluation(trx: Trx, answerId: string): Promise<void> {
  await trx.deleteFrom('evaluations').where('answer_id', '=', answerId).execute();
}

export async function evaluationOf(db: Db | Trx, answerId: string): Promise<Evaluation | null> {
  const row = await db
    .selectFrom('evaluations')
    .select('evaluation')
    .where('answer_id', '=', answerId)
    .executeTakeFirst();
  return row ? evaluationSchema.parse(JSON.parse(row.evaluation)) : null;
}

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
