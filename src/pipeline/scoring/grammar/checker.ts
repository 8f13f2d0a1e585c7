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

/** What the thread is asked. */
export type CheckerRequest = { text: string };

/** It takes about 300 MB; a small host needs them for parts that nothing can replace. */
const leastMemoryBytes = 3 * 1024 ** 3;
/**
 * Loading takes 1–2 s on two idle cores. A person is waiting for feedback, so the first answer waits no
 * longer than this.
 */
const longestLoadMs = 6000;
/** A check takes under 0.1 s. */
const longestCheckMs = 3000;
/** After this long with nothing to check, the memory is freed. */
const idleMs = 5 * 60_000;

let worker: WorkerCalls | undefined;
let loaded = false;
let failed = false;
let idle: NodeJS.Timeout | undefined;

/** Whether this machine has the memory for the checker. */
export const checkerFits = (): boolean => Math.min(totalmem(), constrainedMemory()) >= leastMemoryBytes;

/** Zero, or a number larger than any machine, means that no limit is set. */
function constrainedMemory(): number {
  const limit = process.constrainedMemory();
  return limit > 0 ? limit : Infinity;
}

/**
 * What Harper remarks on in English prose. The first call loads it in a worker thread; loading continues even
 * if that call gives up. Null when it takes too long, and always once it has failed to load. Throws only when
 * aborted by the caller.
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

/**
 * Loads the checker, however long that takes, so that the first answer need not wait. False if it cannot be
 * loaded.
 */
export const warmGrammar = async (): Promise<boolean> => (await ask('It is ready.')) !== null;

async function ask(text: string, signal?: AbortSignal): Promise<CheckerRemark[] | null> {
  if (failed) return null;
  worker ??= openWorkerCalls(siblingScript(import.meta.url, 'checker-worker'), 'wording checker');
  const current = worker;
  clearTimeout(idle);
  try {
    const found = await current.call(
      { text } satisfies CheckerRequest,
      (answer) => remarks.parse(answer),
      signal ? { signal } : {},
    );
    loaded = true;
    return found;
  } catch (error) {
    if (signal?.aborted) throw error;
    // Closed while loading does not mean broken.
    if (worker === current) failed = true;
    return null;
  } finally {
    clearTimeout(idle);
    idle = setTimeout(() => void closeGrammar(), idleMs).unref();
  }
}

/** Ends the worker thread and frees its memory; the next answer would start it again. */
export async function closeGrammar(): Promise<void> {
  clearTimeout(idle);
  const current = worker;
  worker = undefined;
  loaded = false;
  await current?.close();
}
