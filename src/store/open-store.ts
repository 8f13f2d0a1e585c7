import { openSqlite } from './sqlite/open-sqlite.ts';
import type { Store } from './store.ts';

export type OpenOptions = { now?: () => Date; lockPatienceMs?: number };

/**
 * Opens the store at `url`, creates what is missing, and migrates it. If that fails, throws
 * `store_unavailable` with one sentence that says what to do, and changes nothing.
 */
export async function openStore(url: string, options: OpenOptions = {}): Promise<Store> {
  return openSqlite(url, options);
}
