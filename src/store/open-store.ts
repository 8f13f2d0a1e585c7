import { isPostgres } from './is-postgres.ts';
import { openSqlite } from './sqlite/open-sqlite.ts';
import type { Store } from './store.ts';

export type OpenOptions = {
  now?: () => Date;
  /** Connections to PostgreSQL at most. */
  connections?: number;
};

/**
 * Opens the store at `url`, creates what is missing, and migrates it. If that fails, throws
 * `store_unavailable` with one sentence that says what to do, and changes nothing.
 */
export async function openStore(url: string, options: OpenOptions = {}): Promise<Store> {
  if (!isPostgres(url)) return openSqlite(url, options);
  // Loaded only where it is used.
  const { openPostgres } = await import('./postgres/open-postgres.ts');
  return await openPostgres(url, options);
}
