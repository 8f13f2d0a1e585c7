/**
 * pg-boss's part of a queue. Every job that is not over has a ticket there, which says nothing but the job's number.
 * A ticket can be taken by one worker at a time, in the order of its queue, once its time has come; it is given back
 * by its holder, or by pg-boss when the holder has shown no sign of life for as long as the lease lasts. Whoever holds
 * a ticket holds it by the number of its present attempt: an earlier holder can do nothing with it any more.
 *
 * A queue whose lanes keep their order is one of pg-boss's `key_strict_fifo`, one whose lanes only run one job at a
 * time is a `singleton`; the lane is the key, and a job without a lane has one of its own.
 */

import { sql } from 'kysely';
import { fromKysely, PgBoss } from 'pg-boss';
import { z } from 'zod';
import type { Db, Trx } from '../../store.ts';
import { bossSettings, schema } from './install-pg-boss.ts';
import { policyOf, usualQueues } from './queue-policies.ts';
import { type SimulatedTime, simulateTime } from './simulated-time.ts';
import type { SqlRunner } from './sql-runner.ts';
import { takeInTurns } from './take-in-turns.ts';

export type Ticket = { queue: string; jobId: number; attempt: number };

export type NewTicket = {
  queue: string;
  jobId: number;
  lane: string | null;
  /** Those of one place do not hold up those of another. */
  tenant: string | null;
  /** Lower numbers first. */
  priority: number;
  runAt: Date | null;
};

export type Tickets = ReturnType<typeof createTickets>;

export type PgBossOptions = {
  db: Db;
  run: SqlRunner;
  /** The time of a test; otherwise the server's clock counts. */
  now?: (() => Date) | undefined;
  onError(error: unknown): void;
};

