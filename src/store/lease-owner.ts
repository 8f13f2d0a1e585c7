import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Database as Sqlite } from 'better-sqlite3';

/**
 * Every owner in this process. In a container, the next process has the same pid as the one that was killed.
 */
const ours = new Set<string>();

/**
 * Names the owner of leases in a way that lets another process on this machine see whether it is still alive.
 */
export function newLeaseOwner(): string {
  const owner = `${hostname()}/${process.pid}/${randomUUID()}`;
  ours.add(owner);
  return owner;
}

/**
 * Returns jobs that were leased by dead processes on this machine, so that a killed program continues at once
 * and not after the lease runs out. The attempt still counts: a job that kills its worker each time must end.
 */
export function releaseAbandoned(sqlite: Sqlite): void {
  const owners = sqlite
    .prepare<[], { owner: string }>(
      "select distinct lease_owner as owner from jobs where state = 'leased' and lease_owner is not null",
    )
    .all();
  const release = sqlite.prepare(
    "update jobs set state = 'waiting', lease_owner = null, lease_until = null where state = 'leased' and lease_owner = ?",
  );
  for (const { owner } of owners) if (isGone(owner)) release.run(owner);
}

/** Whether the process that this names ran on this machine and no longer does. */
export function isGone(owner: string): boolean {
  const [host, pid] = owner.split('/');
  if (host !== hostname() || pid === undefined || ours.has(owner)) return false;
  if (Number(pid) === process.pid) return true;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}
