import { closeSync, fdatasync, openSync } from 'node:fs';
import { promisify } from 'node:util';
import { CoachError } from '../../errors.ts';

/** Makes commits survive a power cut without blocking the event loop for the disk. */
export type DurableCommits = {
  /** Resolves when everything committed before the call is on the disk. Throws `store_unavailable`. */
  settled(): Promise<void>;
  close(): Promise<void>;
};

const onDisk = promisify(fdatasync);

/**
 * For a database whose commits SQLite only writes, without syncing (`synchronous = normal`): one of Node's
 * own threads syncs the log at `path` to the disk, once for all commits waiting at that time. Once `settled`
 * resolves, commits are as safe as with `synchronous = full`, where SQLite would block the whole program at
 * each commit.
 */
export function createDurableCommits(path: string): DurableCommits {
  const log = `${path}-wal`;
  let file: number | undefined;
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;

  async function sync(): Promise<void> {
    try {
      file ??= openSync(log, 'r+');
      await onDisk(file);
    } catch (error) {
      throw new CoachError('store_unavailable', 'fault.store-disk', { path }, { cause: error });
    }
  }

  return {
    settled() {
      // The running sync may have begun before this commit was written: only the next one is sure to include
      // it.
      next ??= (running ?? Promise.resolve())
        .catch(() => undefined)
        .then(() => {
          running = next;
          next = undefined;
          return sync();
        });
      return next;
    },
    async close() {
      await Promise.allSettled([running, next]);
      if (file !== undefined) closeSync(file);
      file = undefined;
    },
  };
}
