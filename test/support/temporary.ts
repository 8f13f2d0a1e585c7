import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { openSqlite } from '../../src/store/sqlite/open-sqlite.ts';
import type { SqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import type { Store } from '../../src/store/store.ts';

/** A folder that is gone when the test is. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'greenroom-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A database of its own for one test, on disk as in production. */
export function temporaryStore(options: Parameters<typeof openSqlite>[1] = {}): SqliteStore {
  const store = openSqlite(`sqlite:${join(temporaryFolder(), 'greenroom.db')}`, options);
  onTestFinished(() => store.close());
  return store;
}

/** The file behind a store, for tests of what only SQLite has. */
export function sqliteOf(store: Store): SqliteStore {
  if (!hasFile(store)) throw new Error(`There is no file behind a store on ${store.engine}`);
  return store;
}
const hasFile = (store: Store): store is SqliteStore => 'sqlite' in store;

/** A clock that only moves when it is told to. */
export function standingClock(start = '2026-03-02T09:00:00.000Z') {
  let at = Date.parse(start);
  return { now: () => new Date(at), advance: (ms: number) => (at += ms) };
}

/** Waits until `check` gives something truthy, looking again each few milliseconds. */
export async function until<Value>(
  check: () => Value | Promise<Value>,
  timeoutMs = 90_000,
): Promise<NonNullable<Value>> {
  const giveUpAt = Date.now() + timeoutMs;
  while (Date.now() < giveUpAt) {
    const value = await check();
    if (value) return value as NonNullable<Value>;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error(`Nothing came of ${check.toString().slice(0, 120)} within ${timeoutMs} ms`);
}
