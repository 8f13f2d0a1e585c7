import { forgetIn } from './erase-person.ts';
import type { Store } from './open-store.ts';
import { runMaintenanceTask } from './rewrite.ts';

/**
 * Erases a person in one transaction, and counts that somebody was forgotten. Recordings of hours take seconds to
 * overwrite: that is done in a thread of its own, while calls of the store wait for it and nothing else does. Returns how
 * many answers are gone.
 */
export async function forgetPerson(store: Store, personId: string): Promise<number> {
  const { db, sqlite, path } = store;
  if (path === ':memory:') return await store.transaction(async () => forgetIn(sqlite, personId));
  const found = await db
    .connection()
    .execute(() => runMaintenanceTask({ task: 'forget', path, personIds: [personId] }));
  return found && 'answers' in found ? found.answers : 0;
}
