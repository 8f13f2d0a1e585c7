/** Who agreed to what, when, and to which wording. A consent that was taken back is kept as proof. */
import { randomUUID } from 'node:crypto';
import type { Moment, TenantId } from '../domain.ts';
import type { Db, Trx } from './store.ts';

export type Consent = { scope: string; textVersion: string; grantedAt: Moment; revokedAt: Moment | null };

export async function insertConsent(
  trx: Trx,
  consent: { tenant: TenantId; personId: string; scope: string; textVersion: string },
  now: Moment,
): Promise<void> {
  await trx
    .insertInto('consents')
    .values({
      id: randomUUID(),
      tenant: consent.tenant,
      person_id: consent.personId,
      scope: consent.scope,
      text_version: consent.textVersion,
      granted_at: now,
      revoked_at: null,
    })
    .execute();
}

/** Ends every consent of this scope, and returns how many there were. */
export async function revokeConsents(
  trx: Trx,
  consent: { tenant: TenantId; personId: string; scope: string },
  now: Moment,
): Promise<number> {
  const result = await trx
    .updateTable('consents')
    .set({ revoked_at: now })
    .where('tenant', '=', consent.tenant)
    .where('person_id', '=', consent.personId)
    .where('scope', '=', consent.scope)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return Number(result.numUpdatedRows);
}

/** Every consent of a person here, newest first. */
export async function consentsOf(db: Db | Trx, tenant: TenantId, personId: string): Promise<Consent[]> {
  const rows = await db
    .selectFrom('consents')
    .selectAll()
    .where('tenant', '=', tenant)
    .where('person_id', '=', personId)
    .orderBy('granted_at', 'desc')
    .execute();
  return rows.map((row) => ({
    scope: row.scope,
    textVersion: row.text_version,
    grantedAt: row.granted_at,
    revokedAt: row.revoked_at,
  }));
}
