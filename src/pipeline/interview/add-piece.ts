/** One piece of an answer: the answer that it opens or joins, what it counts for, and who is to hear it. */
import type { TenantId } from '../../domain.ts';
import { CoachError } from '../../errors.ts';
import { observe } from '../../metrics.ts';
import { afterCommit } from '../../store/after-commit.ts';
import { type AnswerRow, answersTo, insertAnswer } from '../../store/answers.ts';
import type { SessionRow } from '../../store/sessions.ts';
import type { Trx } from '../../store/store.ts';
import { openTurnFor, type TurnRow } from '../../store/turns.ts';
import { hasUtterance, insertUtterance, type NewUtterance } from '../../store/utterances.ts';
import { type Membership, requireActive } from './access.ts';
import { requireRoom } from './answer-size.ts';
import type { AddedPiece, AnswerPiece } from './late-text.ts';
import { momentOf, type Parts, transcriberInSight } from './parts.ts';
import { countAnswer, countSpeech } from './quotas.ts';
import { submitAnswer } from './submit-answer.ts';

/** Adds the pieces of one message in order; there is at least one. */
export async function addPieces(
  parts: Parts,
  trx: Trx,
  membership: Membership,
  pieces: readonly AnswerPiece[],
): Promise<AddedPiece> {
  let first: AddedPiece | undefined;
  for (const piece of pieces) {
    const added = await addPiece(parts, trx, membership, piece);
    first ??= added;
  }
  if (!first) throw new CoachError('bad_input', 'fault.message-empty');
  return first;
}

/** Adds a piece to a person's open answer; the first piece opens it. */
export async function addPiece(
  parts: Parts,
  trx: Trx,
  membership: Membership,
  piece: AnswerPiece,
): Promise<AddedPiece> {
  const { answer, isNew } = await openAnswer(parts, trx, membership, { typed: piece.pcm === undefined });
  const durationMs = durationOf(piece);
  const user = { ...membership.session, personId: membership.personId };
  if (isNew) await countAnswer(parts, trx, user, durationMs);
  else await countSpeech(parts, trx, user, durationMs);
  await requireRoom(parts, trx, answer.id, { durationMs, ...(piece.text && { text: piece.text }) });
  const utteranceId = await insertUtterance(trx, { ...piece, answerId: answer.id }, momentOf(parts));
  const { receivedShare } = piece;
  if (utteranceId !== null && receivedShare !== undefined)
    afterCommit(trx, () => observe('greenroom_capture_received_ratio', {}, receivedShare));
  if (utteranceId !== null && piece.pcm)
    await transcribeLater(parts, trx, {
      id: utteranceId,
      answerId: answer.id,
      personId: membership.personId,
      tenant: membership.session.tenant,
    });
  return { answerId: answer.id, isNew };
}

/** Milliseconds of 16-bit samples, 16 per millisecond. */
export const durationOf = ({ pcm }: Pick<NewUtterance, 'pcm'>): number => Math.round((pcm?.length ?? 0) / 32);

/**
 * One stretch of a person at a time: several people are heard side by side, and their stretches take turns at a
 * recogniser that hears one at a time.
 */
export async function transcribeLater(
  { store }: Pick<Parts, 'store'>,
  trx: Trx,
  { id, answerId, personId, tenant }: { id: string; answerId: string; personId: string; tenant: TenantId },
): Promise<void> {
  await store.queue.add(trx, {
    queue: 'transcribe',
    key: `transcribe:${id}`,
    lane: `hear:${personId}`,
    tenant,
    payload: { utteranceId: id, answerId },
  });
}

/** A person's open answer, created with its first piece. */
async function openAnswer(
  parts: Parts,
  trx: Trx,
  { session, personId, present }: Membership,
  { typed }: { typed: boolean },
): Promise<{ answer: AnswerRow; isNew: boolean }> {
  const turn = await openTurnFor(trx, session.id, personId);
  if (turn?.kind !== 'retry') requireActive(session);
  if (!present.some((one) => one.person_id === personId && one.role === 'candidate'))
    throw new CoachError('not_allowed', 'fault.only-watching');
  if (!turn) throw new CoachError('wrong_state', 'fault.no-open-question');
  const answers = await answersTo(trx, turn.id, personId);
  const open = answers.find((answer) => answer.state === 'open');
  if (open) {
    // Speech that is waiting for a missing model is kept as a separate answer; typing does not wait for it.
    const stuck = typed && !transcriberInSight(parts) && (await isWaiting(trx, open.id));
    if (!stuck) return { answer: open, isNew: false };
    await submitAnswer(parts, trx, { answer: open, turn, session });
  } else if (answers.some((answer) => isFinal(answer, parts))) {
    throw new CoachError('wrong_state', 'fault.answered-already');
  }
  return { answer: await beginAnswer(parts, trx, { session, turn, personId }), isNew: true };
}

const beginAnswer = async (
  parts: Parts,
  trx: Trx,
  { session, turn, personId }: { session: SessionRow; turn: TurnRow; personId: string },
): Promise<AnswerRow> =>
  await insertAnswer(
    trx,
    {
      tenant: session.tenant,
      session_id: session.id,
      turn_id: turn.id,
      person_id: personId,
      retry_of: turn.kind === 'retry' ? turn.after_answer_id : null,
    },
    momentOf(parts),
  );

/** The answer counts as given; one that is waiting for a missing model may be given again in writing. */
const isFinal = (answer: AnswerRow, parts: Parts): boolean =>
  answer.state === 'transcribed' ||
  answer.state === 'evaluated' ||
  (answer.state === 'submitted' && transcriberInSight(parts));

const isWaiting = async (trx: Trx, answerId: string): Promise<boolean> =>
  await hasUtterance(trx, answerId, ['pending']);
