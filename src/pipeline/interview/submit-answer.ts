import { count } from '../../metrics.ts';
import { afterCommit } from '../../store/after-commit.ts';
import { type AnswerRow, answerById, answersTo, updateAnswer } from '../../store/answers.ts';
import { participantsOf, type SessionRow, sessionById } from '../../store/sessions.ts';
import type { Trx } from '../../store/store.ts';
import { closeTurn, findTurn, reopenTurn, type TurnRow, turnsOf } from '../../store/turns.ts';
import { hasUtterance, type UtteranceRow, utterancesOf } from '../../store/utterances.ts';
import { advance } from './advance.ts';
import { enqueueDelivery } from './enqueue-delivery.ts';
import { textOf } from './join-transcripts.ts';
import { momentOf, type Parts, transcriberInSight } from './parts.ts';

/**
 * Submits an answer: it is judged once all its speech is transcribed. Its question closes if it is for that
 * person alone.
 */
export async function submitAnswer(
  parts: Parts,
  trx: Trx,
  { answer, turn, session }: { answer: AnswerRow; turn: TurnRow; session: SessionRow },
): Promise<void> {
  const at = momentOf(parts);
  await updateAnswer(trx, answer.id, { state: 'submitted', submitted_at: at });
  afterCommit(trx, () => count('greenroom_answers_total', { state: 'submitted' }));
  const waits = await hasUtterance(trx, answer.id, ['pending']);
  // Speech that no model can transcribe yet is kept, and the question stays open for typing.
  const kept = waits && !transcriberInSight(parts);
  if (turn.person_id !== null && !kept) await closeTurn(trx, turn.id, 'answered', at);
  await judgeWhenComplete(parts, trx, answer.id);
  if (turn.person_id === null) await closeWhenAllAnswered(parts, trx, session, turn);
}

/** Passes a submitted answer to the judge when all of it is in; asks again when nothing was heard. */
export async function judgeWhenComplete(parts: Parts, trx: Trx, answerId: string): Promise<void> {
  const answer = await answerById(trx, answerId);
  if (answer?.state !== 'submitted') return;
  if (await hasUtterance(trx, answerId, ['pending'])) return;
  const utterances = await utterancesOf(trx, answerId);
  const text = textOf(utterances);
  if (text === '') return await nothingHeard(parts, trx, answer, utterances);
  await updateAnswer(trx, answerId, { state: 'transcribed', text });
  afterCommit(trx, () => count('greenroom_answers_total', { state: 'transcribed' }));
  await closeForKept(parts, trx, answer);
  await enqueueEvaluation(parts, trx, answer);
}

/** Queues an answer to be judged, once more if it was queued before: something was added to it. */
export async function enqueueEvaluation(
  { store }: Pick<Parts, 'store'>,
  trx: Trx,
  { id, tenant }: Pick<AnswerRow, 'id' | 'tenant'>,
): Promise<void> {
  const job = { queue: 'evaluate', key: `evaluate:${id}`, tenant, payload: { answerId: id } };
  await store.queue.addAgain(trx, job);
}

/**
 * The answer was waiting for a model, and its question stayed open for typing: now it is answered, unless the
 * person is typing.
 */
async function closeForKept(parts: Parts, trx: Trx, answer: AnswerRow): Promise<void> {
  const turn = await findTurn(trx, answer.turn_id);
  const session = await sessionById(trx, answer.session_id);
  if (!turn || !session || turn.closed_at !== null) return;
  if (turn.person_id === null) return await closeWhenAllAnswered(parts, trx, session, turn);
  const isTyping = (await answersTo(trx, turn.id, answer.person_id)).some((other) => other.state === 'open');
  if (!isTyping) await closeTurn(trx, turn.id, 'answered', momentOf(parts));
}

/** A question that stays open for longer than this is for people who come later. */
const longestLiveSeconds = 3_600;

/** Whether the session waits for its deadline however many have answered, because others may still come. */
export const isForPassersBy = ({ answer_seconds }: SessionRow): boolean =>
  (answer_seconds ?? 0) > longestLiveSeconds;

/**
 * Closes a question for everyone once all who are still here have answered. A person who is alone so far does
 * not close it: others may come until its time is up or its results are asked for.
 */
export async function closeWhenAllAnswered(
  parts: Parts,
  trx: Trx,
  session: SessionRow,
  turn: TurnRow,
): Promise<void> {
  if (isForPassersBy(session)) return;
  const joined = (await participantsOf(trx, session.id)).filter(({ role }) => role === 'candidate');
  if (joined.length < 2) return;
  const here = joined.filter((participant) => participant.left_at === null);
  const isGiven = ({ state }: AnswerRow) =>
    state === 'transcribed' ||
    state === 'evaluated' ||
    state === 'failed' ||
    (state === 'submitted' && transcriberInSight(parts));
  const answered = new Set((await answersTo(trx, turn.id)).filter(isGiven).map((answer) => answer.person_id));
  if (here.length === 0 || !here.every((participant) => answered.has(participant.person_id))) return;
  await closeTurn(trx, turn.id, 'answered', momentOf(parts));
  await advance(parts, trx, session.id);
}

async function nothingHeard(
  parts: Parts,
  trx: Trx,
  answer: AnswerRow,
  utterances: UtteranceRow[],
): Promise<void> {
  const session = await sessionById(trx, answer.session_id);
  const turn = await findTurn(trx, answer.turn_id);
  if (!session || !turn) return;
  const isQuiet = utterances.some(({ failure }) => failure === 'too-quiet');
  const hasFailed = utterances.some(({ state }) => state === 'failed');
  const notice = hasFailed ? 'failed' : isQuiet ? 'too-quiet' : 'no-speech';
  const key = `${notice}:${answer.id}:${answer.submitted_at}`;
  await enqueueDelivery(
    parts,
    trx,
    session,
    answer.person_id,
    { type: 'notice', notice, answerId: answer.id },
    key,
  );
  if (await canAnswerAgain(trx, session, turn)) {
    await updateAnswer(trx, answer.id, { state: 'open', submitted_at: null });
    await reopenTurn(trx, turn.id);
    return;
  }
  await updateAnswer(trx, answer.id, { state: 'failed', failure: notice });
  afterCommit(trx, () => count('greenroom_answers_total', { state: 'failed' }));
  await advance(parts, trx, session.id);
}

async function canAnswerAgain(trx: Trx, session: SessionRow, turn: TurnRow): Promise<boolean> {
  if (session.state === 'ended' || session.purpose !== 'practice') return false;
  if (turn.closed_at === null) return true;
  if (turn.person_id === null || turn.close_reason !== 'answered') return false;
  const later = (await turnsOf(trx, session.id)).some(
    (other) => other.position > turn.position && other.kind !== 'retry',
  );
  return turn.kind === 'retry' || !later;
}
