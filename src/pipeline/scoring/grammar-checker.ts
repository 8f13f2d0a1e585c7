import { totalmem } from 'node:os';
import { z } from 'zod';
import { type InferenceWorker, openInferenceWorker } from '../../models/inference-worker.ts';
import { siblingScript } from '../../models/sibling-script.ts';

const remarks = z.array(
  z.object({
    rule: z.string(),
    start: z.number(),
    end: z.number(),
    text: z.string(),
    replacement: z.string(),
  }),
);
export type CheckerRemark = z.infer<typeof remarks>[number];

/** It takes about 300 MB; a small host keeps them for what nothing can replace. */
const leastMemoryBytes = 3 * 1024 ** 3;
/** Loading takes 1–2 s, a check under 0.1 s; longer means that something is wrong. */
const longestMs = 10_000;
/** With nothing to check for this long the memory is given back. */
const idleMs = 5 * 60_000;

let worker: InferenceWorker | undefined;
let idle: NodeJS.Timeout | undefined;
let failed = false;

/** Whether this machine has the memory for the checker. */
export const checkerFits = (): boolean => Math.min(totalmem(), constrainedMemory()) >= leastMemoryBytes;

/** Zero or a number beyond any machine means that no limit is set. */
function constrainedMemory(): number {
  const limit = process.constrainedMemory();
  return limit > 0 ? limit : Infinity;
}

/**
 * What Harper remarks on in English prose. It is loaded in a worker thread by the first call. Null when it takes
 * too long, and from then on when it cannot be loaded. Throws only when aborted by the caller.
 */
export async function checkWording(text: string, signal?: AbortSignal): Promise<CheckerRemark[] | null> {
  signal?.throwIfAborted();
  if (failed) return null;
  worker ??= openInferenceWorker(siblingScript(import.meta.url, 'grammar-worker'), 'wording checker');
  const current = worker;
  clearTimeout(idle);
  const limit = AbortSignal.timeout(longestMs);
  try {
    return await current.call({ text }, (answer) => remarks.parse(answer), {
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
    });
  } catch {
    signal?.throwIfAborted();
    // Too slow this once, or closed on the way, is not broken.
    if (worker === current && !limit.aborted) failed = true;
    return null;
  } finally {
    idle = setTimeout(() => void closeGrammar(), idleMs).unref();
  }
}

/** Ends the worker thread and gives its memory back; the next answer would start it again. */
export async function closeGrammar(): Promise<void> {
  clearTimeout(idle);
  const current = worker;
  worker = undefined;
  await current?.close();
}
