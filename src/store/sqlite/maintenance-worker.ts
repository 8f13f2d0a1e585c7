/** Long-running work on whole database files, away from the thread that talks to platforms. */
import { parentPort, workerData } from 'node:worker_threads';
import SqliteFile from 'better-sqlite3';
import { z } from 'zod';
import { erasePerson, forgetIn } from '../erase-person.ts';
import type { Forgotten } from '../store.ts';
import { type BackupCheck, checkBackup } from './check-backup.ts';
import { asOneWrite } from './over-file.ts';

const task = z.discriminatedUnion('task', [
  z.object({ task: z.literal('rewrite'), path: z.string() }),
  z.object({ task: z.literal('erase'), path: z.string(), personIds: z.array(z.string()) }),
  z.object({ task: z.literal('forget'), path: z.string(), personId: z.string() }),
  z.object({ task: z.literal('check'), path: z.string() }),
  z.object({ task: z.literal('check-backup'), path: z.string() }),
]);
export type MaintenanceTask = z.infer<typeof task>;
export type MaintenanceReply =
  | { ok: true; found?: BackupCheck | Forgotten }
  | { ok: false; code: string; message: string };

const given = task.parse(workerData);
try {
  const found = given.task === 'check-backup' ? checkBackup(given.path) : await run();
  parentPort?.postMessage({ ok: true, ...(found && { found }) } satisfies MaintenanceReply);
} catch (error) {
  const code = error instanceof SqliteFile.SqliteError ? error.code : 'FAILED';
  const message = error instanceof Error ? error.message : 'unknown';
  parentPort?.postMessage({ ok: false, code, message } satisfies MaintenanceReply);
}

async function run(): Promise<Forgotten | undefined> {
  const sqlite = new SqliteFile(given.path, { fileMustExist: true, readonly: given.task === 'check' });
  try {
    sqlite.pragma('busy_timeout = 30000');
    if (given.task === 'check') {
      const faults = sqlite.pragma('integrity_check(1)') as { integrity_check: string }[];
      if (faults[0]?.integrity_check !== 'ok')
        throw new SqliteFile.SqliteError('The file is damaged', 'SQLITE_CORRUPT');
      return undefined;
    }
    sqlite.pragma('secure_delete = on');
    sqlite.pragma('synchronous = full');
    if (given.task === 'forget') {
      sqlite.pragma('foreign_keys = on');
      const { personId } = given;
      return await asOneWrite(sqlite, (db) => forgetIn(db, personId));
    }
    if (given.task === 'erase') {
      sqlite.pragma('foreign_keys = on');
      const { personIds } = given;
      await asOneWrite(sqlite, async (db) => {
        for (const id of personIds) await erasePerson(db, id);
      });
    }
    // Deleted data is overwritten, but split or merged pages may keep stale copies, so all pages are
    // rewritten.
    sqlite.exec('vacuum');
    sqlite.pragma('wal_checkpoint(truncate)');
    return undefined;
  } finally {
    sqlite.close();
  }
}
