/**
 * The queue on PostgreSQL. The table of jobs says what there is to do, whose it is, how often it was tried, and what
 * came of it; pg-boss decides who may do it when (see `tickets.ts`). Both are written in the caller's transaction.
 *
 * Of pg-boss are: what is due, urgency, delays, lanes, groups that are left out, leases and their end, and that nothing
 * is leased twice. Ours, because pg-boss has no word for them: a key that is never added twice even when its job is
 * over, the receipt, tries that do not count, whose turn it is, and everything that somebody said or did, so that
 * erasing, merging and exporting know one table only.
 */
import { type Selectable, sql } from 'kysely';
import type { Job } from '../../../domain.ts';
import type { Log } from '../../../log.ts';
import { attemptsLeft, toJob, unleased } from '../../job-rows.ts';
import type { Queue } from '../../jobs.ts';
import type { Notices } from '../../notices.ts';
import { openQueueNotices } from '../../queue-notices.ts';
import type { Tables } from '../../schema.ts';
import { isNextOfLane, policyOf } from './queue-policies.ts';
import { createTickets, type PgBossOptions, type Ticket } from './tickets.ts';
import { watchLeases } from './watch-leases.ts';

export type PostgresQueue = Queue & {
  /** To be called once before the first transaction. */
  start(): Promise<void>;
  /** Gives back what is held by workers that have shown no sign of life since their leases ran out. */
  giveBackOfDead(): Promise<void>;
  close(): Promise<void>;
};

type Given = Omit<PgBossOptions, 'onError'> & { notices: Notices };

/** While a lane or a turn keeps a due job back, its end usually wakes us; if not, this does. */
const lookAgainMs = 250;

