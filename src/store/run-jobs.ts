/** The one way in which jobs of all queues are leased, renewed, retried and given up. */
import { setTimeout } from 'node:timers/promises';
import { type Backoff, backoffMs } from '../async/retry.ts';
import type { Job } from '../domain.ts';
import { type CoachErrorCode, isCoachError } from '../errors.ts';
import type { Log } from '../log.ts';
import { count } from '../metrics.ts';
import { answerOfJob } from './answer-of-job.ts';
import type { LaneOrder } from './due-jobs.ts';
import { newLeaseOwner } from './lease-owner.ts';
import type { Store, Trx } from './store.ts';

/** How long a failed job waits for its next try. */
const jobBackoff: Backoff = { firstMs: 2_000, longestMs: 300_000 };
/** How long to wait while the store cannot be read or written. */
const storeAway: Backoff = { firstMs: 1_000, longestMs: 5_000 };
/** Another process may add jobs but cannot wake this one, so this one looks again now and then. */
const lookEveryMs = 1_000;

export type LeaseOptions = {
  store: Pick<Store, 'queue' | 'transaction'>;
  queues: readonly string[];
  log: Log;
  signal: AbortSignal;
  /** How long a job stays with a worker that shows no sign of life. */
  leaseMs: number;
  /** Default: as added. */
  lanes?: LaneOrder;
  /** Stores the consequences of a job that has failed for good, in the transaction that ends it. */
  failed(trx: Trx, job: Job, error: unknown): Promise<void>;
  backoff?: Backoff;
};

type TryAgain = {
  delayMs?: number | undefined;
  /** Something the job needs is unavailable: it waits by the backoff, and never uses up its last try. */
  isOutage?: boolean | undefined;
};

export type Leases = {
  /** The jobs of the queues, each leased and then renewed, until the signal aborts. */
  jobs(): AsyncGenerator<Job>;
  /** This job has ended, or is about to: it is no longer renewed. */
  letGo(job: Job): void;
  /**
   * Runs a job again: after `delayMs`, which uses up no try, or by the backoff. One that has used up its
   * tries is ended as failed.
   */
  tryAgain(job: Job, error: unknown, options?: TryAgain): Promise<void>;
  /**
   * Stores the outcome of a job, however long the store is unavailable; until then nobody else takes the job
   * over.
   */
  settle(job: Job, work: () => Promise<void>): Promise<void>;
  /** Ends a job as failed. */
  fail(job: Job, error: unknown): Promise<void>;
  /** The jobs held now. */
  held(): Job[];
  /** Returns all held jobs to the queue: they may run elsewhere. */
  close(): Promise<void>;
};

