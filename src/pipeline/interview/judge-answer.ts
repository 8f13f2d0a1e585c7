import { z } from 'zod';
import type { Job } from '../../domain.ts';
import { count } from '../../metrics.ts';
import { afterCommit } from '../../store/after-commit.ts';
import { type AnswerRow, answerById, updateAnswer } from '../../store/answers.ts';
import { cardsOf, saveCard } from '../../store/cards.ts';
import {
  deleteEvaluation,
  evaluationOf,
  insertEvaluation,
  insertUncounted,
} from '../../store/evaluations.ts';
import { lockPerson, lockSession, lockSessionOf } from '../../store/locks.ts';
import { type SessionRow, sessionById } from '../../store/sessions.ts';
import type { Trx } from '../../store/store.ts';
import { findTurn, type TurnRow, turnsOf } from '../../store/turns.ts';
import { utterancesOf } from '../../store/utterances.ts';
import type { AnswerToJudge, Judgement } from '../evaluation-types.ts';
import { scheduleConcept } from '../questions/practice-schedule.ts';
import { advance, redraw, resultsKey, showFeedback } from './advance.ts';
import { enqueueDelivery } from './enqueue-delivery.ts';
import { joinPart } from './join-part.ts';
import { joinTranscripts } from './join-transcripts.ts';
import { momentOf, type Parts } from './parts.ts';
import { partAsked } from './read-session.ts';

const payload = z.object({ answerId: z.string() });

type Given = { answer: AnswerRow; turn: TurnRow; session: SessionRow };

/** Judges one answer, and stores the evaluation, the feedback and the next question in one transaction. */
export function createJudging(parts: Parts) {
  const { store, stages, evaluator } = parts;
  return {
    async run(job: Job, signal: AbortSignal): Promise<void> {
      const { answerId } = payload.parse(job.payload);
      const given = await read(parts, answerId);
      if (given?.answer.state !== 'transcribed') {
        await store.transaction((trx) => store.queue.finish(trx, job));
        return;
      }
      const { session } = given;
      const event = { answerId, sessionId: session.id, tenant: session.tenant };
      stages.send({ ...event, stage: 'scoring' });
      const judgement = await evaluator.evaluate(await toJudge(parts, given), { signal });
      await store.transaction(async (trx) => {
        await lockSession(trx, session.id);
        await store.queue.finish(trx, job);
        // It may have been deleted or extended while it was judged.
        const now = await answerById(trx, answerId);
        if (now?.state === 'transcribed' && now.text === given.answer.text)
          await storeJudgement(parts, trx, given, judgement);
      });
      stages.send({ ...event, stage: 'ready' });
    },

    /** An answer that can never be judged: its author is told, and the interview goes on. */
    async failed(trx: Trx, job: Job): Promise<void> {
      const { answerId } = payload.parse(job.payload);
      await lockSessionOf(trx, [answerId]);
      const given = await read(parts, answerId, trx);
      if (!given) return;
      const { answer, session } = given;
      await updateAnswer(trx, answer.id, { state: 'failed', failure: 'evaluation' });
      afterCommit(trx, () => count('greenroom_answers_total', { state: 'failed' }));
      const what = { type: 'notice', notice: 'failed', answerId: answer.id } as const;
      await enqueueDelivery(parts, trx, session, answer.person_id, what, `failed:${answer.id}`);
      await advance(parts, trx, session.id);
      const event = { answerId, sessionId: session.id, tenant: session.tenant };
      afterCommit(trx, () => stages.send({ ...event, stage: 'failed' }));
    },
  };
}

async function read({ store }: Parts, answerId: string, trx?: Trx): Promise<Given | null> {
  const db = trx ?? store.db;
  const answer = await answerById(db, answerId);
  const turn = answer && (await findTurn(db, answer.turn_id));
  const session = answer && (await sessionById(db, answer.session_id));
  return answer && turn && session ? { answer, turn, session } : null;
}

