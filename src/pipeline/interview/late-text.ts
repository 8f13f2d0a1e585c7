/** Messages that come seconds after their author has submitted an answer: they are held until the author says where they belong. */
import { type AnswerRow, answersTo, lastSubmitted } from '../../store/answers.ts';
import {
  type HeldText,
  heldRecordings,
  heldTextByKey,
  holdRecordings,
  holdText,
} from '../../store/held-texts.ts';
import type { Trx } from '../../store/store.ts';
import type { TurnRow } from '../../store/turns.ts';
import { type NewUtterance, utteranceByKey } from '../../store/utterances.ts';
import type { Membership } from './access.ts';
import type { AddedText } from './interview-types.ts';
import type { Parts } from './parts.ts';
import { dropLater } from './timers.ts';

/**
 * A text that comes this soon after an answer was submitted may belong to it: nobody can have read and
 * answered the next question yet.
 */
const lateTextMs = 6_000;
/** How long a late text waits for its author to say where it belongs. */
const heldMs = 10 * 60_000;

/** A piece of an answer that is not stored yet. */
export type AnswerPiece = Omit<NewUtterance, 'answerId'>;

/** The pieces that a held message would add to an answer, in order. */
export async function piecesOfHeld(trx: Trx, { id, text, key }: HeldText): Promise<AnswerPiece[]> {
  const sounds = (await heldRecordings(trx, id)).map(
    (held): AnswerPiece => ({
      pcm: held.pcm,
      startMs: held.start_ms,
      endMs: held.end_ms,
      ...(held.key === null ? {} : { key: held.key }),
    }),
  );
  // The message has the key of its last piece.
  const own = sounds.length > 0 || key === null ? {} : { key };
  return [...(text === '' ? [] : [{ text, ...own }]), ...sounds];
}

/** The answer that a piece was added to; `isNew` when it began with that piece. */
export type AddedPiece = { answerId: string; isNew: boolean };

/** What happened to an earlier piece. */
export async function knownPiece(trx: Trx, key: string | undefined): Promise<AddedText | AddedPiece | null> {
  if (key === undefined) return null;
  const known = await utteranceByKey(trx, key);
  if (known) return { answerId: known.answer_id, isNew: false };
  const held = await heldTextByKey(trx, key);
  return held && { kind: 'late', answerId: held.answer_id, heldId: held.id };
}

/**
 * The answer that a late text may belong to: submitted seconds ago, with no question open for the person
 * since, or one that they have not begun to answer.
 */
export async function answerJustSubmitted(
  { now, lateTextMs: patienceMs = lateTextMs }: Parts,
  trx: Trx,
  { session, personId }: Membership,
  turn: TurnRow | null,
): Promise<AnswerRow | null> {
  const before = await lastSubmitted(trx, session.id, personId);
  if (!before?.submitted_at || now().getTime() - Date.parse(before.submitted_at) >= patienceMs) return null;
  if (before.state === 'failed') return null;
  if (turn === null || turn.id === before.turn_id) return before;
  const isNew = turn.kind !== 'retry' && turn.asked_at >= before.submitted_at;
  const hasBegun = (await answersTo(trx, turn.id, personId)).some(({ state }) => state === 'open');
  return isNew && !hasBegun ? before : null;
}

/**
 * Holds the pieces of one message: its texts as one, and its recordings. It has the key of the last piece: where that is a
 * file, an edit of the words beside it does not replace the whole.
 */
export async function holdLate(
  parts: Parts,
  trx: Trx,
  before: AnswerRow,
  pieces: readonly AnswerPiece[],
): Promise<AddedText> {
  const expiresAt = new Date(parts.now().getTime() + heldMs).toISOString();
  const heldId = await holdText(trx, {
    tenant: before.tenant,
    session_id: before.session_id,
    person_id: before.person_id,
    answer_id: before.id,
    key: pieces.at(-1)?.key ?? null,
    text: pieces.flatMap(({ text }) => text ?? []).join('\n'),
    expires_at: expiresAt,
  });
  const recordings = pieces.flatMap(({ pcm, key = null, startMs = 0, endMs = 0 }) =>
    pcm ? [{ pcm, key, start_ms: startMs, end_ms: endMs }] : [],
  );
  await holdRecordings(trx, heldId, recordings);
  await dropLater(parts, trx, heldId, expiresAt);
  return { kind: 'late', answerId: before.id, heldId };
}
