/** Ending a session, and freeing its place. */
import type { EndReason, Place } from '../../domain.ts';
import { CoachError } from '../../errors.ts';
import { answersIn, answersTo, cancelAnswer } from '../../store/answers.ts';
import { lockName, lockPerson, lockSession } from '../../store/locks.ts';
import { dropPrepared } from '../../store/prepared.ts';
import {
  findSessionAt,
  openSessionsOf,
  type SessionRow,
  sessionById,
  updateSession,
} from '../../store/sessions.ts';
import type { Trx } from '../../store/store.ts';
import { closeTurn, type TurnRow, turnsOf } from '../../store/turns.ts';
import { advance } from './advance.ts';
import { enqueueDelivery } from './enqueue-delivery.ts';
import { momentOf, type Parts } from './parts.ts';

/** Ends a session, and says so. Submitted answers are still judged and shown. */
export async function stopSession(
  parts: Parts,
  trx: Trx,
  session: SessionRow,
  reason: EndReason,
): Promise<void> {
  for (const turn of await openTurns(trx, session)) await abandon(parts, trx, turn, 'stopped');
  const what = { type: 'notice', notice: 'stopped', answerId: null, reason } as const;
  await enqueueDelivery(parts, trx, session, null, what);
  const at = momentOf(parts);
  const ended = { state: 'ended', end_reason: reason, ended_at: at, pause_ends_at: null } as const;
  await updateSession(trx, session.id, ended, at);
  await dropPrepared(trx, session.id);
  await advance(parts, trx, session.id);
}

/** Closes a question; unsubmitted answers to it are dropped. */
export async function abandon(parts: Parts, trx: Trx, turn: TurnRow, reason: string): Promise<void> {
  await closeTurn(trx, turn.id, reason, momentOf(parts));
  for (const answer of await answersTo(trx, turn.id))
    if (answer.state === 'open') await cancelAnswer(trx, answer.id);
}

export const openTurns = async (trx: Trx, session: SessionRow): Promise<TurnRow[]> =>
  (await turnsOf(trx, session.id)).filter((turn) => turn.closed_at === null);

/** A session in which nothing has happened for this long was forgotten, and blocks nobody. */
const forgottenAfterMs = 24 * 60 * 60 * 1_000;

/** Throws `wrong_state` while a session is running in a place; a forgotten one is ended. */
export async function requireFreePlace(parts: Parts, trx: Trx, place: Place): Promise<void> {
  const { tenant, channelId, threadId = null, voiceChannelId = null } = place;
  await lockName(trx, `place:${tenant}/${channelId}`);
  const session = await findSessionAt(trx, { tenant, channelId, threadId, voiceChannelId });
  if (!session) return;
  if (!(await isForgotten(parts, trx, session)))
    throw new CoachError('wrong_state', 'fault.interview-running-here');
  await stopForgotten(parts, trx, session);
}

/** How many sessions a person may have open at once. */
const mostOpen = 5;

/** Throws `wrong_state` while a person has the maximum number of open sessions; forgotten ones are ended. */
export async function requireFewSessions(parts: Parts, trx: Trx, personId: string): Promise<void> {
  await lockPerson(trx, personId);
  const open = await openSessionsOf(trx, personId);
  if (open.length < mostOpen) return;
  let left = 0;
  for (const session of open) {
    if (await isForgotten(parts, trx, session)) await stopForgotten(parts, trx, session);
    else left++;
  }
  if (left >= mostOpen) throw new CoachError('wrong_state', 'fault.too-many-interviews', { most: mostOpen });
}

/** Somebody may have stopped it, or gone on with it, since it was read. */
async function stopForgotten(parts: Parts, trx: Trx, { id }: SessionRow): Promise<void> {
  await lockSession(trx, id);
  const session = await sessionById(trx, id);
  if (session && session.state !== 'ended' && (await isForgotten(parts, trx, session)))
    await stopSession(parts, trx, session, 'forgotten');
}

async function isForgotten({ now }: Parts, trx: Trx, session: SessionRow): Promise<boolean> {
  const turns = await turnsOf(trx, session.id);
  const answers = await answersIn(trx, session.id);
  const last = [
    session.updated_at,
    ...turns.map((turn) => turn.closes_at ?? turn.asked_at),
    ...answers.map((answer) => answer.created_at),
  ].toSorted();
  return now().getTime() - Date.parse(last.at(-1) ?? session.updated_at) >= forgottenAfterMs;
}
