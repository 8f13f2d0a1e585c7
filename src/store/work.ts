import { isCoachError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Job } from './jobs.ts';
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
 * as failed with the reason. `model_unavailable` is nobody's fault: such a job waits without using up an attempt.
 */
export async function runJobs(options: WorkOptions): Promise<void> {
  const { store, queues, log, signal, leaseMs = 60_000, backoffMs = 2_000 } = options;
  const owner = newLeaseOwner();
  while (!signal.aborted) {
    const dead = await store.queue.claimExhausted(queues, owner, leaseMs);
    if (dead) {
      await endAsFailed(options, dead, new Error('The worker died each time it ran this job'));
      continue;
    }
    const job = await store.queue.claim(queues, owner, leaseMs);
    if (!job) {
      // Another process may add jobs too, and cannot wake this one: look again now and then.
      await store.queue.wait(queues, 1_000, signal);
      continue;
    }
    const renewal = setInterval(() => {
      store.queue
        .renew(job, leaseMs)
        .catch((error: unknown) => log.warn({ err: error, job: job.id }, 'Renewing a lease failed'));
    }, leaseMs / 3);
    try {
      await options.handle(job, signal);
    } catch (error) {
      if (signal.aborted) break;
      if (isCoachError(error, 'model_unavailable')) {
        await store.queue.retry(job, {
          delayMs: error.retryAfterMs ?? 30_000,
          error: error.code,
          counts: false,
        });
      } else if (job.attempts >= job.maxAttempts) {
        await endAsFailed(options, job, error);
      } else {
        log.warn(
          { err: error, job: job.id, queue: job.queue, attempt: job.attempts },
          'A job failed and will be tried again',
        );
        await store.queue.retry(job, {
          delayMs: backoffMs * 2 ** (job.attempts - 1),
          error: describe(error),
        });
      }
    } finally {
      clearInterval(renewal);
    }
  }
  await store.queue.release(owner);
}

async function endAsFailed({ store, log, failed }: WorkOptions, job: Job, error: unknown): Promise<void> {
  log.error({ err: error, job: job.id, queue: job.queue }, 'A job failed for good');
  await store.transaction(async (trx) => {
    await store.queue.fail(trx, job, describe(error));
    await failed(trx, job, error);
  });
}

const describe = (error: unknown) => (error instanceof Error ? error.message : String(error)).slice(0, 500);
