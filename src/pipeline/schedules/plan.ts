import { z } from 'zod';
import type { Actor, Moment, TenantId } from '../../domain.ts';
import { type ScheduleRow, scheduleQueue, updateSchedule } from '../../store/schedules.ts';
import type { Store, Trx } from '../../store/store.ts';
import { nextTime } from './when.ts';

/** The actor that holds planned practices, in place of a person. */
export const standInOf = (tenant: TenantId): Actor => ({ tenant, userId: 'greenroom' });

/** One step of one occurrence of a practice. */
export const step = z.object({
  scheduleId: z.string(),
  dueAt: z.string(),
  step: z.enum(['remind', 'open', 'close']),
});
export type Step = z.infer<typeof step>;

/** The next occurrence of a practice after `after`, skipping snoozed ones; null if there is none. */
export function nextOf(
  schedule: Pick<ScheduleRow, 'cron' | 'time_zone' | 'snoozed_until'>,
  after: Date,
): Moment | null {
  const { cron, time_zone, snoozed_until } = schedule;
  // An occurrence exactly at the end of a snooze is not skipped.
  const awake = snoozed_until === null ? after : new Date(Date.parse(snoozed_until) - 1_000);
  return nextTime(cron, time_zone, awake > after ? awake : after)?.toISOString() ?? null;
}

/** Plans the next occurrence after `after`: its reminder and its opening. Returns its time. */
export async function planNext(
  store: Pick<Store, 'queue'>,
  trx: Trx,
  schedule: ScheduleRow,
  { after, now }: { after: Date; now: Date },
): Promise<Moment | null> {
  const nextAt = nextOf(schedule, after);
  await updateSchedule(trx, schedule.id, { next_at: nextAt });
  if (nextAt === null) return null;
  const remindAt = new Date(Date.parse(nextAt) - schedule.remind_minutes * 60_000);
  if (schedule.remind_minutes > 0 && remindAt > now)
    await addStep(store, trx, schedule, { dueAt: nextAt, step: 'remind' }, remindAt);
  await addStep(store, trx, schedule, { dueAt: nextAt, step: 'open' }, new Date(nextAt));
  return nextAt;
}

export async function addStep(
  store: Pick<Store, 'queue'>,
  trx: Trx,
  { id, platform }: Pick<ScheduleRow, 'id' | 'platform'>,
  { dueAt, step: name }: Omit<Step, 'scheduleId'>,
  runAt: Date,
): Promise<void> {
  await store.queue.add(trx, {
    queue: scheduleQueue(platform),
    key: `schedule:${id}:${name}:${dueAt}`,
    payload: { scheduleId: id, dueAt, step: name } satisfies Step,
    runAt,
  });
}