/** A part that was said again is judged in its place in the answer: with all that was said around it. */
async function toJudge(parts: Parts, given: Given): Promise<AnswerToJudge> {
  const { answer, turn } = given;
  const fix = await partAsked(parts.store.db, turn);
  const original = fix && turn.after_answer_id !== null ? await read(parts, turn.after_answer_id) : null;
  if (!fix || !original) return await wholeToJudge(parts, given);
  const before = await evaluationOf(parts.store.db, original.answer.id);
  const whole = await wholeToJudge(parts, original);
  return { ...whole, text: joinPart(whole.text, answer.text ?? '', { fix, before }) };
}

/** An answer with all that was said in it. */
export async function wholeToJudge(
  { store }: Pick<Parts, 'store'>,
  { answer, turn, session }: Given,
): Promise<AnswerToJudge> {
  const heard = (await utterancesOf(store.db, answer.id)).filter(({ state }) => state === 'ready');
  const shares = heard.flatMap((utterance) => utterance.received_share ?? []);
  const line = (await turnsOf(store.db, session.id)).filter(
    (other) =>
      other.number === turn.number &&
      other.position <= turn.position &&
      (other.person_id === null || other.person_id === answer.person_id),
  );
  const language =
    session.language === null || session.language === 'auto' ? {} : { language: session.language };
  return {
    question: turn.question,
    text: answer.text ?? '',
    transcript: joinTranscripts(heard),
    receivedShare: shares.length === 0 ? null : shares.reduce((sum, share) => sum + share, 0) / shares.length,
    ...language,
    seed: `${session.seed}:${turn.position}`,
    asked: [...new Set(line.map(({ question }) => question.text))],
    followUpDepth: line.filter(({ kind }) => kind === 'follow-up').length,
    maxFollowUpDepth: session.follow_up_depth,
  };
}

async function storeJudgement(
  parts: Parts,
  trx: Trx,
  { answer, turn, session }: Given,
  { evaluation, concepts }: Judgement,
): Promise<void> {
  const at = momentOf(parts);
  const { question } = turn;
  const personId = answer.person_id;
  // What they are to practise follows from what they were to practise before.
  await lockPerson(trx, personId);
  await deleteEvaluation(trx, answer.id);
  const stored = { evaluation, answerId: answer.id, tenant: answer.tenant, personId };
  const isCounted = turn.part === null && session.uncounted === 0;
  if (isCounted) await insertEvaluation(trx, { ...stored, question, concepts }, at);
  else await insertUncounted(trx, stored, at);
  await updateAnswer(trx, answer.id, { state: 'evaluated', evaluated_at: at });
  afterCommit(trx, () => count('greenroom_answers_total', { state: 'evaluated' }));
  const cards = new Map(
    (await cardsOf(trx, personId, question.id)).map((card) => [card.conceptId, card.card]),
  );
  for (const { id, verdict } of isCounted ? concepts : []) {
    const strong = evaluation.band === 'strong';
    const next = scheduleConcept(cards.get(id) ?? null, verdict, parts.now(), { strong });
    await saveCard(trx, personId, { questionId: question.id, conceptId: id, ...next });
  }
  // Answers to a question for everyone are shown together, unless this one comes after the results.
  const resultsAreShown = await parts.store.queue.has(trx, resultsKey(turn.id));
  if (turn.person_id !== null) await showFeedback(parts, trx, session, answer);
  else if (resultsAreShown) await redraw(parts, trx, session, answer);
  if (turn.kind === 'retry') await showOpenAgain(parts, trx, session, personId);
  await advance(parts, trx, session.id);
}

/** After a second try, the question that stayed open is shown again, so that nobody has to look for it. */
async function showOpenAgain(parts: Parts, trx: Trx, session: SessionRow, personId: string): Promise<void> {
  const open = (await turnsOf(trx, session.id)).findLast(
    (turn) =>
      turn.closed_at === null &&
      turn.kind !== 'retry' &&
      (turn.person_id === null || turn.person_id === personId),
  );
  if (open) await enqueueDelivery(parts, trx, session, personId, { type: 'question', turnId: open.id });
}
