/** What happens by itself while two people interview each other: nobody replies, nobody chooses, the time is up. */
import { openSlot, slotsOf, updateSlot } from '../../store/interview-slots.ts';
import { sessionById } from '../../store/sessions.ts';
import type { Trx } from '../../store/store.ts';
import { turnsOf } from '../../store/turns.ts';
import { advance } from './advance.ts';
import type { Parts } from './parts.ts';
import { goOnWithoutPartner, isSlotOver, tell } from './slots.ts';

/** Somebody who was asked to take part has not replied. */
export async function goOnWithout(parts: Parts, trx: Trx, sessionId: string): Promise<void> {
  const session = await sessionById(trx, sessionId);
  if (session) await goOnWithoutPartner(parts, trx, session, 'partner-silent');
}

/** The time of a slot is up: the question that is open may still be answered. */
export async function slotTimeIsUp(parts: Parts, trx: Trx, sessionId: string, number: number): Promise<void> {
  const session = await sessionById(trx, sessionId);
  const slot = openSlot(await slotsOf(trx, sessionId));
  if (session?.state !== 'active' || slot?.number !== number || !isSlotOver(parts, slot)) return;
  const isOpen = (await turnsOf(trx, sessionId)).some(
    (turn) => turn.closed_at === null && turn.kind !== 'retry',
  );
  if (isOpen) await tell(parts, trx, session, 'slot-over', number);
  else await advance(parts, trx, sessionId);
}

/** The interviewer has said nothing for a while after this answer: the program asks what it would ask alone. */
export async function goOnAlone(parts: Parts, trx: Trx, turnId: string): Promise<void> {
  const turn = await trx
    .selectFrom('turns')
    .select(['session_id as sessionId', 'closed_at as closedAt'])
    .where('id', '=', turnId)
    .executeTakeFirst();
  if (!turn || turn.closedAt === null) return;
  const last = (await turnsOf(trx, turn.sessionId)).findLast(({ kind }) => kind !== 'retry');
  const slot = openSlot(await slotsOf(trx, turn.sessionId));
  if (last?.id !== turnId || !slot || slot.choice !== null) return;
  await updateSlot(trx, slot, { choice: 'program' });
  await advance(parts, trx, turn.sessionId);
}
