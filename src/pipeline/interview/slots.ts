/** Two people who interview each other: each has a slot as the candidate, and the other decides what is asked. */
import { asksOn, type OpenFollowUp, type Question, type RolesNotice } from '../../domain.ts';
import type { AnswerRow } from '../../store/answers.ts';
import { evaluationOf } from '../../store/evaluations.ts';
import { forgetStranger } from '../../store/forget-stranger.ts';
import { dropSlots, openSlot, type SlotRow, slotsOf, updateSlot } from '../../store/interview-slots.ts';
import { type SessionRow, updateSession } from '../../store/sessions.ts';
import type { Trx } from '../../store/store.ts';
import type { TurnRow } from '../../store/turns.ts';
import { mostImportantFirst } from '../questions/most-important-first.ts';
import { askFollowUp, askQuestion } from './ask.ts';
import { enqueueDelivery } from './enqueue-delivery.ts';
import { momentOf, type Parts } from './parts.ts';
import { quotaNotice, quotaReached } from './quotas.ts';
import { isInvitationOpen } from './slot-numbers.ts';
import { goOnUnlessChosen, swapWhenOver } from './timers.ts';

/** True when there is another question, or the interviewer is to say what comes next. */
export async function goOnInSlot(
  parts: Parts,
  trx: Trx,
  session: SessionRow,
  { slots, line, answers }: { slots: readonly SlotRow[]; line: readonly TurnRow[]; answers: AnswerRow[] },
): Promise<boolean> {
  const slot = openSlot(slots);
  const last = line.at(-1);
  if (!slot || !last || !isIn(session, slot, last)) return await beginNextSlot(parts, trx, session);
  if (isSlotOver(parts, slot)) return await endSlot(parts, trx, session, slot);
  const isAnswered = last.close_reason === 'answered' && answers.length > 0;
  if (slot.interviewer_id !== null && slot.choice === null && isAnswered) {
    await goOnUnlessChosen(parts, trx, last.id, new Date(parts.now().getTime() + patienceMs(parts)));
    return true;
  }
  const followUp = await followUpOf(trx, session, slot, { line, last, answers });
  if (!followUp && last.number >= slot.number * session.questions_planned)
    return await endSlot(parts, trx, session, slot);
  const personId = slot.candidate_id;
  const used = await quotaReached(parts, trx, { ...session, personId });
  if (used) {
    await enqueueDelivery(parts, trx, session, personId, quotaNotice(used));
    return await endSlot(parts, trx, session, slot);
  }
  await updateSlot(trx, slot, { choice: null });
  if (followUp) await askFollowUp(parts, trx, session, followUp.turn, followUp);
  else await askQuestion(parts, trx, at(session, slot), { number: last.number + 1, personId });
  return true;
}

/** How long the interviewer may think about what comes next before the program goes on by itself. */
const usualPatienceMs = 2 * 60_000;
const patienceMs = ({ interviewerWaitMs = usualPatienceMs }: Parts): number => interviewerWaitMs;

/** Begins the next slot that is left. False when there is none. */
export async function beginNextSlot(parts: Parts, trx: Trx, session: SessionRow): Promise<boolean> {
  const slots = await slotsOf(trx, session.id);
  const next = slots.find(({ begun_at }) => begun_at === null);
  if (!next) return false;
  const { minutes } = next;
  const endsAt = minutes === null ? null : new Date(parts.now().getTime() + minutes * 60_000).toISOString();
  await updateSlot(trx, next, { begun_at: momentOf(parts), ends_at: endsAt });
  if (endsAt !== null) await swapWhenOver(parts, trx, next, endsAt);
  await tell(parts, trx, session, next.number === 1 ? 'roles-begun' : 'roles-swapped', next.number);
  const number = (next.number - 1) * session.questions_planned + 1;
  await askQuestion(parts, trx, at(session, next), { number, personId: next.candidate_id });
  return true;
}