export function createPostgresQueue({ db, run, now: simulatedNow, notices }: Given): PostgresQueue {
  const now = simulatedNow ?? (() => new Date());
  let log: Log | null = null;
  const onError = (error: unknown) => log?.warn({ err: error }, 'pg-boss reports an error and goes on');
  const tickets = createTickets({ db, run, now: simulatedNow, onError });
  const told = openQueueNotices(notices);
  /** What is worked on here. */
  const held = new Map<number, Job>();
  const ticketOfLease = new Map<string, Ticket>();
  /** Leased jobs whose last permitted worker died, until somebody ends them. */
  const exhausted = new Set<Job>();
  const hurriesAtClaim = new Map<number, number>();
  const moment = (offsetMs = 0) => new Date(now().getTime() + offsetMs).toISOString();
  const leaseOf = ({ id, owner }: Pick<Job, 'id' | 'owner'>) => `${id}/${owner}`;
  const ticketOf = (job: Job): Ticket =>
    ticketOfLease.get(leaseOf(job)) ?? { queue: job.queue, jobId: job.id, attempt: -1 };

  const claimFrom: (queue: string, owner: string, leaseMs: number) => Promise<Job | null> = async (
    queue,
    owner,
    leaseMs,
  ) => {
    await tickets.open(queue);
    for (;;) {
      const hurries = told.hurriesOf(queue);
      const ticket = await tickets.take(queue, leaseMs);
      if (!ticket) return null;
      const mine = held.get(ticket.jobId);
      // Its lease ran out while the store was away, but it is still being worked on, here.
      if (mine && (await extend(mine, leaseMs))) {
        ticketOfLease.set(leaseOf(mine), ticket);
        continue;
      }
      const row = await db
        .updateTable('jobs')
        .set({
          state: 'leased',
          lease_owner: owner,
          lease_until: moment(leaseMs),
          attempts: sql<number>`attempts + 1`,
        })
        .where('id', '=', ticket.jobId)
        .where('state', 'in', ['waiting', 'leased'])
        .$if(policyOf(queue) === 'key_strict_fifo', (update) => update.where(isNextOfLane))
        .returningAll()
        .executeTakeFirst();
      if (!row) {
        await leaveFor(ticket);
        continue;
      }
      const job = toJob(row, owner);
      ticketOfLease.set(leaseOf(job), ticket);
      hurriesAtClaim.set(job.id, hurries);
      if (job.attempts <= job.maxAttempts) return job;
      exhausted.add(job);
    }
  };
  /** A job that was erased has no more use for its ticket; one behind another of its lane, in another queue, waits. */
  const leaveFor = async (ticket: Ticket) => {
    const row = await db.selectFrom('jobs').select('id').where('id', '=', ticket.jobId).executeTakeFirst();
    if (!row) return await tickets.drop(ticket);
    await tickets.putBack(ticket, lookAgainMs);
  };
  const extend = async (job: Job, leaseMs: number) =>
    await db
      .updateTable('jobs')
      .set({ lease_until: moment(leaseMs) })
      .where('id', '=', job.id)
      .where('lease_owner', '=', job.owner)
      .returningAll()
      .executeTakeFirst();
  const forget = (job: Job) => {
    if (held.get(job.id)?.owner === job.owner) held.delete(job.id);
    hurriesAtClaim.delete(job.id);
    ticketOfLease.delete(leaseOf(job));
  };
  const ownJob = (trx: PgBossOptions['db'], job: Job) =>
    trx
      .updateTable('jobs')
      .where('id', '=', job.id)
      .where('state', '=', 'leased')
      .where('lease_owner', '=', job.owner);
  const end = async (
    trx: Parameters<Queue['finish']>[0],
    job: Job,
    outcome: Partial<Pick<Selectable<Tables['jobs']>, 'state' | 'receipt' | 'error'>>,
  ) => {
    // The next job in its lane may run now.
    told.touch(trx, job.queue);
    const isOurs = await tickets.end(trx, ticketOf(job));
    const { numUpdatedRows } = await ownJob(trx, job)
      .set({ ...outcome, finished_at: moment(), lease_owner: null, lease_until: null })
      .executeTakeFirst();
    if (!isOurs || numUpdatedRows === 0n) throw lost(job);
  };

  const add: Queue['add'] = async (trx, job) => {
    const { queue, tenant = null, priority = 0, lane = null, runAt = null } = job;
    await tickets.open(queue);
    told.touch(trx, queue);
    const row = await trx
      .insertInto('jobs')
      .values({
        queue,
        key: job.key ?? null,
        lane,
        tenant,
        priority,
        payload: JSON.stringify(job.payload),
        max_attempts: job.maxAttempts ?? 5,
        run_at: (runAt ?? now()).toISOString(),
        created_at: moment(),
        lease_owner: null,
        lease_until: null,
        error: null,
        receipt: null,
        finished_at: null,
      })
      .onConflict((conflict) => conflict.column('key').doNothing())
      .returning('id')
      .executeTakeFirst();
    if (!row) return;
    await tickets.add(trx, { queue, jobId: Number(row.id), lane, tenant, priority, runAt });
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
    async claim(queues, owner, leaseMs) {
      for (const queue of queues) {
        const job = await claimFrom(queue, owner, leaseMs);
        if (job) return job;
      }
      return null;
    },
    // Claiming finds them.
    async claimExhausted(queues, owner) {
      const job = [...exhausted].find((one) => one.owner === owner && queues.includes(one.queue));
      if (!job) return null;
      exhausted.delete(job);
      return job;
    },
    hold: (job) => void held.set(job.id, job),
    letGo: forget,
    async renew(job, leaseMs) {
      if (!(await tickets.renew(ticketOf(job)))) return false;
      return (await extend(job, leaseMs)) !== undefined;
    },
    async finish(trx, job, receipt) {
      await end(trx, job, { state: 'done', receipt: receipt ?? null });
    },
    async fail(trx, job, error) {
      await end(trx, job, { state: 'failed', error });
    },
    async retry(job, { delayMs, error, counts = true }) {
      // What the job waits for may have arrived while it ran; it must not sleep through that.
      const isHurried = told.hurriesOf(job.queue) > (hurriesAtClaim.get(job.id) ?? told.hurriesOf(job.queue));
      const waitMs = isHurried ? 0 : delayMs;
      await db.transaction().execute(async (trx) => {
        if (!(await tickets.giveBack(trx, ticketOf(job), waitMs))) return;
        await ownJob(trx, job)
          .set({
            ...unleased,
            run_at: moment(waitMs),
            error: error ?? null,
            attempts: attemptsLeft(counts, 'least'),
          })
          .execute();
      });
      told.wake([job.queue]);
    },
    async move(trx, job, queue) {
      await tickets.open(queue);
      told.touch(trx, queue);
      const isOurs = await tickets.end(trx, ticketOf(job));
      const row = await ownJob(trx, job)
        .set({
          queue,
          ...unleased,
          attempts: attemptsLeft(false, 'least'),
        })
        .returning(['lane', 'tenant', 'priority'])
        .executeTakeFirst();
      if (!isOurs || !row) throw lost(job);
      await tickets.add(trx, { ...row, queue, jobId: job.id, runAt: null });
      // Whoever takes it next is somebody else, even here.
      held.delete(job.id);
    },
    async release(owner) {
      await db.transaction().execute(async (trx) => {
        const rows = await trx
          .updateTable('jobs')
          .set({
            ...unleased,
            attempts: sql<number>`attempts - 1`,
          })
          .where('state', '=', 'leased')
          .where('lease_owner', '=', owner)
          .returning(['id', 'queue'])
          .execute();
        for (const { id, queue } of rows) {
          const ticket = ticketOfLease.get(leaseOf({ id: Number(id), owner }));
          if (ticket) await tickets.giveBack(trx, { ...ticket, queue });
        }
      });
      for (const job of exhausted) if (job.owner === owner) exhausted.delete(job);
      told.wake();
    },
    async runNow(queues) {
      told.hurry(queues);
      await db.transaction().execute(async (trx) => {
        await trx
          .updateTable('jobs')
          .set({ run_at: moment() })
          .where('queue', 'in', [...queues])
          .where('state', '=', 'waiting')
          .execute();
        await tickets.hurry(trx, queues);
      });
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
    async wait(queues, atMostMs, signal) {
      await told.wait(queues, signal, async () => {
        if ([...exhausted].some(({ queue }) => queues.includes(queue))) return 0;
        const row = await db
          .selectFrom('jobs')
          .select((select) => select.fn.min('run_at').as('run_at'))
          .where('queue', 'in', [...queues])
          .where('state', '=', 'waiting')
          .executeTakeFirst();
        if (!row?.run_at) return atMostMs;
        const dueInMs = Date.parse(row.run_at) - now().getTime();
        return Math.min(atMostMs, dueInMs > 0 ? dueInMs : lookAgainMs);
      });
    },
    async watch(given) {
      log = given.log;
      await watchLeases(tickets, given);
    },
    start: tickets.start,
    giveBackOfDead: tickets.giveBackOfDead,
    close: tickets.close,
  };
}

const lost = (job: Job): Error => new Error(`The lease of job ${job.id} was lost`);
