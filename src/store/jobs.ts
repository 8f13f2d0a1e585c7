/**
 * The queue: a table of jobs in the same database as their subject, so that a step and the job for the next
 * step are stored in one transaction. A job is leased to one worker, which renews the lease while it works;
 * if the worker dies, the lease runs out and the job is free again.
 */
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Job, TenantId } from '../domain.ts';
import type { Log } from '../log.ts';
import { dueJobs, hasDue, type LaneOrder, nextDue } from './due-jobs.ts';
import { nextTurn } from './fair-turns.ts';
import { pullIn, watchClock } from './job-clock.ts';
import { attemptsLeft, toJob, unleased } from './job-rows.ts';
import type { Notices } from './notices.ts';
import { openQueueNotices } from './queue-notices.ts';
import type { Tables } from './schema.ts';

type Db = Kysely<Tables> | Transaction<Tables>;

export type NewJob = {
  queue: string;
  payload: Record<string, unknown>;
  /** A job with the key of one that exists is not added again. */
  key?: string;
  /** Jobs of one lane run one at a time. */
  lane?: string;
  /** Whose job it is: those of one place do not hold up those of the others. */
  tenant?: TenantId;
  /** Lower numbers run first; default 0. */
  priority?: number;
  runAt?: Date;
  /** Default 5. */
  maxAttempts?: number;
};

export type Queue = {
  /** Adds a job in the caller's transaction. */
  add(trx: Transaction<Tables>, job: NewJob): Promise<void>;
  /** Adds a job even if one with its key exists: the old one keeps running but loses its key. */
  addAgain(trx: Transaction<Tables>, job: NewJob & { key: string }): Promise<void>;
  /** Whether a job with this key was ever added. */
  has(trx: Transaction<Tables>, key: string): Promise<boolean>;
  /** Leases the next due job, or returns null. */
  claim(queues: readonly string[], owner: string, leaseMs: number, lanes?: LaneOrder): Promise<Job | null>;
  /**
   * Keeps others in this process from taking over a job that is being worked on here, whatever the clock says
   * about its lease.
   */
  hold(job: Job): void;
  letGo(job: Job): void;
  /** False when the lease was lost to another worker. */
  renew(job: Job, leaseMs: number): Promise<boolean>;
  /** Ends a job in the transaction that stores its result. Throws when the lease was lost, so that nothing is stored twice. */
  finish(trx: Transaction<Tables>, job: Job, receipt?: string): Promise<void>;
  /**
   * Returns a job to the queue, to run again after `delayMs`. `counts: false`: the run was not the job's
   * fault and uses up no try. `but-the-last`: it uses up a try, but never the last one.
   */
  retry(
    job: Job,
    options: { delayMs: number; error?: string; counts?: boolean | 'but-the-last' },
  ): Promise<void>;
  /** Ends a job as failed, in the transaction that stores the consequences. */
  fail(trx: Transaction<Tables>, job: Job, error: string): Promise<void>;
  /**
   * Returns a job to the queue, but to another one, as it was before it was leased: with its tries, its key, and its place
   * in its lane, whose jobs keep their order across queues.
   */
  move(trx: Transaction<Tables>, job: Job, queue: string): Promise<void>;
  /** Leases one job whose last permitted worker died while running it, so that it can be ended as failed. */
  claimExhausted: Queue['claim'];
  /** Returns every job of this owner to the queue, for a graceful stop. */
  release(owner: string): Promise<void>;
  /** Lets waiting jobs run now: a model that they waited for has arrived. */
  runNow(queues: readonly string[]): Promise<void>;
  /** Drops jobs that finished before a given time, and with them their keys. Returns how many. */
  forget(before: Date): Promise<number>;
  /** Wakes all waiting workers to look again. */
  wake(): void;
  /** Wakes the workers whose queues a transaction has touched; called once it is over. */
  announce(trx: Transaction<Tables>): void;
  /**
   * Resolves when a job may be due: when woken, at the next due time or lease end, after `atMostMs`, or on
   * abort.
   */
  wait(queues: readonly string[], atMostMs: number, signal: AbortSignal, lanes?: LaneOrder): Promise<void>;
  /**
   * Returns the jobs of dead workers to their queues until the signal aborts; for every process that works. Never
   * rejects.
   */
  watch(options: { log: Log; signal: AbortSignal }): Promise<void>;
};

type ClaimArguments = Parameters<Queue['claim']>;

