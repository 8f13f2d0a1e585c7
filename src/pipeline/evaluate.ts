import { randomUUID } from 'node:crypto';
import type { Evaluation, FollowUp, Substance } from '../domain.ts';
import type {
  AnswerToJudge,
  Evaluator,
  Judgement,
  JudgingLog,
  JudgingModels,
  JudgingSlot,
} from './evaluation-types.ts';
import { deniedOf, isUnclear, outcomesOf } from './judged-points.ts';
import { cutToRead, withoutGaps } from './judging/cut-answer.ts';
import { rememberReadings } from './judging/remembered-readings.ts';
import { nameOf, noting, secondOpinionOf } from './judging/watch-models.ts';
import { ownTag } from './prepare/own-questions.ts';
import { createFollowUp } from './questions/follow-up.ts';
import type { FollowUpRequest, FollowUpWords } from './questions/follow-up-request.ts';
import type { JudgedConcept } from './questions/gaps.ts';
import { scoreClarity } from './scoring/clarity/score-clarity.ts';
import { pauseOffsets } from './scoring/delivery/pauses.ts';
import { scoreDelivery } from './scoring/delivery/score-delivery.ts';
import { composeFeedback } from './scoring/feedback/compose-feedback.ts';
import { checkerFits, closeGrammar, warmGrammar } from './scoring/grammar/checker.ts';
import { scoreGrammar } from './scoring/grammar/score-grammar.ts';
import { likelyLanguage } from './scoring/languages/likely-language.ts';
import { measureAnswer } from './scoring/measures.ts';
import { overallOf } from './scoring/overall.ts';
import { scoreStructure } from './scoring/structure/score-structure.ts';
import { createMeaning, type Meaning } from './scoring/technical/concepts/meaning.ts';
import { learnFor, scoreTechnical, type TechnicalScore } from './scoring/technical/score-technical.ts';
import { analyse, primaryLanguage } from './scoring/text/analyse.ts';
import type { AnswerToScore } from './scoring/text/analysis.ts';

/**
 * Judges answers: scores with findings, feedback and a follow-up. A model that is missing or fails is replaced by rules
 * for that answer and named in `degraded`: the embedder, the grader and the generator whenever they did not help, since all
 * are part of a whole installation; the entailment model and the adviser only when they are there and fail, since they are
 * extras.
 */
export function createEvaluator({
  models,
  words,
  harper = true,
  log,
  counted,
}: {
  models: JudgingModels;
  words: FollowUpWords;
  /** Whether the large wording checker may be loaded; without it our own rules remain. */
  harper?: boolean;
  log?: JudgingLog;
  /** Called with the outcome of the follow-ups that a model proposed. */
  counted?: FollowUpRequest['report'];
}): Evaluator {
  const known = { meaning: createMeaning(models.embedder), remembering: rememberReadings() };
  let ahead = new AbortController();
  return {
    evaluate: (answer, { signal } = {}) => {
      ahead.abort();
      return judge(answer, {
        models,
        words,
        ...known,
        harper,
        ...(log ? { log } : {}),
        ...(counted ? { counted } : {}),
        ...(signal ? { signal } : {}),
      });
    },
    readAhead: async (given, { signal }) => {
      ahead.abort();
      ahead = new AbortController();
      const own = {
        embedder: models.embedder,
        grader: models.grader,
        entailment: nothing,
        generator: nothing,
      };
      const tools = { models: own, ...known, signal: AbortSignal.any([signal, ahead.signal]) };
      await judgeTechnical(await prepare(cutToRead(withoutGaps(given))), tools, new Set());
    },
    warm: () => {
      analyse('It is ready.');
      const pair = { question: 'Is it ready?', point: 'It is ready.', passage: 'It is ready.' };
      models.embedder.use((embedder) => embedder.embed([pair.point])).catch(() => undefined);
      models.grader.use((grader) => grader.grade([pair])).catch(() => undefined);
      // Any problem will show, and be handled, when an answer is judged.
      if (harper && checkerFits()) warmGrammar().catch(() => undefined);
    },
    close: closeGrammar,
  };
}

type ReadingTools = {
  models: JudgingModels;
  meaning: Meaning;
  remembering: ReturnType<typeof rememberReadings>;
  log?: JudgingLog;
  signal?: AbortSignal;
};
type Tools = ReadingTools & {
  words: FollowUpWords;
  harper: boolean;
  counted?: FollowUpRequest['report'];
};

const nothing: JudgingSlot<never> = {
  current: () => null,
  use: () => Promise.reject(new Error('It is not asked ahead.')),
};

