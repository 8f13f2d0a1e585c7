/** Timed events in an interview: each timer is a job, so it survives a restart. */
import { z } from 'zod';
import type { Moment } from '../../domain.ts';
import type { Trx } from '../../store/store.ts';
import type { Parts } from './parts.ts';

export const timerQueue = 'timer';

export const timerJob = z.union([
  z.object({ turnId: z.string() }),
  z.object({ pausedSessionId: z.string(), endsAt: z.string() }),
  z.object({ heldId: z.string() }),
]);

type Queue = { store: Pick<Parts['store'], 'queue'> };

/** Closes a question for everyone when its time is up. */
export async function closeLater(
  { store }: Queue,
  trx: Trx,
  turnId: string,
  closesAt: Moment,
): Promise<void> {
  await add(store, trx, `close:${turnId}:${closesAt}`, { turnId }, closesAt);
}

/** Ends a paused session unless somebody resumes it first. */
export async function endUnlessResumed(
  { store }: Queue,
  trx: Trx,
  sessionId: string,
  endsAt: Moment,
): Promise<void> {
  await add(store, trx, `end:${sessionId}:${endsAt}`, { pausedSessionId: sessionId, endsAt }, endsAt);
}

/** Erases a held text that nobody claimed. */
export async function dropLater(
  { store }: Queue,
  trx: Trx,
  heldId: string,
  expiresAt: Moment,
): Promise<void> {
  await add(store, trx, `held:${heldId}`, { heldId }, expiresAt);
}

const add = async (
  store: Queue['store'],
  trx: Trx,
  key: string,
  payload: z.infer<typeof timerJob>,
  runAt: Moment,
): Promise<void> => await store.queue.add(trx, { queue: timerQueue, key, payload, runAt: new Date(runAt) });
