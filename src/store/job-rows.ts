/** What the queues of both engines read from and write to a row of a job. */
import { type Selectable, sql } from 'kysely';
import type { Job } from '../domain.ts';
import type { Tables } from './schema.ts';

/** How many tries a job has used after a run that counts or does not. `least`: the engine's name for it. */
export const attemptsLeft = (counts: boolean | 'but-the-last', least: 'min' | 'least') =>
  counts === 'but-the-last'
    ? sql<number>`${sql.raw(least)}(attempts, max_attempts - 1)`
    : counts
      ? sql<number>`attempts`
      : sql<number>`attempts - 1`;

/** The state of a job that nobody works on. */
export const unleased = { state: 'waiting', lease_owner: null, lease_until: null } as const;

export function toJob(
  row: Pick<Selectable<Tables['jobs']>, 'id' | 'queue' | 'key' | 'payload' | 'attempts' | 'max_attempts'>,
  owner: string,
): Job {
  return {
    id: Number(row.id),
    queue: row.queue,
    key: row.key,
    payload: JSON.parse(row.payload),
    attempts: row.attempts,
    maxAttempts: row.max_attempts,
    owner,
  };
}
