/** What people who manage a server or workspace did there, for whoever runs the program to look up. */
import { randomUUID } from 'node:crypto';
import type { Actor, AdminAction, AuditEntry, Moment, TenantId } from '../domain.ts';
import { ensurePerson } from './people.ts';
import type { Db, Store, Trx } from './store.ts';

/** Notes who did something, in the transaction that does it. */
export async function addAuditEntry(
  trx: Trx,
  actor: Actor,
  { action, subject, change }: AdminAction,
  now: Date,
): Promise<void> {
  // The entry is about the person too: they can see it in an export, and be forgotten in it.
  const personId = await ensurePerson(trx, actor, now);
  await trx
    .insertInto('audit_entries')
    .values({
      id: randomUUID(),
      at: now.toISOString(),
      tenant: actor.tenant,
      user_id: actor.userId,
      person_id: personId,
      action,
      subject,
      detail: change === undefined ? null : JSON.stringify(change),
    })
    .execute();
}

/** The newest entries first, of one tenant or of all. */
export async function auditEntries(
  { db }: Pick<Store, 'db'>,
  { tenant, limit }: { tenant?: string | undefined; limit: number },
): Promise<AuditEntry[]> {
  const rows = await db
    .selectFrom('audit_entries')
    .selectAll()
    .$if(tenant !== undefined, (all) => all.where('tenant', '=', (tenant ?? '') as TenantId))
    .orderBy('at', 'desc')
    .limit(limit)
    .execute();
  return rows.map(({ at, tenant: where, user_id: userId, action, subject, detail }) => ({
    at,
    tenant: where,
    userId,
    action,
    subject,
    ...(detail !== null && { change: JSON.parse(detail) as AdminAction['change'] & object }),
  }));
}

/** Leaves what was done, and drops who did it. */
export async function anonymiseAuditEntries(trx: Db | Trx, personId: string): Promise<void> {
  await trx
    .updateTable('audit_entries')
    .set({ user_id: null, person_id: null })
    .where('person_id', '=', personId)
    .execute();
}

/** Drops entries from before a moment. Returns how many. */
export async function dropAuditEntries(trx: Trx, before: Moment): Promise<number> {
  const result = await trx.deleteFrom('audit_entries').where('at', '<', before).executeTakeFirst();
  return Number(result.numDeletedRows);
}
