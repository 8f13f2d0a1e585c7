import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Database as Sqlite } from 'better-sqlite3';

/** Every owner of this process: in a container, the next process has the same number as the one that was killed. */
const ours = new Set<string>();

/** Names who leases jobs so that another process of this machine can tell whether they are still alive. */
export function newLeaseOwner(): string {
  const owner = `${hostname()}/${process.pid}/${randomUUID()}`;
  ours.add(owner);
  return owner;
}

/**
 * Gives back what was leased by processes of this machine that are gone, so that a program that was killed goes on where
 * it was and not a lease later. The attempt still counts: a job that kills its worker each time has to end.
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

function isGone(owner: string): boolean {
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
