import { isPostgres } from './is-postgres.ts';
import { inspectSqlite, useOfSqlite } from './sqlite/inspect-sqlite.ts';
import type { StoreInspection, Use } from './store-inspection.ts';

/**
 * Looks at a database without changing it: can it be written, is it intact, is it one that this program
 * knows?
 */
export async function inspectStore(url: string): Promise<StoreInspection> {
  if (!isPostgres(url)) return await inspectSqlite(url);
  const { inspectPostgres } = await import('./postgres/inspect-postgres.ts');
  return await inspectPostgres(url);
}

/** Usage figures so far. Null if there are none or the store cannot be read. */
export async function inspectUse(url: string): Promise<Use | null> {
  if (!isPostgres(url)) return await useOfSqlite(url);
  const { useOfPostgres } = await import('./postgres/inspect-postgres.ts');
  return await useOfPostgres(url);
}
