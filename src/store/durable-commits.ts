import { closeSync, fdatasync, openSync } from 'node:fs';
import { promisify } from 'node:util';
import { CoachError } from '../errors.ts';

/** Makes commits survive a power cut, without holding up the event loop for the disk. */
export type DurableCommits = {
  /** Resolves when everything that was committed before the call is on the disk. Throws `store_unavailable`. */
  settled(): Promise<void>;
  close(): Promise<void>;
};

const onDisk = promisify(fdatasync);

/**
 * For a database whose commits SQLite itself only writes (`synchronous = normal`): their log at `path` is brought to the
 * disk by a thread of Node's own, for all commits that wait at the same time together. What `synchronous = full` promises
 * is promised here once `settled` resolves; SQLite would have the whole program wait for the disk at each commit.
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
      // What is running began before this commit was written, perhaps: only the next one is sure to hold it.
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