/** Tries are counted with the job; a ticket can be taken any number of times. */
const anyNumber = 2_000_000_000;
/** Ten years: nothing that waits is ever dropped. */
const forEverSeconds = 315_360_000;
/** As long as pg-boss permits. A worker that shows signs of life may take its time. */
const longestRunSeconds = 86_400;
const usualLeaseSeconds = 15;
export function createTickets({ db, run: given, now, onError }: PgBossOptions) {
  const simulated: SimulatedTime | null = now ? simulateTime(now) : null;
  const run = simulated ? simulated.of(given, db) : given;
  const boss = new PgBoss({ ...bossSettings, db: { executeSql: run }, migrate: false });
  boss.on('error', onError);
  const known = new Set<string>();
  let started: Promise<unknown> | null = null;

  const start = async () => {
    started ??= (async () => {
      await simulated?.install(given, schema);
      await boss.start();
      for (const { name } of await boss.getQueues()) known.add(name);
      for (const queue of usualQueues) await create(queue);
    })();
    await started.catch((error: unknown) => {
      started = null;
      throw error;
    });
  };
  const create = async (queue: string) => {
    const name = nameOf(queue);
    if (known.has(name)) return;
    await boss.createQueue(name, {
      policy: policyOf(queue),
      retryLimit: anyNumber,
      retryDelay: 0,
      retentionSeconds: forEverSeconds,
      expireInSeconds: longestRunSeconds,
      deleteAfterSeconds: 3_600,
      heartbeatSeconds: usualLeaseSeconds,
    });
    known.add(name);
  };
  const within = async (trx: Trx) => {
    await simulated?.enter(trx);
    return { db: fromKysely(trx) };
  };
  const outside = async <Result>(work: (on: { db: ReturnType<typeof fromKysely> }) => Promise<Result>) =>
    simulated
      ? await simulated.inside(db, (inside) => work({ db: fromKysely(inside) }))
      : await work({ db: fromKysely(db) });
  const fairly = takeInTurns();
  /** How urgent the most urgent ticket is that has come due. */
  const topOf = async (name: string, on: Pick<ReturnType<typeof fromKysely>, 'executeSql'>) => {
    const { rows } = await on.executeSql(
      `select priority from ${schema}.job
       where name = $1 and state < 'active' and not blocked and start_after <= ${schema}.job_now()
       order by priority desc, created_on limit 1`,
      [name],
    );
    return z.array(z.object({ priority: z.number() })).parse(rows)[0]?.priority ?? 0;
  };
  const attempt = ({ jobId, attempt: retryCount }: Ticket) => ({ id: ticketId(jobId), retryCount });

  return {
    /** Opens the usual queues. */
    start,
    /** Makes sure that a queue exists. An unusual one is not opened inside a transaction. */
    async open(queue: string): Promise<void> {
      await start();
      await create(queue);
    },
    async add(trx: Trx, { queue, jobId, lane, tenant, priority, runAt }: NewTicket): Promise<void> {
      const id = ticketId(jobId);
      if (lane !== null && policyOf(queue) === 'standard') throw new Error(`The queue ${queue} has no lanes`);
      await boss.send(nameOf(queue), null, {
        id,
        // There, higher numbers come first.
        priority: -priority,
        ...(tenant !== null && { group: { id: tenant } }),
        singletonKey: lane ?? id,
        ...(runAt && { startAfter: runAt }),
        ...(await within(trx)),
      });
      // pg-boss would order the jobs of a lane by the time at which their transactions began.
      if (lane !== null)
        await sql`update ${table} set created_on = to_timestamp(${jobId}) where name = ${nameOf(queue)} and id = ${id}`.execute(
          trx,
        );
    },
    /** The next ticket of a queue that has come due, if there is one. */
    async take(queue: string, leaseMs: number): Promise<Ticket | null> {
      const name = nameOf(queue);
      return await outside(async (on) => {
        const [taken] = await fairly(queue, async (served) =>
          served.length === 0
            ? await boss.fetch(name, on)
            : await boss.fetch(name, { ...on, ignoreGroups: served, minPriority: await topOf(name, on.db) }),
        );
        if (!taken) return null;
        const leaseSeconds = Math.max(1, Math.ceil(leaseMs / 1_000));
        if (taken.heartbeatSeconds !== leaseSeconds)
          await on.db.executeSql(
            `update ${schema}.job set heartbeat_seconds = $1 where name = $2 and id = $3 and state = 'active'`,
            [leaseSeconds, name, taken.id],
          );
        return { queue, jobId: jobIdOf(taken.id), attempt: taken.retryCount };
      });
    },
    /** A sign of life. False when the ticket is somebody else's by now. */
    async renew(ticket: Ticket): Promise<boolean> {
      return isOne(await outside((on) => boss.touch(nameOf(ticket.queue), attempt(ticket), on)));
    },
    /** Ends a ticket, in the transaction that stores the result. False when it is somebody else's by now. */
    async end(trx: Trx, ticket: Ticket): Promise<boolean> {
      return isOne(await boss.deleteJob(nameOf(ticket.queue), attempt(ticket), await within(trx)));
    },
    /** Gives a ticket back, to be taken again after a while. False when it is somebody else's by now. */
    async giveBack(trx: Trx, ticket: Ticket, delayMs = 0): Promise<boolean> {
      const on = await within(trx);
      const name = nameOf(ticket.queue);
      const isOurs = isOne(await boss.fail(name, attempt(ticket), null, on));
      if (isOurs && delayMs > 0)
        await boss.update(name, undefined, {
          id: ticketId(ticket.jobId),
          startAfter: delayMs / 1_000,
          ...on,
        });
      return isOurs;
    },
    /** Puts a ticket back where it was, as if nobody had taken it. One that is given back would keep its lane. */
    async putBack({ queue, jobId, attempt: taken }: Ticket, delayMs: number): Promise<void> {
      await outside(({ db: on }) =>
        on.executeSql(
          `update ${schema}.job set state = 'created', start_after = ${schema}.job_now() + $1 * interval '1 millisecond'
           where name = $2 and id = $3 and state = 'active' and retry_count = $4`,
          [delayMs, nameOf(queue), ticketId(jobId), taken],
        ),
      );
    },
    /** Drops the ticket of a job that no longer exists. */
    async drop(ticket: Ticket): Promise<void> {
      await outside((on) => boss.deleteJob(nameOf(ticket.queue), attempt(ticket), on));
    },
    /** The time of all that wait in these queues has come. */
    async hurry(trx: Trx, queues: readonly string[]): Promise<void> {
      const on = await within(trx);
      await on.db.executeSql(
        `update ${schema}.job set start_after = ${schema}.job_now()
         where name = any($1) and state < 'active' and start_after > ${schema}.job_now()`,
        [queues.map(nameOf)],
      );
    },
    /** Rejects while the store is away. */
    async probe(): Promise<void> {
      await run('select 1');
    },
    /** Gives back what is held by workers that show no sign of life, and clears up. */
    async giveBackOfDead(): Promise<void> {
      await start();
      await boss.supervise();
    },
    async close(): Promise<void> {
      await started?.catch(() => undefined);
      await boss.stop({ graceful: false, close: false });
    },
  };
}

/** Whether a call found the ticket in the hands of its caller. */
const isOne = (response: unknown): boolean => z.object({ affected: z.number() }).parse(response).affected > 0;

const table = sql.table(`${schema}.job`);

/** pg-boss's names have no colons. */
const nameOf = (queue: string): string => queue.replaceAll(':', '/');

/** Ascending with the numbers of the jobs, as the order in a lane needs it. */
const ticketId = (jobId: number): string => `00000000-0000-4000-8000-${jobId.toString(16).padStart(12, '0')}`;

const jobIdOf = (id: string): number => Number.parseInt(id.slice(-12), 16);
