import { totalmem } from 'node:os';
import { z } from 'zod';
import { siblingScript } from '../../../async/sibling-script.ts';
import { openWorkerCalls, type WorkerCalls } from '../../../async/worker-calls.ts';

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
/** Loading takes 1–2 s on two free cores. A person waits for feedback, so the first answer waits no longer than this. */
const longestLoadMs = 6000;
/** A check takes under 0.1 s. */
const longestCheckMs = 3000;
/** With nothing to check for this long the memory is given back. */
const idleMs = 5 * 60_000;

let worker: WorkerCalls | undefined;
let loaded = false;
let failed = false;
let idle: NodeJS.Timeout | undefined;

/** Whether this machine has the memory for the checker. */
export const checkerFits = (): boolean => Math.min(totalmem(), constrainedMemory()) >= leastMemoryBytes;

/** Zero or a number beyond any machine means that no limit is set. */
function constrainedMemory(): number {
  const limit = process.constrainedMemory();
  return limit > 0 ? limit : Infinity;
}

/**
 * What Harper remarks on in English prose. It is loaded in a worker thread by the first call and goes on loading when
 * that call gives up. Null when it takes too long, and from then on when it cannot be loaded. Throws only when aborted by
 * the caller.
 */
export async function checkWording(text: string, signal?: AbortSignal): Promise<CheckerRemark[] | null> {
  signal?.throwIfAborted();
  const limit = AbortSignal.timeout(loaded ? longestCheckMs : longestLoadMs);
  return await ask(text, signal ? AbortSignal.any([signal, limit]) : limit).catch((error) => {
    signal?.throwIfAborted();
    if (limit.aborted) return null;
    throw error;
  });
}

/** Loads the checker, however long that takes, so that the first answer need not wait. False when it cannot be had. */
export const warmGrammar = async (): Promise<boolean> => (await ask('It is ready.')) !== null;

async function ask(text: string, signal?: AbortSignal): Promise<CheckerRemark[] | null> {
  if (failed) return null;
  worker ??= openWorkerCalls(siblingScript(import.meta.url, 'checker-worker'), 'wording checker');
  const current = worker;
  clearTimeout(idle);
  try {
    const found = await current.call({ text }, (answer) => remarks.parse(answer), signal ? { signal } : {});
    loaded = true;
    return found;
  } catch (error) {
    if (signal?.aborted) throw error;
    // Closed on the way is not broken.
    if (worker === current) failed = true;
    return null;
  } finally {
    clearTimeout(idle);
    idle = setTimeout(() => void closeGrammar(), idleMs).unref();
  }
}

/** Ends the worker thread and gives its memory back; the next answer would start it again. */
export async function closeGrammar(): Promise<void> {
  clearTimeout(idle);
  const current = worker;
  worker = undefined;
  loaded = false;
  await current?.close();
}
