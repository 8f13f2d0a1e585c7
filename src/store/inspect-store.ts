import { inspectSqlite, useOfSqlite } from './sqlite/inspect-sqlite.ts';
import type { StoreInspection, Use } from './store-inspection.ts';

/**
 * Looks at a database without changing it: can it be written, is it intact, is it one that this program
 * knows?
 */
export async function inspectStore(url: string): Promise<StoreInspection> {
  return await inspectSqlite(url);
}

/** Usage figures so far. Null if there are none or the store cannot be read. */
export async function inspectUse(url: string): Promise<Use | null> {
  return await useOfSqlite(url);
}
