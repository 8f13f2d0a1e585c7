import { z } from 'zod';
import { siblingScript } from '../../async/sibling-script.ts';
import type { EntailmentJudge } from '../ports.ts';
import { stoppable } from '../stoppable.ts';
import type { ModelData } from './model-data.ts';
import { openModelWorker } from './open-model-worker.ts';

const judged = z.array(z.object({ entailment: z.number(), neutral: z.number(), contradiction: z.number() }));

/** Opens a judge of natural-language inference in a worker thread. */
export async function openEntailmentJudge(
  name: string,
  data: ModelData,
  signal?: AbortSignal,
): Promise<EntailmentJudge> {
  const script = siblingScript(import.meta.url, 'judge-worker');
  const { worker } = await openModelWorker(script, name, data, { signal, parse: () => undefined });
  return {
    name,
    judge: (pairs, options = {}) =>
      stoppable(options.signal, () =>
        worker.call({ kind: 'judge', pairs: [...pairs] }, judged.parse, options),
      ),
    close: () => worker.close(),
  };
}
