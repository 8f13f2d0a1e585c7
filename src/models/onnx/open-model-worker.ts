import { openWorkerCalls, type WorkerCalls } from '../../async/worker-calls.ts';
import type { ModelData } from './model-data.ts';

/**
 * Starts a worker and waits until its model is loaded; `parse` checks what the worker then reports about the
 * model. The worker ends when loading fails.
 */
export async function openModelWorker<Loaded = void>(
  script: URL,
  name: string,
  data: ModelData,
  { signal, parse }: { signal?: AbortSignal | undefined; parse: (answer: unknown) => Loaded },
): Promise<{ worker: WorkerCalls; loaded: Loaded }> {
  const worker = openWorkerCalls(script, name, { data });
  try {
    return { worker, loaded: await worker.call({ kind: 'load' }, parse, signal && { signal }) };
  } catch (error) {
    await worker.close();
    throw error;
  }
}
