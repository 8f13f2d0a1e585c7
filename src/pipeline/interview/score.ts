import { CoachError } from '../../errors.ts';
import {
  answerById,
  insertAnswer,
  insertUtterance,
  toSigned16,
  utteranceByKey,
} from '../../store/answers.ts';
import { ensurePerson } from '../../store/people.ts';
import {
  addParticipant,
  insertSession,
  insertTurn,
  type SessionRow,
  updateSession,
} from '../../store/sessions.ts';
import type { Interview } from './interview-types.ts';
import { ownQuestion } from './own-question.ts';
import { momentOf, type Parts } from './parts.ts';
import { keyOf, transcribeLater } from './say.ts';
import { submitAnswer } from './submit-answer.ts';

/** Judges one answer outside any interview. It gets a session of its own, over from the start, so that nobody answers in it. */
export function createScore(parts: Parts): Interview['score'] {
  const { store, bank, now } = parts;
  return async (place, userId, given) => {
    const text = given.text?.trim() ?? '';
    if (given.question.trim() === '')
      throw new CoachError('bad_input', 'The question is empty; say what was asked.');
    if (text === '' && !given.pcm)
      throw new CoachError('bad_input', 'The answer is empty; write or record one.');
    const question = bank.findByText(given.question) ?? ownQuestion(given.question, given);
    const key = given.key === undefined ? undefined : keyOf(place, given.key);
    return await store.transaction(async (trx) => {
      const known = key === undefined ? null : await utteranceByKey(trx, key);
      const before = known && (await answerById(trx, known.answer_id));
      if (before) return { answerId: before.id, state: before.state };
      const at = momentOf(parts);
      const personId = await ensurePerson(trx, { tenant: place.tenant, userId }, now());
      const row = {
        tenant: place.tenant,
        platform: place.platform,
        channel_id: place.channelId,
        thread_id: place.threadId ?? null,
        owner_id: personId,
        purpose: 'score',
        domain: question.domain,
        level: question.level,
        mode: given.pcm ? 'voice' : 'text',
        style: 'solo',
        private: 1,
        language: null,
        questions_planned: 1,
        follow_up_depth: 0,
        answer_seconds: null,
        seed: question.id,
      } satisfies Parameters<typeof insertSession>[1];
      const session: SessionRow = await insertSession(trx, row, at);
      await updateSession(trx, session.id, { state: 'ended', end_reason: 'score', ended_at: at }, at);
      const participant = { session_id: session.id, person_id: personId, user_id: userId };
      await addParticipant(trx, { ...participant, role: 'candidate' }, at);
      const turn = await insertTurn(
        trx,
        {
          session_id: session.id,
          number: 1,
          kind: 'question',
          person_id: personId,
          after_answer_id: null,
          question,
          closes_at: null,
        },
        at,
      );
      const answer = await insertAnswer(
        trx,
        {
          tenant: place.tenant,
          session_id: session.id,
          turn_id: turn.id,
          person_id: personId,
          retry_of: null,
        },
        at,
      );
      const piece = given.pcm ? { pcm: toSigned16(given.pcm), startMs: 0 } : { text };
      const utterance = { answerId: answer.id, ...piece, ...(key === undefined ? {} : { key }) };
      const utteranceId = await insertUtterance(trx, utterance, at);
      if (utteranceId !== null && given.pcm) await transcribeLater(parts, trx, utteranceId);
      await submitAnswer(parts, trx, { answer, turn, session });
      return { answerId: answer.id, state: (await answerById(trx, answer.id))?.state ?? 'submitted' };
    });
  };
}
