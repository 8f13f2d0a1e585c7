import { type Forgotten, forgetIn } from './erase-person.ts';
import type { Store } from './open-store.ts';
import { runMaintenanceTask } from './rewrite.ts';

/**
 * Erases a person in one transaction, and counts that somebody was forgotten. Overwriting hours of recordings
 * takes seconds, so a separate thread does it. Calls to the store wait until it finishes; everything else
 * keeps running.
 */
export async function forgetPerson(store: Store, personId: string): Promise<Forgotten> {
  const { db, sqlite, path } = store;
  if (path === ':memory:') return await store.transaction(async () => forgetIn(sqlite, personId));
  const found = await db.connection().execute(() => runMaintenanceTask({ task: 'forget', path, personId }));
  return found && 'posts' in found ? found : { answers: 0, posts: [] };
}
