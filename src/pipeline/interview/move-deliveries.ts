import type { Job } from '../../domain.ts';
import { lockSession } from '../../store/locks.ts';
import { runJobs } from '../../store/run-jobs.ts';
import { scheduleById } from '../../store/schedules.ts';
import { sessionById } from '../../store/sessions.ts';
import { readShardCount, shardQueue } from '../shards.ts';
import { deliveryJob, deliveryQueueOf } from './enqueue-delivery.ts';
import { defaultLeaseMs, type Parts } from './parts.ts';

/**
 * Moves what waits in the queues of a former number of shards into the queues of the present one, until the signal
 * aborts. One process does this for all.
 */
export async function moveDeliveries(
  parts: Pick<Parts, 'store' | 'log' | 'leaseMs'>,
  signal: AbortSignal,
): Promise<void> {
  const { store, log, leaseMs = defaultLeaseMs } = parts;
  const { former } = await readShardCount(store.db);
  const queues = former.flatMap((count) => Array.from({ length: count }, (_, id) => shardQueue(id, count)));
  if (queues.length === 0) return;
  await runJobs({ store, log, signal, queues, leaseMs, handle: move, failed: async () => undefined });

  async function move(job: Job): Promise<void> {
    const { sessionId } = deliveryJob.parse(job.payload);
    const scheduleId = /^schedule:(.+)$/.exec(sessionId)?.[1];
    await store.transaction(async (trx) => {
      await lockSession(trx, sessionId);
      const schedule = scheduleId === undefined ? null : await scheduleById(trx, scheduleId);
      const session = schedule
        ? { platform: schedule.platform, tenant: schedule.tenant, direct: 0 as const }
        : await sessionById(trx, sessionId);
      if (session) await store.queue.move(trx, job, await deliveryQueueOf(trx, session));
      else await store.queue.finish(trx, job);
    });
  }
}
