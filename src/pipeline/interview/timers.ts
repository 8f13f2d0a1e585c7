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
  z.object({ invitedSessionId: z.string() }),
  z.object({ waitingTurnId: z.string() }),
  z.object({ slotOf: z.string(), number: z.number() }),
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

/** Goes on without somebody who was asked to take part and does not reply. */
export async function goOnUnlessAccepted(
  { store }: Queue,
  trx: Trx,
  sessionId: string,
  endsAt: Moment,
): Promise<void> {
  await add(store, trx, `invited:${sessionId}`, { invitedSessionId: sessionId }, endsAt);
}

/** Goes on after an answer unless its interviewer says what comes next. */
export async function goOnUnlessChosen({ store }: Queue, trx: Trx, turnId: string, at: Date): Promise<void> {
  await add(store, trx, `choose:${turnId}`, { waitingTurnId: turnId }, at.toISOString());
}

/** Ends a slot when its time is up. */
export async function swapWhenOver(
  { store }: Queue,
  trx: Trx,
  { session_id, number }: { session_id: string; number: number },
  endsAt: Moment,
): Promise<void> {
  await add(store, trx, `slot:${session_id}:${number}:${endsAt}`, { slotOf: session_id, number }, endsAt);
}

const add = async (
  store: Queue['store'],
  trx: Trx,
  key: string,
  payload: z.infer<typeof timerJob>,
  runAt: Moment,
): Promise<void> => await store.queue.add(trx, { queue: timerQueue, key, payload, runAt: new Date(runAt) });
