import { createHash } from 'node:crypto';
import type { Level, Place, Question, QuestionKind } from '../../domain.ts';
import { CoachError } from '../../errors.ts';
import { answerById, insertAnswer } from '../../store/answers.ts';
import { ensurePerson } from '../../store/people.ts';
import { addParticipant, insertSession, placeColumns, updateSession } from '../../store/sessions.ts';
import type { Trx } from '../../store/store.ts';
import { insertTurn, type TurnRow } from '../../store/turns.ts';
import { insertUtterance, type NewUtterance, toSigned16, utteranceByKey } from '../../store/utterances.ts';
import { durationOf, transcribeLater } from './add-piece.ts';
import { requireSize } from './answer-size.ts';
import { keyOf } from './give-answer.ts';
import type { Interview, SubmitOutcome } from './interview-types.ts';
import { momentOf, type Parts } from './parts.ts';
import { countAnswer } from './quotas.ts';
import { submitAnswer } from './submit-answer.ts';

/** Judges one answer outside any interview. */
export function createScore(parts: Parts): Pick<Interview, 'score'> {
  const { store, bank, now } = parts;
  return {
    async score(place, userId, given) {
      const text = given.text?.trim() ?? '';
      if (given.question.trim() === '') throw new CoachError('bad_input', 'fault.question-empty');
      if (text === '' && !given.pcm) throw new CoachError('bad_input', 'fault.answer-empty');
      requireSize(parts, { text, durationMs: (given.pcm?.length ?? 0) / 16 });
      const question = bank.findByText(given.question) ?? ownQuestion(given.question, given);
      const piece = given.pcm ? { pcm: toSigned16(given.pcm), startMs: 0 } : { text };
      const key = given.key === undefined ? {} : { key: keyOf(place, given.key) };
      return await store.transaction(async (trx) => {
        const personId = await ensurePerson(trx, { tenant: place.tenant, userId }, now());
        const turn = { question, kind: 'question', after_answer_id: null } as const;
        const reason = given.isKept === false ? 'score-unkept' : 'score';
        return await scoreAlone(parts, trx, {
          place,
          personId,
          userId,
          turn,
          reason,
          piece: { ...piece, ...key },
        });
      });
    },
  };
}

/** Puts an answer into its own session, which has already ended, so that nobody else can answer in it. */
export async function scoreAlone(
  parts: Parts,
  trx: Trx,
  given: {
    place: Place;
    personId: string;
    userId: string;
    turn: Pick<TurnRow, 'question' | 'kind' | 'after_answer_id'>;
    piece: Omit<NewUtterance, 'answerId'>;
    reason?: 'score' | 'score-unkept';
  },
): Promise<SubmitOutcome> {
  const { place, personId, userId, piece, reason = 'score' } = given;
  const known = piece.key === undefined ? null : await utteranceByKey(trx, piece.key);
  const before = known && (await answerById(trx, known.answer_id));
  if (before) return { answerId: before.id, state: before.state, isRepeat: true };
  const at = momentOf(parts);
  const session = await insertSession(trx, toRow(place, personId, given.turn.question, piece), at);
  await updateSession(trx, session.id, { state: 'ended', end_reason: reason, ended_at: at }, at);
  const participant = { session_id: session.id, person_id: personId, user_id: userId };
  await addParticipant(trx, { ...participant, role: 'candidate' }, at);
  const asked = { session_id: session.id, number: 1, person_id: personId, closes_at: null };
  const inBank = parts.bank.byId(given.turn.question.id);
  const turn = await insertTurn(trx, { ...asked, ...given.turn }, at, inBank);
  const owner = { tenant: place.tenant, session_id: session.id, turn_id: turn.id, person_id: personId };
  await countAnswer(parts, trx, { ...session, personId }, durationOf(piece));
  const answer = await insertAnswer(trx, { ...owner, retry_of: null }, at);
  const utteranceId = await insertUtterance(trx, { ...piece, answerId: answer.id }, at);
  if (utteranceId !== null && piece.pcm)
    await transcribeLater(parts, trx, {
      id: utteranceId,
      answerId: answer.id,
      personId,
      tenant: place.tenant,
    });
  await submitAnswer(parts, trx, { answer, turn, session });
  const state = (await answerById(trx, answer.id))?.state ?? 'submitted';
  return { answerId: answer.id, state, isRepeat: false };
}

const toRow = (
  place: Place,
  ownerId: string,
  question: Question,
  { pcm }: Pick<NewUtterance, 'pcm'>,
): Parameters<typeof insertSession>[1] => ({
  ...placeColumns(place),
  owner_id: ownerId,
  purpose: 'score',
  domain: question.domain,
  level: question.level,
  mode: pcm ? 'voice' : 'text',
  style: 'solo',
  private: 1,
  language: null,
  questions_planned: 1,
  follow_up_depth: 0,
  answer_seconds: null,
  seed: question.id,
});

/** A question supplied by a person: it has no concepts, and its kind is guessed from how it begins. */
function ownQuestion(text: string, { domain, level }: { domain?: string; level?: Level }): Question {
  const wording = text.trim();
  return {
    id: `own-${createHash('sha256').update(wording.toLowerCase()).digest('hex').slice(0, 12)}`,
    domain: domain ?? 'own',
    level: level ?? 'mid',
    kind: kindOf(wording),
    text: wording,
    concepts: [],
    modelAnswer: null,
    tags: [],
    source: 'own',
  };
}

function kindOf(text: string): QuestionKind {
  if (
    /\b(?:time|situation|occasion|example) (?:when|where|in which|you|of when)\b|\btell me about (?:a|your)\b/i.test(
      text,
    )
  )
    return 'behavioural';
  return /\b(?:design|architect)\b/i.test(text) ? 'design' : 'technical';
}
