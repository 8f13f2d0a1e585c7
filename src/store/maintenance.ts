/** When each regular task last ran, and with what outcome. */
import type { Database as Sqlite } from 'better-sqlite3';
import type { MaintenanceOutcome, Moment } from '../domain.ts';
import type { Db, Trx } from './open-store.ts';

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

/** For inspecting a database from outside; an older one has no such table. */
export function maintenanceRuns(sqlite: Sqlite): MaintenanceRun[] {
  const table = sqlite
    .prepare("select 1 from sqlite_schema where type = 'table' and name = 'maintenance'")
    .get();
  if (!table) return [];
  return sqlite
    .prepare<[], { task: MaintenanceName; ranAt: Moment; outcome: string }>(
      'select task, ran_at as ranAt, outcome from maintenance',
    )
    .all()
    .map((row) => ({ ...row, outcome: JSON.parse(row.outcome) as MaintenanceOutcome }));
}
