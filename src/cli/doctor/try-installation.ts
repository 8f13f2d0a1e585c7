import { readFile } from 'node:fs/promises';
import { availableParallelism, loadavg } from 'node:os';
import { decodeAudio } from '../../bots/audio/decode-audio.ts';
import type { Config } from '../../config.ts';
import type { Question } from '../../domain.ts';
import { CoachError, isCoachError } from '../../errors.ts';
import type { Log } from '../../log.ts';
import { openModels } from '../../models/open-models.ts';
import { type Models, sampleRate } from '../../models/ports.ts';
import { createEvaluator } from '../../pipeline/evaluate.ts';
import type { Evaluator, Judgement } from '../../pipeline/evaluation-types.ts';
import { openBank } from '../../pipeline/questions/bank.ts';
import { expectedTerms } from '../../pipeline/questions/expected-terms.ts';
import { followUpWords } from '../../wording/follow-up.ts';
import type { Wording } from '../../wording/wording.ts';
import type { Check } from './check.ts';
import { wordsInCommon } from './words-in-common.ts';

/** What answer.ogg next to this file says: a good answer to this question, in a synthetic voice. */
const questionId = 'backend-junior-hash-map';
const said =
  'A hash function turns the key into a number, and that number picks one bucket directly. So, um, only one short bucket is searched, and the average lookup cost stays constant, however many entries there are.';
const saidConcept = 'hash-to-bucket';

/** Whisper base hears 35 of its 36 words. */
const leastHeardShare = 0.85;
/** It makes two of its question's four points: about 70 of 100 with MiniLM and the grader. */
const leastScore = 50;
const mostLostByHearing = 6;
/**
 * If transcribing takes longer than speaking, it cannot keep up; above half, it cannot keep up with three
 * people at once.
 */
const slowFactor = 1;
const hesitantFactor = 0.5;
const slowJudgingMs = 10_000;
/** From this load a core on, the machine's other work is named. */
const noticedLoad = 1.5;

/**
 * Transcribes a clip and judges an answer as an interview would, and compares words, score and time with what
 * is expected.
 */
export async function tryInstallation(config: Config, log: Log, wording: Wording): Promise<Check[]> {
  const models = openModels({ ...config, GENERATOR: 'template' }, { log });
  const evaluator = createEvaluator({
    ...{ models, words: followUpWords(wording), harper: config.MODELS !== 'none', log },
  });
  try {
    await models.settled();
    const heard = await hear(config, models, wording);
    return [heard.check, ...(await judgeBoth(evaluator, heard, wording))];
  } finally {
    await evaluator.close();
    await models.close();
  }
}

type HeardClip = { check: Check; text?: string; took?: { ms: number; soundMs: number } };

async function hear(config: Config, models: Models, { say, fault }: Wording): Promise<HeardClip> {
  const name = 'words';
  if (config.MODELS === 'none' || (config.TRANSCRIBER === 'none' && config.TRANSCRIBER_URL === undefined))
    return { check: { name, status: 'ok', detail: say('doctor.speech.off') } };
  try {
    const bytes = await readFile(new URL('answer.ogg', import.meta.url));
    const { pcm } = await decodeAudio(bytes, { maxSeconds: 60, maxBytes: bytes.length });
    const speech = await models.speech.detect(pcm);
    const hints = expectedTerms(hashMapQuestion());
    const begunAt = performance.now();
    const { text, model } = await models.transcriber.use((transcriber) =>
      transcriber.transcribe(pcm, { speech, hints }),
    );
    const took = { ms: performance.now() - begunAt, soundMs: (pcm.length / sampleRate) * 1000 };
    const counts = wordsInCommon(said, text);
    const detail = say('doctor.try.words', { ...counts, model });
    const isFine = counts.common >= counts.all * leastHeardShare;
    const check: Check = isFine
      ? { name, status: 'ok', detail, counts }
      : { name, status: 'fail', detail, fix: say('doctor.try.words.fix', { text }), counts };
    return { check, text, took };
  } catch (error) {
    if (!isCoachError(error)) throw error;
    return { check: { name, status: 'fail', detail: fault(error) } };
  }
}

async function judgeBoth(
  evaluator: Evaluator,
  { text, took }: HeardClip,
  { say }: Wording,
): Promise<Check[]> {
  // The first answer has to wait for the language analysers to load.
  await judge(evaluator, said);
  const begunAt = performance.now();
  const typed = await judge(evaluator, said);
  const judgedMs = performance.now() - begunAt;
  const heard = text === undefined ? undefined : await judge(evaluator, text);
  const scores = { typed: scoreOf(typed), ...(heard && { heard: scoreOf(heard) }) };
  const isCovered = [typed, ...(heard ? [heard] : [])].every(({ concepts }) =>
    concepts.some(({ id, verdict }) => id === saidConcept && verdict === 'covered'),
  );
  const isFine =
    scores.typed >= leastScore && scores.typed - (scores.heard ?? scores.typed) <= mostLostByHearing;
  const detail =
    scores.heard === undefined
      ? say('doctor.try.score.typed', { typed: scores.typed })
      : say('doctor.try.score', { typed: scores.typed, heard: scores.heard });
  const score: Check =
    isFine && isCovered
      ? { name: 'score', status: 'ok', detail, counts: scores }
      : {
          ...{ name: 'score', status: 'fail', detail, counts: scores },
          fix: say(isCovered ? 'doctor.try.score.fix' : 'doctor.try.score.unseen'),
        };
  return [score, timeOf(judgedMs, took, say)];
}

async function judge(evaluator: Evaluator, text: string): Promise<Judgement> {
  const question = hashMapQuestion();
  const { text: asked } = question;
  return await evaluator.evaluate({
    ...{ question, text, transcript: null, receivedShare: null, seed: 'doctor', asked: [asked] },
    ...{ followUpDepth: 0, maxFollowUpDepth: 0 },
  });
}

/** On a machine that is busy with other work everything takes longer, by about its load a core. */
function timeOf(judgedMs: number, took: HeardClip['took'], say: Wording['say']): Check {
  const name = 'time';
  const load = loadavg()[0] ?? 0;
  const busy = Math.max(1, load / availableParallelism());
  const judged = Math.round(judgedMs) / 1000;
  const counts = { judgedMs: Math.round(judgedMs), ...(took && { heardMs: Math.round(took.ms) }) };
  const times = took
    ? say('doctor.try.time', { sound: took.soundMs / 1000, heard: took.ms / 1000, judged })
    : say('doctor.try.time.judged', { judged });
  const detail = busy > noticedLoad ? say('doctor.try.time.busy', { times, load }) : times;
  const factor = took ? took.ms / took.soundMs / busy : 0;
  const ownJudgingMs = judgedMs / busy;
  if (factor <= hesitantFactor && ownJudgingMs <= slowJudgingMs)
    return { name, status: 'ok', detail, counts };
  const status = factor > slowFactor || ownJudgingMs > slowJudgingMs ? 'fail' : 'warn';
  return { name, status, detail, fix: say('doctor.try.time.fix'), counts };
}

const scoreOf = ({ evaluation }: Judgement): number => evaluation.overall ?? 0;

function hashMapQuestion(): Question {
  const question = openBank().byId(questionId);
  if (!question) throw new CoachError('bad_input', 'fault.no-such-question', { id: questionId });
  return question;
}
