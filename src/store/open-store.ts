import { CoachError } from '../errors.ts';
import { isPostgres } from './is-postgres.ts';
import { isMoving } from './move/is-moving.ts';
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
  const store = isPostgres(url)
    ? // Loaded only where it is used.
      await (await import('./postgres/open-postgres.ts')).openPostgres(url, options)
    : openSqlite(url, options);
  if (!(await isMoving(store))) return store;
  await store.close();
  throw new CoachError('store_unavailable', 'fault.store-half-moved');
}