export function createQueue(db: Kysely<Tables>, now: () => Date, notices: Notices): Queue {
  const told = openQueueNotices(notices);
  const held = new Set<number>();
  /** How often each queue had been told to run now when a job was claimed. */
  const hurriesAtClaim = new Map<number, number>();
  const clock = watchClock(now, () => pullIn(db, now()));
  const moment = (offsetMs = 0) => new Date(now().getTime() + offsetMs).toISOString();
  const lease = async (
    want: 'runnable' | 'exhausted',
    [queues, owner, leaseMs, lanes = 'as added']: ClaimArguments,
  ) => {
    await clock.settle();
    const before = new Map(queues.map((queue) => [queue, told.hurriesOf(queue)]));
    for (const candidate of dueJobs(db, queues, { at: moment(), want, held, lanes })) {
      // Looking takes no lock: while nothing is due, nothing is written and nothing has to wait.
      if (!(await candidate.executeTakeFirst())) continue;
      const row = await db
        .updateTable('jobs')
        .set({
          state: 'leased',
          lease_owner: owner,
          lease_until: moment(leaseMs),
          attempts: sql<number>`attempts + 1`,
        })
        .where('id', '=', candidate)
        .returningAll()
        .executeTakeFirst();
      if (!row) continue;
      hurriesAtClaim.set(row.id, before.get(row.queue) ?? 0);
      return toJob(row, owner);
    }
    return null;
  };
  const owned = async (work: Promise<{ numUpdatedRows: bigint }>, job: Job) => {
    if ((await work).numUpdatedRows === 0n) throw new Error(`The lease of job ${job.id} was lost`);
  };
  const ownJob = (trx: Db, job: Job) =>
    trx
      .updateTable('jobs')
      .where('id', '=', job.id)
      .where('state', '=', 'leased')
      .where('lease_owner', '=', job.owner);

  const add: Queue['add'] = async (trx, job) => {
    const { queue, tenant = null, priority = 0 } = job;
    told.touch(trx, queue);
    await trx
      .insertInto('jobs')
      .values({
        queue,
        key: job.key ?? null,
        lane: job.lane ?? null,
        tenant,
        priority,
        turn: nextTurn({ queue, priority, tenant }, moment()),
        payload: JSON.stringify(job.payload),
        max_attempts: job.maxAttempts ?? 5,
        run_at: (job.runAt ?? now()).toISOString(),
        created_at: moment(),
        lease_owner: null,
        lease_until: null,
        error: null,
        receipt: null,
        finished_at: null,
      })
      .onConflict((conflict) => conflict.column('key').doNothing())
      .execute();
  };

  return {
    add,
    async addAgain(trx, job) {
      await trx.updateTable('jobs').set({ key: null }).where('key', '=', job.key).execute();
      await add(trx, job);
    },
    async has(trx, key) {
      const row = await trx.selectFrom('jobs').select('id').where('key', '=', key).executeTakeFirst();
      return row !== undefined;
    },
    claim: (...given) => lease('runnable', given),
    claimExhausted: (...given) => lease('exhausted', given),
    hold: ({ id }) => void held.add(id),
    letGo({ id }) {
      held.delete(id);
      hurriesAtClaim.delete(id);
    },
    async renew(job, leaseMs) {
      const result = await ownJob(db, job)
        .set({ lease_until: moment(leaseMs) })
        .executeTakeFirst();
      return result.numUpdatedRows > 0n;
    },
    async finish(trx, job, receipt) {
      // The next job in its lane may run now.
      told.touch(trx, job.queue);
      await owned(
        ownJob(trx, job)
          .set({
            state: 'done',
            finished_at: moment(),
            lease_owner: null,
            lease_until: null,
            receipt: receipt ?? null,
          })
          .executeTakeFirst(),
        job,
      );
    },
    async retry(job, { delayMs, error, counts = true }) {
      // What the job waits for may have arrived while it ran; it must not sleep through that.
      const isHurried = told.hurriesOf(job.queue) > (hurriesAtClaim.get(job.id) ?? told.hurriesOf(job.queue));
      await ownJob(db, job)
        .set({
          ...unleased,
          run_at: moment(isHurried ? 0 : delayMs),
          error: error ?? null,
          attempts: attemptsLeft(counts, 'min'),
        })
        .execute();
      told.wake([job.queue]);
    },
    async fail(trx, job, error) {
      told.touch(trx, job.queue);
      await owned(
        ownJob(trx, job)
          .set({ state: 'failed', finished_at: moment(), lease_owner: null, lease_until: null, error })
          .executeTakeFirst(),
        job,
      );
    },
    async move(trx, job, queue) {
      told.touch(trx, queue);
      const { tenant, priority } = await trx
        .selectFrom('jobs')
        .select(['tenant', 'priority'])
        .where('id', '=', job.id)
        .executeTakeFirstOrThrow();
      await owned(
        ownJob(trx, job)
          .set({
            queue,
            ...unleased,
            attempts: attemptsLeft(false, 'min'),
            turn: nextTurn({ queue, priority, tenant }, moment()),
          })
          .executeTakeFirst(),
        job,
      );
      held.delete(job.id);
    },
    async release(owner) {
      await db
        .updateTable('jobs')
        .set({ ...unleased, attempts: sql<number>`attempts - 1` })
        .where('state', '=', 'leased')
        .where('lease_owner', '=', owner)
        .execute();
      told.wake();
    },
    async runNow(queues) {
      told.hurry(queues);
      await db
        .updateTable('jobs')
        .set({ run_at: moment() })
        .where('queue', 'in', [...queues])
        .where('state', '=', 'waiting')
        .execute();
      told.wake();
    },
    async forget(before) {
      const result = await db
        .deleteFrom('jobs')
        .where('state', 'in', ['done', 'failed'])
        .where('finished_at', '<', before.toISOString())
        .executeTakeFirst();
      return Number(result.numDeletedRows);
    },
    wake: () => told.wake(),
    announce: told.announce,
    async wait(queues, atMostMs, signal, lanes = 'as added') {
      await told.wait(queues, signal, async () => {
        const next = await nextDue(db, queues, held);
        const dueInMs = next === null ? atMostMs : Date.parse(next) - now().getTime();
        // A job that is already due was added since the last look, or is waiting for its lane: then the end
        // of the previous job wakes us.
        const waitMs =
          dueInMs > 0 ? dueInMs : (await hasDue(db, queues, { at: moment(), held, lanes })) ? 0 : 250;
        return Math.min(atMostMs, waitMs);
      });
    },
    // A lease that has run out is found by whoever looks for work.
    watch: async () => {},
  };
}
