import { openWorkerCalls, type WorkerCalls } from '../../async/worker-calls.ts';
import type { ModelData } from './runtime.ts';

/** Starts a worker and waits until its model is loaded. The worker ends when loading fails. */
export async function openModelWorker(
  script: URL,
  name: string,
  data: ModelData,
  signal?: AbortSignal,
): Promise<WorkerCalls> {
  const worker = openWorkerCalls(script, name, data);
  try {
    await worker.call({ kind: 'load' }, () => undefined, signal && { signal });
    return worker;
  } catch (error) {
    await worker.close();
    throw error;
  }
}
