/** Plans for an interview that people chose to keep. */
import { randomUUID } from 'node:crypto';
import type { Moment, TenantId } from '../domain.ts';
import type { Db, Trx } from './store.ts';

export type KeptPlanRow = { id: string; plan: string; created_at: Moment };

export async function insertKeptPlan(
  trx: Trx,
  kept: { tenant: TenantId; personId: string; plan: string },
  now: Moment,
): Promise<KeptPlanRow> {
  const row = { id: randomUUID(), plan: kept.plan, created_at: now };
  await trx
    .insertInto('kept_plans')
    .values({ ...row, tenant: kept.tenant, person_id: kept.personId })
    .execute();
  return row;
}

/** Newest first. */
export async function keptPlansOf(db: Db | Trx, tenant: TenantId, personId: string): Promise<KeptPlanRow[]> {
  return await db
    .selectFrom('kept_plans')
    .select(['id', 'plan', 'created_at'])
    .where('tenant', '=', tenant)
    .where('person_id', '=', personId)
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .execute();
}

/** False when there is none with this id. */
export async function deleteKeptPlan(trx: Db | Trx, personId: string, id: string): Promise<boolean> {
  const result = await trx
    .deleteFrom('kept_plans')
    .where('id', '=', id)
    .where('person_id', '=', personId)
    .executeTakeFirst();
  return result.numDeletedRows > 0n;
}
