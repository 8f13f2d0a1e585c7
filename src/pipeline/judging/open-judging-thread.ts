import { z } from 'zod';
import { isWorkerDeath, openWorkerCalls } from '../../async/worker-calls.ts';
import type { Log } from '../../log.ts';
import { addGeneration } from '../../store/generation-counts.ts';
import type { Store } from '../../store/store.ts';
import type { Evaluator, Judgement, JudgingModels } from '../evaluation-types.ts';
import { askModel, modelQuestion, type PresentModels, present } from './lend-models.ts';

/** The delay before preparing to judge, so that the first question is shown first. */
const warmAfterMs = 1_000;
/** How often one answer may crash the thread before the answer is given up. */
const mostDeaths = 3;
/** How long the thread may take to close its own resources. */
const patienceMs = 2_000;

const asked = z.discriminatedUnion('ask', [
  modelQuestion,
  z.object({
    ask: z.literal('log'),
    level: z.enum(['warn', 'debug']),
    facts: z.object({ reason: z.string() }),
    message: z.string(),
  }),
  z.object({
    ask: z.literal('count'),
    counts: z.object({
      task: z.enum(['question', 'follow-up']),
      generator: z.string(),
      proposed: z.number(),
      passed: z.number(),
      used: z.number(),
      refused: z.record(z.string(), z.number()),
    }),
  }),
]);

/** How the thread should judge: its `workerData`. */
export type ServedJudge = {
  /** Locale for the wording of follow-ups. */
  locale: string;
  /** Whether the large wording checker may be loaded. */
  harper: boolean;
};

/** The calls to the thread. */
export type JudgingCall =
  | { do: 'judge' | 'read'; answer: Parameters<Evaluator['evaluate']>[0]; present: PresentModels }
  | { do: 'warm' }
  | { do: 'close' };

/**
 * The judge in its own thread: judging an answer takes up to half a second of CPU time, and the event loop of
 * the bots must not wait for that. `script` serves with `serveJudging`. The thread starts with the first
 * answer, or while somebody is thinking about the first question. If it dies, the answer is judged again in a
 * new one.
 */
export function openJudgingThread(
  script: URL,
  {
    store,
    models,
    log,
    ...data
  }: ServedJudge & { store: Pick<Store, 'transaction'>; models: JudgingModels; log: Log },
): Evaluator {
  const calls = openWorkerCalls(script, 'judging', { data, onAsk });
  let warming: NodeJS.Timeout | undefined;
  const call = <Result>(message: JudgingCall, parse: (answer: unknown) => Result, signal?: AbortSignal) =>
    calls.call(message, parse, signal && { signal });

  async function onAsk(question: unknown, signal: AbortSignal): Promise<unknown> {
    const given = asked.parse(question);
    if (given.ask === 'model') return await askModel(models, given, signal);
    if (given.ask === 'log') return log[given.level](given.facts, given.message);
    // Nobody waits for a count, and a lost one does no harm.
    await store
      .transaction((trx) => addGeneration(trx, given.counts))
      .catch((error: unknown) => log.debug({ err: error }, 'Counting the proposals of a model failed'));
  }

  return {
    async evaluate(answer, { signal } = {}) {
      for (let deaths = 1; ; deaths += 1) {
        try {
          // Our own thread always returns an evaluation.
          const parse = (judgement: unknown) => judgement as Judgement;
          return await call({ do: 'judge', answer, present: present(models) }, parse, signal);
        } catch (error) {
          if (!isWorkerDeath(error) || deaths === mostDeaths) throw error;
          log.warn({ err: error }, 'The thread that judges has died; the answer is judged again');
        }
      }
    },
    readAhead: (answer, { signal }) =>
      call({ do: 'read', answer, present: present(models) }, () => undefined, signal),
    warm() {
      clearTimeout(warming);
      warming = setTimeout(() => {
        // Any problem will show, and be handled, when an answer is judged.
        call({ do: 'warm' }, () => undefined).catch(() => undefined);
      }, warmAfterMs).unref();
    },
    async close() {
      clearTimeout(warming);
      if (calls.running())
        await call({ do: 'close' }, () => undefined, AbortSignal.timeout(patienceMs)).catch(() => undefined);
      await calls.close();
    },
  };
}
