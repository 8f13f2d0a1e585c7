import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { forgetIn } from '../erase-person.ts';
import { makePrivateFolder } from '../private-files.ts';
import type { StoreMaintenance } from '../store.ts';
import { makeBackup } from './make-backup.ts';
import {
  backupName,
  backupsFolder,
  bytesOnDisk,
  eraseFromCopies,
  ownCopies,
  rewriteStore,
  runMaintenanceTask,
} from './rewrite.ts';
import type { SqliteStore } from './sqlite-store.ts';

type File = Pick<SqliteStore, 'db' | 'sqlite' | 'path' | 'transaction'>;

export function createSqliteMaintenance(file: File): StoreMaintenance {
  const { db, path, transaction } = file;
  return {
    // Overwriting hours of recordings takes seconds, so a separate thread does it.
    async forget(personId) {
      if (path === ':memory:') return await transaction((trx) => forgetIn(trx, personId));
      const task = { task: 'forget', path, personId } as const;
      const found = await db.connection().execute(() => runMaintenanceTask(task));
      return found && 'posts' in found ? found : { answers: 0, posts: [] };
    },
    bytes: async () => bytesOnDisk(path),
    rewrite: () => rewriteStore(file),
    // Dropped data stays in the log until the log is written into the file.
    tidy: async () => truncateLog(file),
    eraseFromCopies: (personIds) => eraseFromCopies(ownCopies(path), personIds),
    async backUp({ keep, now }) {
      if (path === ':memory:') return { outcome: 'in-memory' };
      const folder = backupsFolder(path);
      makePrivateFolder(folder);
      const stamp = `${now.toISOString().slice(0, 19).replaceAll(':', '')}Z`;
      const name = `greenroom-${stamp}.db`;
      await makeBackup(file, join(folder, name), { force: true });
      const made = readdirSync(folder)
        .filter((one) => backupName.test(one))
        .sort();
      for (const old of made.slice(0, Math.max(0, made.length - keep))) rmSync(join(folder, old));
      return { outcome: 'backed-up', name };
    },
  };
}

/** Writes the log into the database file, so that nothing that was dropped is left in the log. */
export function truncateLog({ sqlite }: Pick<SqliteStore, 'sqlite'>): void {
  sqlite.pragma('wal_checkpoint(truncate)');
}
