import { asksOn, type EndReason } from '../../domain.ts';
import { type AnswerRow, answersIn, answersTo } from '../../store/answers.ts';
import { evaluationOf } from '../../store/evaluations.ts';
import { slotsOf } from '../../store/interview-slots.ts';
import { type SessionRow, sessionById, updateSession } from '../../store/sessions.ts';
import type { Trx } from '../../store/store.ts';
import { type TurnRow, turnsOf } from '../../store/turns.ts';
import { askFollowUp, askQuestion } from './ask.ts';
import { enqueueDelivery } from './enqueue-delivery.ts';
import { momentOf, type Parts, transcriberInSight } from './parts.ts';
import { quotaNotice, quotaReached } from './quotas.ts';
import { isInvitationOpen } from './slot-numbers.ts';
import { goOnInSlot } from './slots.ts';

/**
 * Advances a session by one step, if its stored state allows it: shows results, asks the follow-up or the
 * next question, ends the session, or gives its summary. It decides from the store alone, so calling it once
 * too often changes nothing.
 */
export async function advance(parts: Parts, trx: Trx, sessionId: string): Promise<void> {
  const session = await sessionById(trx, sessionId);
  if (session?.purpose !== 'practice' || session.state === 'paused') return;
  const slots = session.style === 'peer' ? await slotsOf(trx, session.id) : [];
  if (session.state === 'active' && isInvitationOpen(slots)) return;
  const turns = await turnsOf(trx, session.id);
  const line = turns.filter((turn) => turn.kind !== 'retry');
  const last = line.at(-1);
  const answers = last ? await answersTo(trx, last.id) : [];
  if (last && (last.closed_at === null || answers.some(isUnderWay(parts)))) return;
  if (last) await showResults(parts, trx, session, last, answers);
  if (session.state === 'ended') return await conclude(parts, trx, session);
  if (session.style === 'peer') {
    if (await goOnInSlot(parts, trx, session, { slots, line, answers })) return;
  } else if (last && (await askedFurther(parts, trx, session, line, last, answers))) return;
  if (turns.some((turn) => turn.closed_at === null)) return;
  if (await hasUnderWay(parts, trx, session)) return;
  await finishSession(parts, trx, session, last ? 'completed' : 'retried');
}

async function finishSession(parts: Parts, trx: Trx, session: SessionRow, reason: EndReason): Promise<void> {
  const at = momentOf(parts);
  await updateSession(trx, session.id, { state: 'ended', end_reason: reason, ended_at: at }, at);
  await conclude(parts, trx, { ...session, state: 'ended', end_reason: reason });
}

/** Submitted and on its way to an evaluation; one that waits for a model which is not installed is not. */
export const isUnderWay =
  (parts: Parts) =>
  (answer: AnswerRow): boolean =>
    answer.state === 'transcribed' || (answer.state === 'submitted' && transcriberInSight(parts));

async function hasUnderWay(parts: Parts, trx: Trx, session: SessionRow): Promise<boolean> {
  return (await answersIn(trx, session.id, ['submitted', 'transcribed'])).some(isUnderWay(parts));
}

async function conclude(parts: Parts, trx: Trx, session: SessionRow): Promise<void> {
  // A question that was only asked again ends with its feedback.
  if (session.end_reason === 'retried' || (await hasUnderWay(parts, trx, session))) return;
  if (session.aim === 'exam') await showHeldFeedback(parts, trx, session);
  await enqueueDelivery(parts, trx, session, null, { type: 'summary' }, `summary:${session.id}`);
}

export const resultsKey = (turnId: string): string => `results:${turnId}`;

async function showResults(
  parts: Parts,
  trx: Trx,
  session: SessionRow,
  turn: TurnRow,
  answers: AnswerRow[],
): Promise<void> {
  if (turn.person_id !== null) return;
  const cutShort = turn.close_reason === 'skipped' || turn.close_reason === 'stopped';
  if (cutShort && !answers.some((answer) => answer.state === 'evaluated')) return;
  if (await parts.store.queue.has(trx, resultsKey(turn.id))) return;
  await enqueueDelivery(parts, trx, session, null, { type: 'results', turnId: turn.id }, resultsKey(turn.id));
  // The shared results are short; each person gets their own card in full.
  for (const { id, state, person_id } of answers)
    if (state === 'evaluated') await showFeedback(parts, trx, session, { id, person_id });
}

/** After an exam: each card once, in the order of the answers. */
async function showHeldFeedback(parts: Parts, trx: Trx, session: SessionRow): Promise<void> {
  for (const answer of await answersIn(trx, session.id, ['evaluated']))
    if (!(await parts.store.queue.has(trx, `feedback:${answer.id}`)))
      await showFeedback(parts, trx, session, answer);
}

/** Shows an answer's card to its author, or redraws it when it was shown before; in an exam, not before its end. */
export async function showFeedback(
  parts: Parts,
  trx: Trx,
  session: SessionRow,
  answer: Pick<AnswerRow, 'id' | 'person_id'>,
): Promise<void> {
  if (session.aim === 'exam' && session.state !== 'ended') return;
  const key = `feedback:${answer.id}`;
  const isUpdate = await parts.store.queue.has(trx, key);
  const what = { type: 'feedback', answerId: answer.id, isUpdate } as const;
  await enqueueDelivery(parts, trx, session, answer.person_id, what, key, { again: isUpdate });
}

/** Shows the card of an answer, and the results that include it, as they are now. */
export async function redraw(
  parts: Parts,
  trx: Trx,
  session: SessionRow,
  answer: Pick<AnswerRow, 'id' | 'person_id' | 'turn_id'>,
): Promise<void> {
  await showFeedback(parts, trx, session, answer);
  const key = resultsKey(answer.turn_id);
  if (!(await parts.store.queue.has(trx, key))) return;
  const what = { type: 'results', turnId: answer.turn_id, isUpdate: true } as const;
  await enqueueDelivery(parts, trx, session, null, what, key, { again: true });
}

/** True when the session has another question, or is waiting for the next candidate of a hot seat. */
async function askedFurther(
  parts: Parts,
  trx: Trx,
  session: SessionRow,
  line: TurnRow[],
  last: TurnRow,
  answers: AnswerRow[],
): Promise<boolean> {
  const followUp = await followUpTo(trx, session, line, last, answers);
  if (!followUp && last.number >= session.questions_planned) return false;
  if (!followUp && session.style === 'hot-seat') return true;
  const personId = followUp ? last.person_id : session.style === 'solo' ? session.owner_id : null;
  const used = await quotaReached(parts, trx, { ...session, personId });
  if (used) {
    await enqueueDelivery(parts, trx, session, personId, quotaNotice(used));
    return false;
  }
  if (followUp) await askFollowUp(parts, trx, session, last, followUp);
  else await askQuestion(parts, trx, session, { number: last.number + 1, personId });
  return true;
}

/** The follow-up that the last answer gave rise to, if there is room for one. */
async function followUpTo(
  trx: Trx,
  session: SessionRow,
  line: TurnRow[],
  last: TurnRow,
  answers: AnswerRow[],
): Promise<Parameters<typeof askFollowUp>[4] | null> {
  const evaluated = answers.findLast((answer) => answer.state === 'evaluated');
  if (last.person_id === null || last.close_reason !== 'answered' || !evaluated) return null;
  const depth = line.filter((turn) => turn.number === last.number && turn.kind === 'follow-up').length;
  const followUp = (await evaluationOf(trx, evaluated.id))?.followUp;
  if (!followUp || !asksOn(followUp) || depth >= session.follow_up_depth) return null;
  return { answerId: evaluated.id, followUp };
}
