/** Regular tasks while the program runs: dropping old data, backups, and erasures that wait for the night. */

import { z } from 'zod';
import { keepTrying } from '../../async/keep-trying.ts';
import type { Config } from '../../config.ts';
import type { Job, MaintenanceOutcome } from '../../domain.ts';
import { isCoachError } from '../../errors.ts';
import type { Log } from '../../log.ts';
import { type MaintenanceName, saveMaintenance } from '../../store/maintenance.ts';
import { runJobs } from '../../store/run-jobs.ts';
import type { Store } from '../../store/store.ts';
import type { StandIns } from '../interview/parts.ts';
import { eraseJob, eraseTonight, maintenanceQueue } from './erase-traces.ts';
import { applyRetention } from './retention.ts';

type Parts = {
  store: Store;
  config: Pick<Config, 'RETENTION' | 'TIME_ZONE' | 'BACKUP'>;
  log: Log;
  now: () => Date;
  standIns: Pick<StandIns, 'expired'>;
};

export type Maintenance = { run(signal: AbortSignal): Promise<void> };

const job = z.discriminatedUnion('task', [
  z.object({ task: z.literal('retention'), slot: z.number() }),
  z.object({ task: z.literal('backup'), slot: z.number() }),
  eraseJob,
]);

const dayMs = 86_400_000;
const hourMs = 3_600_000;

/** Parses `24h:7` into the time between backups and how many are kept; null for none. */
function planOf({ BACKUP }: Parts['config']): { everyMs: number; keep: number } | null {
  const [, hours, keep] = /^(\d+)h:(\d+)$/.exec(BACKUP ?? '') ?? [];
  return hours === undefined || Number(hours) === 0
    ? null
    : { everyMs: Number(hours) * hourMs, keep: Math.max(1, Number(keep)) };
}

export function createMaintenance(parts: Parts): Maintenance {
  const { store, config, log, now } = parts;
  const plan = planOf(config);
  const lengthOf = (task: 'retention' | 'backup') =>
    task === 'retention' ? dayMs : (plan?.everyMs ?? dayMs);
  const slotOf = (task: 'retention' | 'backup') => Math.floor(now().getTime() / lengthOf(task));

  /** Each time slot has its task only once, however many processes plan it. */
  const add = async (task: 'retention' | 'backup', slot: number) => {
    await store.transaction((trx) =>
      store.queue.add(trx, {
        queue: maintenanceQueue,
        key: `${task}:${lengthOf(task)}:${slot}`,
        payload: { task, slot },
        runAt: new Date(Math.max(now().getTime(), slot * lengthOf(task))),
        maxAttempts: 3,
      }),
    );
  };

  const note = async (done: Job, task: MaintenanceName, outcome: MaintenanceOutcome) =>
    await store.transaction(async (trx) => {
      await store.queue.finish(trx, done);
      await saveMaintenance(trx, { task, ranAt: now().toISOString(), outcome });
    });

  async function handle(taken: Job, signal: AbortSignal): Promise<void> {
    const given = job.parse(taken.payload);
    if (given.task === 'erase') {
      await store.maintenance.rewrite();
      const failed = await store.maintenance.eraseFromCopies([given.personId]);
      if (failed.length > 0) await eraseTonight(parts, given.personId);
      return await note(
        taken,
        'erase',
        failed.length === 0 ? { outcome: 'erased' } : { outcome: 'not-erased', files: failed },
      );
    }
    await add(given.task, slotOf(given.task) + 1);
    if (given.slot < slotOf(given.task)) {
      // It missed its time: what is due now is done instead, once.
      await add(given.task, slotOf(given.task));
      return await store.transaction((trx) => store.queue.finish(trx, taken));
    }
    if (given.task === 'retention') {
      const dropped = await applyRetention(parts, signal);
      if (signal.aborted) return;
      return await note(taken, 'retention', { outcome: 'dropped', ...dropped });
    }
    await note(
      taken,
      'backup',
      plan === null
        ? { outcome: 'no-backups' }
        : await store.maintenance.backUp({ keep: plan.keep, now: now() }),
    );
  }

  return {
    async run(signal) {
      const tasks = plan === null ? (['retention'] as const) : (['retention', 'backup'] as const);
      const planAll = async () => {
        for (const task of tasks)
          await keepTrying(() => add(task, slotOf(task)), { firstMs: 1_000, longestMs: 60_000, log, signal });
      };
      await Promise.all([planAll(), work(signal)]);
    },
  };

  async function work(signal: AbortSignal): Promise<void> {
    await runJobs({
      store,
      log,
      signal,
      queues: [maintenanceQueue],
      leaseMs: 30_000,
      handle,
      async failed(trx, broken, error) {
        const given = job.parse(broken.payload);
        const outcome: MaintenanceOutcome =
          isCoachError(error) && error.fault !== null
            ? { outcome: 'fault', fault: error.fault, values: error.values }
            : { outcome: 'failed' };
        await saveMaintenance(trx, { task: given.task, ranAt: now().toISOString(), outcome });
      },
    });
  }
}
