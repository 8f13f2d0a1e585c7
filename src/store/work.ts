import { setTimeout } from 'node:timers/promises';
import type { Job } from '../domain.ts';
import { isCoachError } from '../errors.ts';
import type { Log } from '../log.ts';
import { newLeaseOwner } from './lease-owner.ts';
import type { Store, Trx } from './open-store.ts';

export type WorkOptions = {
  store: Store;
  queues: readonly string[];
  log: Log;
  signal: AbortSignal;
  /** Does the job and ends it with `store.queue.finish` in the transaction that stores the result. */
  handle(job: Job, signal: AbortSignal): Promise<void>;
  /** Stores what follows from a job that has failed for good. */
  failed(trx: Trx, job: Job, error: unknown): Promise<void>;
  leaseMs?: number;
  /** Delay before the second try; doubles with each further one. */
  backoffMs?: number;
};

/**
 * Works through the queues, one job at a time, until the signal aborts; then gives back what it holds. A job that
 * throws is tried again with growing delay; one that has used up its attempts, or whose worker died each time, is ended
 * as failed with the kind of error. `model_unavailable` is nobody's fault: such a job waits without using up an attempt.
 */
export async function runJobs(options: WorkOptions): Promise<void> {
  const { store, queues, log, signal } = options;
  const owner = newLeaseOwner();
  while (!signal.aborted) {
    try {
      await runNext(options, owner);
    } catch (error) {
      // Locked or full for a moment: the work goes on when that is over.
      log.error({ err: error, queues }, 'The queue cannot be read or written and is tried again');
      await setTimeout(storeTroubleMs, undefined, { signal }).catch(() => undefined);
    }
  }
  await store.queue.release(owner);
}

const storeTroubleMs = 1_000;

async function runNext(options: WorkOptions, owner: string): Promise<void> {
  const { store, queues, log, signal, leaseMs = 60_000 } = options;
  const dead = await store.queue.claimExhausted(queues, owner, leaseMs);
  if (dead) return await endAsFailed(options, dead, workerDied());
  const job = await store.queue.claim(queues, owner, leaseMs);
  // Another process may add jobs too, and cannot wake this one: look again now and then.
  if (!job) return await store.queue.wait(queues, 1_000, signal);
  const renewal = setInterval(() => {
    store.queue
      .renew(job, leaseMs)
      .catch((error: unknown) => log.warn({ err: error, job: job.id }, 'Renewing a lease failed'));
  }, leaseMs / 3);
  try {
    await options.handle(job, signal);
  } catch (error) {
    if (!signal.aborted) await tryAgain(options, job, error);
  } finally {
    clearInterval(renewal);
  }
}

async function tryAgain(options: WorkOptions, job: Job, error: unknown): Promise<void> {
  const { store, log, backoffMs = 2_000 } = options;
  if (isCoachError(error, 'model_unavailable')) {
    const delayMs = error.retryAfterMs ?? 30_000;
    return await store.queue.retry(job, { delayMs, error: error.code, counts: false });
  }
  if (job.attempts >= job.maxAttempts) return await endAsFailed(options, job, error);
  log.warn(
    { err: error, job: job.id, queue: job.queue, attempt: job.attempts },
    'A job failed and will be tried again',
  );
  const delayMs = backoffMs * 2 ** (job.attempts - 1);
  await store.queue.retry(job, { delayMs, error: describe(error) });
}

async function endAsFailed({ store, log, failed }: WorkOptions, job: Job, error: unknown): Promise<void> {
  log.error({ err: error, job: job.id, queue: job.queue }, 'A job failed for good');
  await store.transaction(async (trx) => {
    await store.queue.fail(trx, job, describe(error));
    await failed(trx, job, error);
  });
}

const workerDied = () =>
  Object.assign(new Error('The worker died each time it ran this job'), { name: 'WorkerDied' });

/** What kind of error it was. Its message may quote what somebody said, and is for the log alone. */
function describe(error: unknown): string {
  if (isCoachError(error)) return error.code;
  if (!(error instanceof Error)) return typeof error;
  const code = 'code' in error && typeof error.code === 'string' ? ` ${error.code}` : '';
  return `${error.name}${code}`.slice(0, 100);
}
