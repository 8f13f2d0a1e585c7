import type { OpenFollowUp, Question } from '../../domain.ts';
import { dueCards } from '../../store/cards.ts';
import { openSlot, slotsOf } from '../../store/interview-slots.ts';
import { isPrepared, takePrepared } from '../../store/prepared.ts';
import { openConcepts } from '../../store/progress.ts';
import type { SessionRow } from '../../store/sessions.ts';
import type { Db, Trx } from '../../store/store.ts';
import { askedQuestions, insertTurn, type TurnRow, turnsOf } from '../../store/turns.ts';
import { chooseQuestion } from '../questions/choose-question.ts';
import { enqueueDelivery } from './enqueue-delivery.ts';
import { momentOf, type Parts } from './parts.ts';
import { closeLater } from './timers.ts';

/** Asks the planned question with this number: to one person, or to everybody (`personId` null). */
export async function askQuestion(
  parts: Parts,
  trx: Trx,
  session: SessionRow,
  { number, personId }: { number: number; personId: string | null },
): Promise<void> {
  const { store, now } = parts;
  const question =
    (await takePrepared(trx, session.id, number)) ??
    (await nextQuestion(parts, trx, session, { number, personId: personId ?? session.owner_id }));
  const opensForMs = session.style === 'everyone' ? (session.answer_seconds ?? 0) * 1_000 : 0;
  const closesAt = opensForMs === 0 ? null : new Date(now().getTime() + opensForMs).toISOString();
  const turn = await openTurn(parts, trx, session, {
    number,
    kind: 'question',
    person_id: personId,
    after_answer_id: null,
    question,
    closes_at: closesAt,
  });
  if (closesAt !== null) await closeLater(parts, trx, turn.id, closesAt);
  // In a hot seat the next person is not known yet, nor what they were asked before; an interviewer goes on when they like.
  const isPlanned = await isPrepared(trx, session.id, number + 1);
  const isKnown = session.style !== 'hot-seat' && session.style !== 'peer';
  if (isKnown && number < session.questions_planned && !isPlanned) {
    await store.queue.add(trx, {
      queue: 'prepare',
      key: `prepare:${session.id}:${number + 1}`,
      tenant: session.tenant,
      payload: { sessionId: session.id, number: number + 1 },
      maxAttempts: 2,
    });
  }
}

/** The question from the bank that suits a person's history. Throws `bad_input` if there is none. */
export async function nextQuestion(
  { bank, now }: Pick<Parts, 'bank' | 'now'>,
  db: Db | Trx,
  session: SessionRow,
  { number, personId }: { number: number; personId: string },
): Promise<Question> {
  const missed = session.focus === 'weak' ? await missedQuestion(bank, db, session, personId) : null;
  if (missed) return missed;
  return chooseQuestion({
    bank,
    domain: session.domain,
    level: session.level,
    asked: await askedQuestions(db, personId),
    weak: await dueCards(db, personId, now().toISOString()),
    seed: `${session.seed}:${number}`,
    now: now(),
  });
}

/**
 * In the session's domain and level, the question with what this person should practise soonest; null if
 * there is none.
 */
async function missedQuestion(
  bank: Parts['bank'],
  db: Db | Trx,
  session: SessionRow,
  personId: string,
): Promise<Question | null> {
  const askedHere = new Set((await turnsOf(db, session.id)).map((turn) => turn.question_id));
  const missed = (await openConcepts(db, { personId }, missedConcepts)).map(({ questionId }) => questionId);
  const pool = bank.questions({ domain: session.domain, level: session.level });
  for (const id of missed.filter((one) => !askedHere.has(one))) {
    const question = pool.find((one) => one.id === id);
    if (question) return question;
  }
  return null;
}

/** How many may have to be checked to find one in the domain and level. */
const missedConcepts = 200;

/** Asks the same person the follow-up that an evaluation proposed, or one that quotes no answer (`answerId` null). */
export async function askFollowUp(
  parts: Parts,
  trx: Trx,
  session: SessionRow,
  turn: TurnRow,
  { answerId, followUp }: { answerId: string | null; followUp: OpenFollowUp },
): Promise<void> {
  await openTurn(parts, trx, session, {
    number: turn.number,
    kind: 'follow-up',
    person_id: turn.person_id,
    after_answer_id: answerId,
    question: followUpQuestion(turn.question, followUp),
    closes_at: null,
  });
}

/** A follow-up as a question: it is judged by the concept it asks about, if there is one. */
export const followUpQuestion = (question: Question, followUp: OpenFollowUp): Question => ({
  ...question,
  text: followUp.text,
  concepts: question.concepts.filter(({ id }) => id === followUp.concept),
  modelAnswer: null,
  source: followUp.source,
});

/** Stores a question as asked, and queues it for the people it is for. */
export async function openTurn(
  parts: Parts,
  trx: Trx,
  session: SessionRow,
  turn: Omit<Parameters<typeof insertTurn>[1], 'session_id'>,
): Promise<TurnRow> {
  const inBank = parts.bank.byId(turn.question.id);
  const opened = await insertTurn(trx, { ...turn, session_id: session.id }, momentOf(parts), inBank);
  await enqueueDelivery(parts, trx, session, turn.person_id, { type: 'question', turnId: opened.id });
  if (session.style === 'peer' && turn.kind !== 'retry') await showGuide(parts, trx, session, opened);
  return opened;
}

/** Who asks gets what they need for it, and nobody else. */
async function showGuide(parts: Parts, trx: Trx, session: SessionRow, turn: TurnRow): Promise<void> {
  const interviewerId = openSlot(await slotsOf(trx, session.id))?.interviewer_id ?? null;
  if (interviewerId !== null)
    await enqueueDelivery(parts, trx, session, interviewerId, { type: 'guide', turnId: turn.id });
}