export function openLeases(options: LeaseOptions): Leases {
  const { store, queues, log, signal, leaseMs, lanes, failed, backoff = jobBackoff } = options;
  const owner = newLeaseOwner();
  const renewals = new Map<number, { job: Job; timer: NodeJS.Timeout }>();

  const letGo = (job: Job) => {
    clearInterval(renewals.get(job.id)?.timer);
    renewals.delete(job.id);
    store.queue.letGo(job);
  };
  const hold = (job: Job) => {
    const renew = () =>
      store.queue
        .renew(job, leaseMs)
        .catch((error: unknown) =>
          log.warn({ err: error, job: job.id, ...answerOfJob(job) }, 'Renewing a lease failed'),
        );
    store.queue.hold(job);
    renewals.set(job.id, { job, timer: setInterval(renew, leaseMs / 3).unref() });
  };
  /**
   * The outcome of a job is stored however long the store is unavailable. Until then the job stays ours:
   * nobody else takes it over, and no try is used up. Only a stop gives up.
   */
  const settle = async (job: Job, work: () => Promise<void>) => {
    try {
      for (let failures = 1; ; failures += 1) {
        try {
          return await work();
        } catch (error) {
          if (signal.aborted || !isCoachError(error, 'store_unavailable')) throw error;
          log.warn(
            { err: error, job: job.id, ...answerOfJob(job) },
            'The store is away; the job waits for it',
          );
        }
        await setTimeout(backoffMs(failures, storeAway), undefined, { signal }).catch(() => undefined);
      }
    } finally {
      letGo(job);
    }
  };
  const fail = async (job: Job, error: unknown) =>
    await settle(job, async () => {
      await store.transaction(async (trx) => {
        await store.queue.fail(trx, job, describe(error));
        await failed(trx, job, error);
      });
      count('greenroom_job_failures_total', { queue: job.queue, outcome: 'given up' });
      log.error({ err: error, job: job.id, queue: job.queue, ...answerOfJob(job) }, 'A job failed for good');
    });
  const next = async (): Promise<Job | null> => {
    const dead = await store.queue.claimExhausted(queues, owner, leaseMs, lanes);
    if (dead) {
      hold(dead);
      await fail(dead, workerDied());
      return null;
    }
    const job = await store.queue.claim(queues, owner, leaseMs, lanes);
    if (!job) await store.queue.wait(queues, lookEveryMs, signal, lanes);
    return job;
  };

  return {
    letGo,
    fail,
    settle,
    async *jobs() {
      let failures = 0;
      while (!signal.aborted) {
        const job = await next().catch(async (error: unknown) => {
          if (signal.aborted) return null;
          // The store is briefly locked or full: work resumes when that is over.
          failures += 1;
          log.error({ err: error, queues }, 'The queue cannot be read or written and is tried again');
          await setTimeout(backoffMs(failures, storeAway), undefined, { signal }).catch(() => undefined);
          return undefined;
        });
        if (job !== undefined) failures = 0;
        if (!job) continue;
        hold(job);
        yield job;
      }
    },
    async tryAgain(job, error, { delayMs, isOutage = false } = {}) {
      const asked = delayMs ?? environmentDelayMs(error);
      const again = (options: { delayMs: number; counts: boolean | 'but-the-last' }) =>
        settle(job, () => store.queue.retry(job, { ...options, error: describe(error) }));
      if (asked !== null) return await again({ delayMs: asked, counts: false });
      if (job.attempts >= job.maxAttempts && !isOutage) return await fail(job, error);
      const { id, queue, attempts } = job;
      count('greenroom_job_failures_total', { queue, outcome: 'tried again' });
      log.warn(
        { err: error, job: id, queue, attempt: attempts, ...answerOfJob(job) },
        'A job failed and will be tried again',
      );
      await again({ delayMs: backoffMs(attempts, backoff), counts: isOutage ? 'but-the-last' : true });
    },
    held: () => [...renewals.values()].map(({ job }) => job),
    async close() {
      // The store is unavailable, so the leases stay: they run out, or end with the next start.
      await store.queue
        .release(owner)
        .catch((error: unknown) => log.warn({ err: error, queues }, 'Leases could not be released'));
      for (const { job } of renewals.values()) letGo(job);
    },
  };
}

export type WorkOptions = LeaseOptions & {
  /** Does the job and ends it with `store.queue.finish` in the transaction that stores the result. */
  handle(job: Job, signal: AbortSignal): Promise<void>;
};

/**
 * Works through the queues, one job at a time, until the signal aborts; then returns its held jobs. A job
 * that throws is tried again with a growing delay; one that has used up its tries, or whose worker died each
 * time, is ended as failed. Failures of the environment, such as a missing model, use up no try.
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
            { err: fault, job: job.id, ...answerOfJob(job) },
            'A job could not be given back; it runs when its lease ends',
          );
        });
      }
    }
  } finally {
    await leases.close();
  }
}

/** How long a job waits for something it needs if nothing says when that will be available. */
const environmentAwayMs: Partial<Record<CoachErrorCode, number>> = {
  model_unavailable: 30_000,
  network: 30_000,
  store_unavailable: 1_000,
};

/**
 * How long to wait if the failure is not the job's own but of something it needs; null if it is the job's
 * own.
 */
function environmentDelayMs(error: unknown): number | null {
  if (!isCoachError(error)) return null;
  const awayMs = environmentAwayMs[error.code];
  return awayMs === undefined ? null : (error.retryAfterMs ?? awayMs);
}

const workerDied = () =>
  Object.assign(new Error('The worker died each time it ran this job'), { name: 'WorkerDied' });

/** The kind of error. Its message may quote what somebody said, and is only for the log. */
function describe(error: unknown): string {
  if (isCoachError(error)) return error.code;
  if (!(error instanceof Error)) return typeof error;
  const code = 'code' in error && typeof error.code === 'string' ? ` ${error.code}` : '';
  return `${error.name}${code}`.slice(0, 100);
}
