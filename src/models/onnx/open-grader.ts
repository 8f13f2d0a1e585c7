import { z } from 'zod';
import { siblingScript } from '../../async/sibling-script.ts';
import { openWorkerCalls } from '../../async/worker-calls.ts';
import type { Grader } from '../ports.ts';
import { stoppable } from '../stoppable.ts';
import type { graderData } from './grader-folder.ts';

const description = z.object({ name: z.string() });
const gradedPairs = z.array(
  z.object({ said: z.number(), partly: z.number(), missed: z.number(), contradicted: z.number() }),
);

/** Opens the grader in a worker thread. */
export async function openGrader(data: z.infer<typeof graderData>, signal?: AbortSignal): Promise<Grader> {
  const worker = openWorkerCalls(siblingScript(import.meta.url, 'grader-worker'), 'grader', { data });
  try {
    const { name } = await worker.call({ kind: 'load' }, description.parse, signal && { signal });
    return {
      name,
      grade: (pairs, options = {}) =>
        stoppable(options.signal, async () =>
          pairs.length === 0
            ? []
            : worker.call({ kind: 'grade', pairs: [...pairs] }, gradedPairs.parse, options),
        ),
      close: () => worker.close(),
    };
  } catch (error) {
    await worker.close();
    throw error;
  }
}
