/** The one way in which jobs of every queue are leased, renewed, tried again and given up. */
import { setTimeout } from 'node:timers/promises';
import { type Backoff, backoffMs } from '../async/retry.ts';
import type { Job } from '../domain.ts';
import { type CoachErrorCode, isCoachError } from '../errors.ts';
import type { Log } from '../log.ts';
import { newLeaseOwner } from './lease-owner.ts';
import type { Store, Trx } from './open-store.ts';

/** How long a failed job waits for its next try. */
const jobBackoff: Backoff = { firstMs: 2_000, longestMs: 300_000 };
/** How long a job waits for a model, where nothing says when there will be one. */
const modelAwayMs = 30_000;
const storeTroubleMs = 1_000;
/** Another process may add jobs too, and cannot wake this one: it looks again now and then. */
const lookEveryMs = 1_000;

export type LeaseOptions = {
  store: Pick<Store, 'queue' | 'transaction'>;
  queues: readonly string[];
  log: Log;
  signal: AbortSignal;
  /** How long a job is left to a worker that gives no sign of life. */
  leaseMs: number;
  /** Stores what follows from a job that has failed for good, in the transaction that ends it. */
  failed(trx: Trx, job: Job, error: unknown): Promise<void>;
  backoff?: Backoff;
};

export type Leases = {
  /** The jobs of the queues, each leased and renewed from here on, until the signal aborts. */
  jobs(): AsyncGenerator<Job>;
  /** This job is ended, or is about to be: it is renewed no longer. */
  letGo(job: Job): void;
  /**
   * Has a job run again: after `delayMs`, which uses up no try, or by the backoff. One that has used up its tries is ended
   * as failed.
   */
  tryAgain(job: Job, error: unknown, options?: { delayMs?: number | undefined }): Promise<void>;
  /** Ends a job as failed. */
  fail(job: Job, error: unknown): Promise<void>;
  /** Which jobs are held now. */
  held(): Job[];
  /** Gives back everything that is held: it may run elsewhere. */
  close(): Promise<void>;
};

export function openLeases(options: LeaseOptions): Leases {
  const { store, queues, log, signal, leaseMs, failed, backoff = jobBackoff } = options;
  const owner = newLeaseOwner();
  const renewals = new Map<number, { job: Job; timer: NodeJS.Timeout }>();

  const letGo = ({ id }: Job) => {
    clearInterval(renewals.get(id)?.timer);
    renewals.delete(id);
  };
  const hold = (job: Job) => {
    const renew = () =>
      store.queue
        .renew(job, leaseMs)
        .catch((error: unknown) => log.warn({ err: error, job: job.id }, 'Renewing a lease failed'));
    renewals.set(job.id, { job, timer: setInterval(renew, leaseMs / 3).unref() });
  };
  const fail = async (job: Job, error: unknown) => {
    letGo(job);
    log.error({ err: error, job: job.id, queue: job.queue }, 'A job failed for good');
    await store.transaction(async (trx) => {
      await store.queue.fail(trx, job, describe(error));
      await failed(trx, job, error);
    });
  };
  const next = async (): Promise<Job | null> => {
    const dead = await store.queue.claimExhausted(queues, owner, leaseMs);
    if (dead) {
      await fail(dead, workerDied());
      return null;
    }
    const job = await store.queue.claim(queues, owner, leaseMs);
    if (!job) await store.queue.wait(queues, lookEveryMs, signal);
    return job;
  };

  return {
    letGo,
    fail,
    async *jobs() {
      while (!signal.aborted) {
        const job = await next().catch(async (error: unknown) => {
          // Locked or full for a moment: the work goes on when that is over.
          log.error({ err: error, queues }, 'The queue cannot be read or written and is tried again');
          await setTimeout(storeTroubleMs, undefined, { signal }).catch(() => undefined);
          return null;
        });
        if (!job) continue;
        hold(job);
        yield job;
      }
    },
    async tryAgain(job, error, { delayMs } = {}) {
      letGo(job);
      const asked = delayMs ?? environmentDelayMs(error);
      if (asked !== null)
        return await store.queue.retry(job, { delayMs: asked, error: describe(error), counts: false });
      if (job.attempts >= job.maxAttempts) return await fail(job, error);
      const { id, queue, attempts } = job;
      log.warn({ err: error, job: id, queue, attempt: attempts }, 'A job failed and will be tried again');
      await store.queue.retry(job, { delayMs: backoffMs(attempts, backoff), error: describe(error) });
    },
    held: () => [...renewals.values()].map(({ job }) => job),
    async close() {
      for (const { job } of renewals.values()) letGo(job);
      await store.queue.release(owner);
    },
  };
}

export type WorkOptions = LeaseOptions & {
  /** Does the job and ends it with `store.queue.finish` in the transaction that stores the result. */
  handle(job: Job, signal: AbortSignal): Promise<void>;
};

/**
 * Works through the queues, one job at a time, until the signal aborts; then gives back what it holds. A job that throws is
 * tried again with growing delay; one that has used up its tries, or whose worker died each time, is ended as failed. What
 * the environment fails at, such as a model that is not there, uses up no try.
 */
export async function runJobs(options: WorkOptions): Promise<void> {
  const { log, signal, handle } = options;
  const leases = openLeases(options);
  try {
    for await (const job of leases.jobs()) {
      try {
        await handle(job, signal);
        leases.letGo(job);
      } catch (error) {
        if (signal.aborted) break;
        await leases.tryAgain(job, error).catch((fault: unknown) => {
          log.error(
            { err: fault, job: job.id },
            'A failed job could not be given back; it runs when its lease is over',
          );
        });
      }
    }
  } finally {
    await leases.close();
  }
}

const environment: readonly CoachErrorCode[] = ['model_unavailable', 'store_unavailable'];

/** How long to wait when it is not the job that failed but what it needs; null when it is the job. */
const environmentDelayMs = (error: unknown): number | null =>
  isCoachError(error) && environment.includes(error.code) ? (error.retryAfterMs ?? modelAwayMs) : null;

const workerDied = () =>
  Object.assign(new Error('The worker died each time it ran this job'), { name: 'WorkerDied' });

/** What kind of error it was. Its message may quote what somebody said, and is for the log alone. */
function describe(error: unknown): string {
  if (isCoachError(error)) return error.code;
  if (!(error instanceof Error)) return typeof error;
  const code = 'code' in error && typeof error.code === 'string' ? ` ${error.code}` : '';
  return `${error.name}${code}`.slice(0, 100);
}
