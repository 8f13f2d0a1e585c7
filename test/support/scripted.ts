/** Ports of models and of the judge as plain objects that do what a test tells them. */
import { randomUUID } from 'node:crypto';
import { EventEmitter, on } from 'node:events';
import type { DimensionScore, Evaluation, Transcript, TranscriptWord, Verdict } from '../../src/domain.ts';
import { CoachError } from '../../src/errors.ts';
import type {
  Adviser,
  Embedder,
  EntailmentJudge,
  Generator,
  Grader,
  ModelEvent,
  ModelSlot,
  Models,
  SlotState,
  Speaker,
  Transcriber,
} from '../../src/models/ports.ts';
import type { AnswerToJudge, Evaluator } from '../../src/pipeline/evaluation-types.ts';

/** A slot that can be filled and emptied while a test runs. */
export function scriptedSlot<Model>(
  task: ModelSlot<Model>['task'],
  model: Model | null,
  status: SlotState = model
    ? { state: 'ready', model: 'scripted', device: 'cpu' }
    : { state: 'absent', fault: 'fault.model-not-installed', values: { model: 'whisper-base' } },
) {
  const events = new EventEmitter().setMaxListeners(0);
  const slot = {
    task,
    model,
    state: status,
    status: () => slot.state,
    current: () => slot.model,
    async use<Result>(work: (model: Model) => Promise<Result>): Promise<Result> {
      if (slot.model) return await work(slot.model);
      throw new CoachError('model_unavailable', 'No model is loaded.');
    },
    become(next: Model | null, state: SlotState) {
      slot.model = next;
      slot.state = state;
      events.emit('change', { task, status: state } satisfies ModelEvent);
    },
    events,
  };
  return slot;
}

type TranscriberSlot = ReturnType<typeof scriptedSlot<Transcriber>>;

/** Models of which only the transcriber is there; speech is whatever is louder than silence. */
export function scriptedModels(
  transcriber: TranscriberSlot = scriptedSlot<Transcriber>('transcriber', scriptedTranscriber()),
  generator: Generator | null = null,
  speaker: Speaker | null = null,
): Models {
  return {
    speech: {
      detect: async (pcm) =>
        pcm.some((sample) => Math.abs(sample) > 0.01)
          ? [{ startMs: 0, endMs: Math.round(pcm.length / 16) }]
          : [],
      openStream: () => ({ push: async () => [], close: () => undefined }),
      close: async () => undefined,
    },
    transcriber,
    embedder: scriptedSlot<Embedder>('embedder', null),
    generator: scriptedSlot<Generator>('generator', generator),
    entailment: scriptedSlot<EntailmentJudge>('entailment', null),
    grader: scriptedSlot<Grader>('grader', null),
    adviser: scriptedSlot<Adviser>('adviser', null),
    speaker: scriptedSlot<Speaker>('speaker', speaker),
    events: (signal) => changes(transcriber.events, signal),
    settled: async () => undefined,
    close: async () => undefined,
  };
}

async function* changes(events: EventEmitter, signal: AbortSignal): AsyncGenerator<ModelEvent> {
  try {
    for await (const batch of on(events, 'change', { signal })) yield* batch as ModelEvent[];
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

export function scriptedTranscriber(
  hear: (pcm: Float32Array) => HeardByScript | Promise<HeardByScript> = () => 'I keep the water boiling.',
): Transcriber {
  return {
    name: 'scripted',
    transcribe: async (pcm): Promise<Transcript> => {
      const heard = await hear(pcm);
      const [text, maybe] = typeof heard === 'string' ? [heard, null] : [heard.text, heard.maybe];
      const durationMs = Math.round(pcm.length / 16);
      const words = maybe === null ? [] : wordsOf(text, maybe, durationMs);
      const segment = { startMs: 0, endMs: durationMs, text, words };
      return { text, language: 'en', model: 'scripted', segments: [segment], speech: [], durationMs };
    },
    close: async () => undefined,
  };
}

/** What is understood of a recording; `maybe` names, for words of the text, what may have been said instead. */
export type HeardByScript = string | { text: string; maybe: Readonly<Record<string, string>> };

function wordsOf(
  text: string,
  maybe: Readonly<Record<string, string>>,
  durationMs: number,
): TranscriptWord[] {
  const words = text.split(' ');
  return words.map((word, at) => {
    const other = maybe[word.replace(/\W+$/, '')];
    return {
      text: word,
      startMs: Math.floor((at * durationMs) / words.length),
      endMs: Math.floor(((at + 1) * durationMs) / words.length),
      ...(other !== undefined && { probability: 0.3, maybe: { text: other, words: 1 } }),
    };
  });
}

/** What a scripted judge says of an answer. */
export type Verdicts = { overall?: number | null; verdict?: Verdict; aimedAt?: string };

/** A judge that finds what the test says; without word from the test, everything missed and nothing to follow up. */
export function scriptedEvaluator(
  judge: (answer: AnswerToJudge) => Verdicts | Promise<Verdicts> = () => ({}),
): Evaluator {
  return {
    evaluate: async (answer) => {
      const { overall = 50, verdict = 'missed', aimedAt = 'done' } = await judge(answer);
      const concepts = answer.question.concepts.map(({ id }) => ({ id, verdict }));
      return { evaluation: evaluationWith(answer, { overall, verdict, aimedAt }), concepts };
    },
    close: async () => undefined,
  };
}

function evaluationWith(
  { question, text, transcript }: AnswerToJudge,
  { overall, verdict, aimedAt }: Required<Verdicts>,
): Evaluation {
  const none: DimensionScore = {
    score: null,
    scorer: 'scripted',
    confidence: 'low',
    findings: [],
  };
  const findings = question.concepts.map(({ id, statement }) => ({
    code: verdict,
    dimension: 'technical' as const,
    about: id,
    values: { statement },
  }));
  const concept = question.concepts.find(({ statement }) => statement === aimedAt)?.id;
  const asked = `What about ${aimedAt}?`;
  return {
    id: randomUUID(),
    overall,
    band: overall === null ? null : 'fair',
    confidence: 'medium',
    dimensions: {
      technical: { score: overall, scorer: 'scripted', confidence: 'medium', findings },
      structure: none,
      clarity: none,
      grammar: none,
      delivery: none,
    },
    measures: {
      words: text.split(/\s+/).length,
      sentences: 1,
      fillers: { hard: 0, soft: 0, clusters: [] },
      hedges: 0,
      repetitions: 0,
      ...(transcript ? { pace: [{ startMs: 0, endMs: transcript.durationMs, wordsPerMinute: 120 }] } : {}),
    },
    feedback: {
      substance: 'short',
      strength: { code: 'legacy', dimension: 'technical', values: { text: 'It was short.' } },
      fix: { kind: 'reason' },
      points: { made: 0, of: 0 },
      way: 0,
    },
    followUp:
      aimedAt === 'done'
        ? { text: null, source: 'template', aimedAt, ask: 0, lead: 0 }
        : {
            text: asked,
            source: 'template',
            aimedAt: 'legacy',
            ask: asked,
            lead: 0,
            ...(concept === undefined ? {} : { concept }),
          },
    degraded: [],
  };
}
