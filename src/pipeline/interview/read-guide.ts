import type { InterviewerGuide, SlotFacts } from '../../domain.ts';
import { openSlot, type SlotRow, slotsOf } from '../../store/interview-slots.ts';
import { userIdOf } from '../../store/people.ts';
import type { SessionRow } from '../../store/sessions.ts';
import type { Db, Trx } from '../../store/store.ts';
import { turnsOf } from '../../store/turns.ts';
import { mostImportantFirst } from '../questions/most-important-first.ts';
import { readTurn } from './read-session.ts';
import { followUpsOf } from './slots.ts';

/** What its interviewer needs about the question that was asked last; null where nobody interviews now. */
export async function readGuide(db: Db | Trx, session: SessionRow): Promise<InterviewerGuide | null> {
  const slot = openSlot(await slotsOf(db, session.id));
  const line = (await turnsOf(db, session.id)).filter(({ kind }) => kind !== 'retry');
  const last = line.at(-1);
  if (!slot || slot.interviewer_id === null || !last || last.person_id !== slot.candidate_id) return null;
  const asked = line.filter(({ number }) => number === last.number);
  const { question } = asked.find(({ kind }) => kind === 'question') ?? last;
  const isAsked = (text: string) => asked.some((turn) => turn.question.text === text);
  return {
    turn: await readTurn(db, session, last),
    candidateUserId: (await userIdOf(db, session.tenant, slot.candidate_id)) ?? '',
    points: mostImportantFirst(question.concepts).map(({ statement, weight }) => ({ statement, weight })),
    followUps: followUpsOf(question)
      .map(({ text }, number) => ({ number, text }))
      .filter(({ text }) => !isAsked(text)),
    isLast: last.number >= slot.number * session.questions_planned,
  };
}

/** One of the two slots, as the room is told of it; null when it is gone. */
export async function readSlot(db: Db | Trx, session: SessionRow, number: number): Promise<SlotFacts | null> {
  const slot = (await slotsOf(db, session.id)).find((one) => one.number === number);
  if (!slot) return null;
  const nameOf = (personId: string) => userIdOf(db, session.tenant, personId);
  return {
    slot: number,
    candidateUserId: (await nameOf(slot.candidate_id)) ?? '',
    interviewerUserId: await interviewerOf(slot, nameOf),
    ownerUserId: (await nameOf(session.owner_id)) ?? '',
    domain: session.domain,
    level: slot.level,
    questions: session.questions_planned,
    minutes: slot.minutes,
  };
}

const interviewerOf = async (
  { interviewer_id }: SlotRow,
  nameOf: (personId: string) => Promise<string | null>,
): Promise<string | null> => (interviewer_id === null ? null : await nameOf(interviewer_id));