async function judge(given: AnswerToJudge, tools: Tools): Promise<Judgement> {
  const { signal } = tools;
  signal?.throwIfAborted();
  const read = cutToRead(withoutGaps(given));
  const answer = await prepare(read);
  const degraded = new Set<string>(read === given ? [] : ['length']);
  // The wording checker has its own thread, so it can start at once.
  const [grammar, technical] = await Promise.all([
    scoreGrammar(answer, { ...(tools.harper ? {} : { harper: false }), ...(signal ? { signal } : {}) }),
    judgeTechnical(answer, tools, degraded),
  ]);
  const measures = measureAnswer(answer);
  const dimensions: Evaluation['dimensions'] = {
    technical: technical.dimension,
    structure: scoreStructure(answer),
    clarity: scoreClarity(answer),
    grammar,
    delivery: scoreDelivery(answer, measures),
  };
  signal?.throwIfAborted();
  const verdict = overallOf(answer, dimensions);
  const { overall, band } = verdict;
  const concepts = outcomesOf(answer, technical);
  const points = concepts.length > 0 ? concepts : deniedOf(technical);
  const feedback = composeFeedback({ answer, dimensions, measures, concepts: points, overall, band });
  const followUp = await followUpTo(
    answer,
    { dimensions, overall },
    feedback.substance,
    // What was hard to hear may have been said: it is not asked for.
    concepts.filter(({ concept }) => !isUnclear(technical.dimension, concept.id)),
    tools,
    degraded,
  );
  if (!tools.models.generator.current()) degraded.add('generator');
  const evaluation: Evaluation = {
    id: answer.id ?? randomUUID(),
    ...verdict,
    dimensions,
    measures,
    feedback,
    followUp,
    degraded: [...degraded],
  };
  return { evaluation, concepts: technical.concepts };
}

async function prepare(answer: AnswerToJudge): Promise<AnswerToScore> {
  const language = primaryLanguage(
    answer.transcript?.language ?? answer.language ?? (await likelyLanguage(answer.text)),
  );
  return {
    ...answer,
    language,
    recognised: answer.transcript !== null,
    analysis: analyse(answer.text, language, pauseOffsets(answer)),
  };
}

/** With the models that work, else without the one that failed, and by words alone at the end. */
async function judgeTechnical(
  answer: AnswerToScore,
  { models, meaning, remembering, log, signal }: ReadingTools,
  degraded: Set<string>,
): Promise<TechnicalScore> {
  const learned = await learn(answer, meaning, { log, signal });
  if (!learned) degraded.add('embedder');
  const failed = new Set<string>();
  for (;;) {
    const reader = failed.has('grader') ? null : noting('grader', models.grader.current(), failed);
    const grader = reader && remembering(reader);
    const entailment = failed.has('entailment')
      ? null
      : noting('entailment', models.entailment.current(), failed);
    if (!grader) degraded.add('grader');
    const before = failed.size;
    try {
      return await scoreTechnical(answer, {
        meaning: learned,
        entailment,
        grader,
        adviser: secondOpinionOf(models, degraded, log),
        ...(signal ? { signal } : {}),
      });
    } catch (error) {
      signal?.throwIfAborted();
      if (failed.size === before) throw error;
      for (const name of failed) degraded.add(name);
      log?.warn({ reason: nameOf(error) }, 'A model failed at judging; the answer is judged without it');
    }
  }
}

async function learn(
  answer: AnswerToScore,
  meaning: Meaning,
  { log, signal }: { log: JudgingLog | undefined; signal: AbortSignal | undefined },
): Promise<Meaning | null> {
  try {
    await learnFor(answer, meaning, signal);
    return meaning;
  } catch (error) {
    signal?.throwIfAborted();
    log?.debug(
      { reason: nameOf(error) },
      'There is no model of meaning; the answer is judged by words alone',
    );
    return null;
  }
}

async function followUpTo(
  answer: AnswerToScore,
  evaluation: Pick<Evaluation, 'dimensions' | 'overall'>,
  substance: Substance,
  concepts: readonly JudgedConcept[],
  { models, words, log, counted, signal }: Tools,
  degraded: Set<string>,
): Promise<FollowUp> {
  const request = {
    question: answer.question,
    answerText: answer.text,
    sentences: answer.analysis.sentences,
    evaluation,
    substance,
    conceptVerdicts: concepts,
    words,
    asked: answer.asked,
    depth: answer.followUpDepth,
    maxDepth: answer.maxFollowUpDepth,
    seed: answer.seed,
    ...(counted ? { report: counted } : {}),
    ...(signal ? { signal } : {}),
  };
  try {
    return await createFollowUp({
      ...request,
      // A question of their own may hold words of their documents, which a model elsewhere gets only with their word.
      generator: answer.question.tags.includes(ownTag) ? null : models.generator.current(),
      embedder: models.embedder.current(),
    });
  } catch (error) {
    signal?.throwIfAborted();
    log?.warn({ reason: nameOf(error) }, 'A model failed at the follow-up; it is asked without models');
    degraded.add('generator');
    return createFollowUp(request);
  }
}
