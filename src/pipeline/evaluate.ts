import { randomUUID } from 'node:crypto';
import type { Evaluation } from '../domain.ts';
import type { Log } from '../log.ts';
import type { AnswerToJudge, Evaluator, Judgement, JudgingModels } from './evaluation-types.ts';
import { createFollowUp } from './questions/follow-up.ts';
import type { AnswerToScore } from './scoring/analysis.ts';
import { analyse } from './scoring/nlp.ts';
import { overallOf } from './scoring/overall.ts';
import { measureAnswer, notJudged, writeFeedback } from './scoring/stand-ins.ts';
import { scoreTechnical } from './scoring/technical.ts';

/** Judges answers: scores with evidence, feedback and a follow-up. Without models it says so in `degraded` and goes on. */
export function createEvaluator({ models, log }: { models: JudgingModels; log?: Log }): Evaluator {
  return {
    evaluate: async (answer, { signal } = {}) => {
      signal?.throwIfAborted();
      return judge(answer, { models, ...(log ? { log } : {}), ...(signal ? { signal } : {}) });
    },
    close: async () => undefined,
  };
}

type Tools = { models: JudgingModels; log?: Log; signal?: AbortSignal };

async function judge(given: AnswerToJudge, { models, signal }: Tools): Promise<Judgement> {
  const answer = prepare(given);
  const technical = await scoreTechnical(answer);
  const measures = measureAnswer(answer);
  const dimensions: Evaluation['dimensions'] = {
    technical: technical.dimension,
    structure: notJudged('Structure is not judged yet.'),
    clarity: notJudged('Clarity is not judged yet.'),
    grammar: notJudged('Wording is not judged yet.'),
    delivery: notJudged('A typed answer has no delivery to judge.'),
  };
  const { overall, band, confidence } = overallOf(dimensions, answer.question.kind);
  const feedback = writeFeedback({ overall });
  const followUp = await createFollowUp({
    question: answer.question,
    answerText: answer.text,
    sentences: answer.analysis.sentences,
    evaluation: { dimensions, overall },
    conceptVerdicts: technical.concepts.flatMap(({ id, verdict, quote }) => {
      const concept = answer.question.concepts.find((one) => one.id === id);
      return concept ? [{ concept, verdict, ...(quote === undefined ? {} : { quote }) }] : [];
    }),
    asked: answer.asked,
    depth: answer.followUpDepth,
    maxDepth: answer.maxFollowUpDepth,
    seed: answer.seed,
    generator: models.generator.current(),
    embedder: models.embedder.current(),
    ...(signal ? { signal } : {}),
  });
  const evaluation: Evaluation = {
    id: answer.id ?? randomUUID(),
    overall,
    band,
    confidence,
    dimensions,
    measures,
    feedback,
    followUp,
    degraded: technical.degraded,
  };
  return { evaluation, concepts: technical.concepts };
}

function prepare(answer: AnswerToJudge): AnswerToScore {
  const language =
    (answer.transcript?.language ?? answer.language ?? 'en').split('-')[0]?.toLowerCase() ?? 'en';
  return {
    ...answer,
    language,
    recognised: answer.transcript !== null,
    analysis: analyse(answer.text, language),
  };
}
