import type { Database as Sqlite } from 'better-sqlite3';
import type { Store } from '../store.ts';

export type SqliteStore = Store & {
  engine: 'sqlite';
  /** The file behind `db`, for integrity checks and pragmas. */
  sqlite: Sqlite;
  path: string;
};
