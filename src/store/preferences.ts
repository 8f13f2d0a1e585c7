/**
 * A person's own settings, everywhere: their time zone (or the one that their platform reported) and their
 * goal.
 */
import type { Db, Trx } from './store.ts';

export type OwnSettings = { timeZone: string | null; weeklyGoal: number | null };

export async function ownSettings(db: Db | Trx, personId: string): Promise<OwnSettings> {
  const row = await db
    .selectFrom('people')
    .select((select) => [
      select.fn.coalesce('time_zone', 'suggested_time_zone').as('timeZone'),
      'weekly_goal as weeklyGoal',
    ])
    .where('id', '=', personId)
    .executeTakeFirst();
  return row ?? { timeZone: null, weeklyGoal: null };
}

export async function saveOwnSettings(
  trx: Trx,
  personId: string,
  { timeZone, weeklyGoal }: Partial<OwnSettings>,
): Promise<void> {
  if (timeZone === undefined && weeklyGoal === undefined) return;
  await trx
    .updateTable('people')
    .set({
      ...(timeZone === undefined ? {} : { time_zone: timeZone }),
      ...(weeklyGoal === undefined ? {} : { weekly_goal: weeklyGoal }),
    })
    .where('id', '=', personId)
    .execute();
}

/** Records the time zone that a platform reports for a person; one that they chose themselves stays. */
export async function saveSuggestedTimeZone(trx: Trx, personId: string, timeZone: string): Promise<void> {
  await trx.updateTable('people').set({ suggested_time_zone: timeZone }).where('id', '=', personId).execute();
}
