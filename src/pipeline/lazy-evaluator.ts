import type { Log } from '../log.ts';
import { addGeneration } from '../store/generation-counts.ts';
import type { Store } from '../store/open-store.ts';
import type { createEvaluator } from './evaluate.ts';
import type { Evaluator } from './evaluation-types.ts';

/** Loading holds the program up for a moment, and showing the first question comes first. */
const warmAfterMs = 1_000;

/**
 * The judge of answers, loaded with the first answer or while somebody thinks about the first question: the analysers of
 * language take a moment. It counts in the store what became of the follow-ups that a model proposed.
 */
export function openEvaluator(
  store: Pick<Store, 'transaction'>,
  options: Omit<Parameters<typeof createEvaluator>[0], 'counted'> & { log: Log },
): Evaluator {
  let loading: Promise<Evaluator> | undefined;
  let warming: NodeJS.Timeout | undefined;
  const evaluator = () => {
    loading ??= load(store, options);
    return loading;
  };
  return {
    evaluate: async (answer, given) => await (await evaluator()).evaluate(answer, given),
    warm() {
      clearTimeout(warming);
      warming = setTimeout(() => {
        evaluator().then(
          (loaded) => loaded.warm?.(),
          // It is loaded for good, or fails for good, with the first answer.
          () => undefined,
        );
      }, warmAfterMs).unref();
    },
    async close() {
      clearTimeout(warming);
      await (await loading)?.close();
    },
  };
}

async function load(
  store: Pick<Store, 'transaction'>,
  options: Omit<Parameters<typeof createEvaluator>[0], 'counted'> & { log: Log },
): Promise<Evaluator> {
  const module = await import('./evaluate.ts');
  return module.createEvaluator({
    ...options,
    // Nobody waits for a count, and a lost one does no harm.
    counted: (counts) => {
      store
        .transaction((trx) => addGeneration(trx, counts))
        .catch((error: unknown) =>
          options.log.debug({ err: error }, 'Counting the proposals of a model failed'),
        );
    },
  });
}
