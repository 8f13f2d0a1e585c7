/** When each regular task last ran, and with what outcome. */
import type { MaintenanceOutcome, Moment } from '../domain.ts';
import type { Db, Trx } from './store.ts';

export type MaintenanceName = 'retention' | 'backup' | 'erase';
export type MaintenanceRun = { task: MaintenanceName; ranAt: Moment; outcome: MaintenanceOutcome };

export async function saveMaintenance(
  trx: Db | Trx,
  { task, ranAt, outcome }: MaintenanceRun,
): Promise<void> {
  const values = { ran_at: ranAt, outcome: JSON.stringify(outcome) };
  await trx
    .insertInto('maintenance')
    .values({ task, ...values })
    .onConflict((conflict) => conflict.column('task').doUpdateSet(values))
    .execute();
}

export async function maintenanceRuns(db: Db): Promise<MaintenanceRun[]> {
  const rows = await db.selectFrom('maintenance').selectAll().execute();
  return rows.map(({ task, ran_at, outcome }) => ({
    task,
    ranAt: ran_at,
    outcome: JSON.parse(outcome) as MaintenanceOutcome,
  }));
}
