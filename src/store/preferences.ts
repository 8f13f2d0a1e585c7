/** What a person set for themselves wherever they are: their time zone and their goal. */
import type { Db, Trx } from './open-store.ts';

export type OwnSettings = { timeZone: string | null; weeklyGoal: number | null };

export async function ownSettings(db: Db | Trx, personId: string): Promise<OwnSettings> {
  const row = await db
    .selectFrom('people')
    .select(['time_zone as timeZone', 'weekly_goal as weeklyGoal'])
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