async function endSlot(parts: Parts, trx: Trx, session: SessionRow, slot: SlotRow): Promise<boolean> {
  await updateSlot(trx, slot, { ended_at: momentOf(parts), choice: null });
  return await beginNextSlot(parts, trx, session);
}

/** Nobody interviews after all: it goes on as an interview of one person, whom the program asks. */
export async function goOnWithoutPartner(
  parts: Parts,
  trx: Trx,
  session: SessionRow,
  why: 'partner-declined' | 'partner-silent',
): Promise<void> {
  const slots = await slotsOf(trx, session.id);
  if (!isInvitationOpen(slots)) return;
  await dropSlots(trx, session.id);
  const invited = slots.find(({ candidate_id }) => candidate_id !== session.owner_id);
  if (invited) await forgetStranger(trx, invited.candidate_id);
  if (session.state === 'ended') return;
  const alone = { ...session, style: 'solo' as const };
  await updateSession(trx, session.id, { style: 'solo' }, momentOf(parts));
  await tell(parts, trx, alone, why);
  await askQuestion(parts, trx, alone, { number: 1, personId: session.owner_id });
}

/** Tells the room what happens between the two. */
export async function tell(
  parts: Parts,
  trx: Trx,
  session: SessionRow,
  notice: RolesNotice,
  slot: number | null = null,
): Promise<void> {
  await enqueueDelivery(parts, trx, session, null, { type: 'notice', notice, answerId: null, slot });
}

/** The time of the slot is up. */
export const isSlotOver = ({ now }: Parts, { ends_at }: SlotRow): boolean =>
  ends_at !== null && Date.parse(ends_at) <= now().getTime();

const isIn = ({ questions_planned }: SessionRow, slot: SlotRow, turn: TurnRow): boolean =>
  Math.ceil(turn.number / questions_planned) === slot.number;

/** The session as its candidate of this slot has it. */
const at = (session: SessionRow, { level }: SlotRow): SessionRow => ({ ...session, level });

type Asked = { turn: TurnRow; answerId: string | null; followUp: OpenFollowUp };

/** The follow-up that the interviewer chose, or that the answer gave rise to if they left it to the program. */
async function followUpOf(
  trx: Trx,
  session: SessionRow,
  { choice, interviewer_id }: SlotRow,
  { line, last, answers }: { line: readonly TurnRow[]; last: TurnRow; answers: AnswerRow[] },
): Promise<Asked | null> {
  const number = /^follow-up:(\d+)$/.exec(choice ?? '')?.[1];
  const asked = line.filter((turn) => turn.number === last.number);
  const main = asked.find(({ kind }) => kind === 'question') ?? last;
  if (number !== undefined) {
    const chosen = followUpsOf(main.question)[Number(number)];
    return chosen ? { turn: main, answerId: null, followUp: chosen } : null;
  }
  if (last.close_reason !== 'answered' || (interviewer_id !== null && choice !== 'program')) return null;
  const evaluated = answers.findLast((answer) => answer.state === 'evaluated');
  const followUp = evaluated && (await evaluationOf(trx, evaluated.id))?.followUp;
  const depth = asked.filter(({ kind }) => kind === 'follow-up').length;
  if (!evaluated || !followUp || !asksOn(followUp) || depth >= session.follow_up_depth) return null;
  return { turn: last, answerId: evaluated.id, followUp };
}

const mostFollowUps = 6;

/** The follow-ups that the bank has for a question: one for each point, most important first, then second ones. */
export function followUpsOf({ concepts }: Question): OpenFollowUp[] {
  const ranked = mostImportantFirst(concepts);
  const rounds = [0, 1].flatMap((round) =>
    ranked.flatMap(({ id, followUps }): OpenFollowUp[] => {
      const ask = followUps[round];
      return ask === undefined
        ? []
        : [{ text: ask, source: 'bank', aimedAt: 'missed', concept: id, ask, lead: 0 }];
    }),
  );
  return rounds.slice(0, mostFollowUps);
}
