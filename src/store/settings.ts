/**
 * Settings of a tenant, or of a person in it (`personId`); the pipeline knows their names and allowed values.
 */
import type { Moment, TenantId } from '../domain.ts';
import type { Db, Trx } from './store.ts';

export async function settingsOf(
  db: Db | Trx,
  tenant: TenantId,
  personId = '',
): Promise<Map<string, string>> {
  const rows = await db
    .selectFrom('settings')
    .select(['name', 'value'])
    .where('tenant', '=', tenant)
    .where('person_id', '=', personId)
    .execute();
  return new Map(rows.map((row) => [row.name, row.value]));
}

/** A null value resets the setting to its default. */
export async function saveSetting(
  trx: Trx,
  setting: { tenant: TenantId; personId?: string; name: string; value: string | null },
  now: Moment,
): Promise<void> {
  const { tenant, personId = '', name, value } = setting;
  if (value === null) {
    await trx
      .deleteFrom('settings')
      .where('tenant', '=', tenant)
      .where('person_id', '=', personId)
      .where('name', '=', name)
      .execute();
    return;
  }
  await trx
    .insertInto('settings')
    .values({ tenant, person_id: personId, name, value, updated_at: now })
    .onConflict((conflict) =>
      conflict.columns(['tenant', 'person_id', 'name']).doUpdateSet({ value, updated_at: now }),
    )
    .execute();
}
