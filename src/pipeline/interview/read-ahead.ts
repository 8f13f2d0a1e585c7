import { answerById } from '../../store/answers.ts';
import { sessionById } from '../../store/sessions.ts';
import { findTurn } from '../../store/turns.ts';
import { hasUtterance, utterancesOf } from '../../store/utterances.ts';
import { textOf } from './join-transcripts.ts';
import { wholeToJudge } from './judge-answer.ts';
import type { Parts } from './parts.ts';

/**
 * Has answers read while their authors may still go on, so that less is left to read when they are over. Returns what is put
 * around each piece of hearing: that comes first, so it stops all reading.
 */
export function createReadingAhead(parts: Pick<Parts, 'store' | 'evaluator'>) {
  let reading = new AbortController();
  let heardNow = 0;

  return async (answerId: string | undefined, hear: () => Promise<void>): Promise<void> => {
    reading.abort();
    heardNow += 1;
    await hear().finally(() => {
      heardNow -= 1;
    });
    if (answerId === undefined || heardNow > 0) return;
    reading = new AbortController();
    // Nobody waits for it, and judging will meet the same problem and handle it.
    void readAnswer(parts, answerId, reading.signal).catch(() => undefined);
  };
}

async function readAnswer(
  { store, evaluator }: Pick<Parts, 'store' | 'evaluator'>,
  answerId: string,
  signal: AbortSignal,
): Promise<void> {
  const answer = await answerById(store.db, answerId);
  if (answer?.state !== 'open' || (await hasUtterance(store.db, answerId, ['pending']))) return;
  const turn = await findTurn(store.db, answer.turn_id);
  const session = await sessionById(store.db, answer.session_id);
  // A part that is said again is judged in its place in another answer.
  if (!turn || !session || turn.part !== null) return;
  const text = textOf(await utterancesOf(store.db, answerId));
  const toJudge = await wholeToJudge({ store }, { answer: { ...answer, text }, turn, session });
  if (!signal.aborted) await evaluator.readAhead?.(toJudge, { signal });
}
