import SqliteFile, { type Database as Sqlite } from 'better-sqlite3';
import { readMigrations } from '../migration-files.ts';
import { appliedMigrations, migrate } from './migrate.ts';

/** Why a file cannot be restored, or how many answers it has. */
export type BackupCheck = { answers: number } | { why: 'foreign' | 'newer' | 'damaged' };

/**
 * Whether the file is a database of this program and nothing else: each table, index, trigger and view is
 * exactly as the migrations make it, because a foreign trigger would run on later writes. Until then, nothing
 * in the file is run.
 */
export function checkBackup(path: string): BackupCheck {
  const sqlite = new SqliteFile(path, { fileMustExist: true });
  try {
    sqlite.pragma('trusted_schema = off');
    const applied = schemaNames(sqlite).has('migrations') ? appliedMigrations(sqlite) : [];
    if (applied.length === 0) return { why: 'foreign' };
    const known = readMigrations();
    const checksums = new Map(known.map(({ name, checksum }) => [name, checksum]));
    if (applied.some(({ name, checksum }) => checksums.get(name) !== checksum)) return { why: 'newer' };
    const fresh = new SqliteFile(':memory:');
    migrate(fresh, known.slice(0, applied.length));
    const isSame = schemaOf(fresh) === schemaOf(sqlite);
    fresh.close();
    if (!isSame) return { why: 'foreign' };
    const [verdict] = sqlite.pragma('integrity_check(1)') as { integrity_check: string }[];
    const orphans = sqlite.pragma('foreign_key_check') as unknown[];
    if (verdict?.integrity_check !== 'ok' || orphans.length > 0) return { why: 'damaged' };
    const answers = sqlite.prepare<[], number>('select count(*) from answers').pluck().get() ?? 0;
    // Closed completely, so that no log is left behind when it is moved.
    sqlite.pragma('journal_mode = delete');
    return { answers };
  } catch (error) {
    if (error instanceof SqliteFile.SqliteError) return { why: 'damaged' };
    throw error;
  } finally {
    sqlite.close();
  }
}

type Entry = { type: string; name: string; owner: string; sql: string | null };

const entriesOf = (sqlite: Sqlite): Entry[] =>
  sqlite
    .prepare<[], Entry>(
      // SQLite's own tables contain statistics and counters.
      "select type, name, tbl_name as owner, sql from sqlite_schema where name not like 'sqlite\\_%' escape '\\' order by type, name",
    )
    .all();
const schemaOf = (sqlite: Sqlite): string => JSON.stringify(entriesOf(sqlite));
const schemaNames = (sqlite: Sqlite): Set<string> =>
  new Set(entriesOf(sqlite).flatMap(({ type, name }) => (type === 'table' ? [name] : [])));
