/** How much of their quotas tenants and people have used on a day (UTC, `2026-11-28`). */
import type { TenantId } from '../domain.ts';
import type { Db, Trx } from './store.ts';

export type QuotaUse = { answers: number; audioMs: number };

/** Adds to what a tenant used, and returns it. Others who add to the same row wait until the transaction ends. */
export async function addTenantUse(
  trx: Trx,
  key: { tenant: TenantId; day: string },
  { answers, audioMs }: QuotaUse,
): Promise<QuotaUse> {
  return await trx
    .insertInto('tenant_use')
    .values({ ...key, answers, audio_ms: audioMs })
    .onConflict((conflict) =>
      conflict.columns(['day', 'tenant']).doUpdateSet((set) => ({
        answers: set('tenant_use.answers', '+', set.ref('excluded.answers')),
        audio_ms: set('tenant_use.audio_ms', '+', set.ref('excluded.audio_ms')),
      })),
    )
    .returning(['answers', 'audio_ms as audioMs'])
    .executeTakeFirstOrThrow();
}

/** Adds to what a person used in a tenant, and returns what they used everywhere. */
export async function addPersonUse(
  trx: Trx,
  { personId, tenant, day }: { personId: string; tenant: TenantId; day: string },
  { answers, audioMs }: QuotaUse,
): Promise<QuotaUse> {
  await trx
    .insertInto('person_use')
    .values({ person_id: personId, tenant, day, answers, audio_ms: audioMs })
    .onConflict((conflict) =>
      conflict.columns(['day', 'person_id', 'tenant']).doUpdateSet((set) => ({
        answers: set('person_use.answers', '+', set.ref('excluded.answers')),
        audio_ms: set('person_use.audio_ms', '+', set.ref('excluded.audio_ms')),
      })),
    )
    .execute();
  return await personUse(trx, personId, day);
}

export async function tenantUse(db: Db | Trx, tenant: TenantId, day: string): Promise<QuotaUse> {
  const query = db.selectFrom('tenant_use').select(['answers', 'audio_ms as audioMs']);
  return (await query.where('tenant', '=', tenant).where('day', '=', day).executeTakeFirst()) ?? none;
}

export async function personUse(db: Db | Trx, personId: string, day: string): Promise<QuotaUse> {
  const rows = await db
    .selectFrom('person_use')
    .select(['answers', 'audio_ms'])
    .where('day', '=', day)
    .where('person_id', '=', personId)
    .execute();
  return {
    answers: rows.reduce((sum, { answers }) => sum + answers, 0),
    audioMs: rows.reduce((sum, { audio_ms }) => sum + audio_ms, 0),
  };
}

export async function dropUseBefore(db: Db, day: string): Promise<void> {
  await db.deleteFrom('tenant_use').where('day', '<', day).execute();
  await db.deleteFrom('person_use').where('day', '<', day).execute();
}

const none: QuotaUse = { answers: 0, audioMs: 0 };
