import SqliteFile, { type Database as Sqlite, SqliteError } from 'better-sqlite3';
import { CoachError } from '../../errors.ts';

/**
 * Locks the database exclusively, or returns null for one that is too damaged to be locked. Throws
 * `store_unavailable` while another program has it open.
 */
export function lockAlone(
  path: string,
  whileOpen: 'fault.restore-while-open' | 'fault.move-while-open',
): Sqlite | null {
  let sqlite: Sqlite | undefined;
  try {
    sqlite = new SqliteFile(path, { timeout: 500 });
    sqlite.pragma('locking_mode = exclusive');
    // Leaving the write-ahead log writes all of it into the file, and works only while nobody else has it open.
    sqlite.pragma('journal_mode = delete');
    sqlite.exec('begin exclusive; commit');
    return sqlite;
  } catch (error) {
    sqlite?.close();
    if (error instanceof SqliteError && /^SQLITE_(BUSY|LOCKED)/.test(error.code))
      throw new CoachError('store_unavailable', whileOpen, { path }, { cause: error });
    return null;
  }
}
