import {
  type Dimension,
  dimensions,
  type Evaluation,
  type PersonSummary,
  type SessionSummary,
} from '../../domain.ts';
import { answersIn } from '../../store/answers.ts';
import { evaluationOf } from '../../store/evaluations.ts';
import { userIdOf } from '../../store/people.ts';
import type { SessionRow } from '../../store/sessions.ts';
import type { Db } from '../../store/store.ts';
import { type TurnRow, turnsOf } from '../../store/turns.ts';
import { numberInSlot } from './slot-numbers.ts';

type Judged = { turn: TurnRow; evaluation: Evaluation };

export async function summariseSession(db: Db, session: SessionRow): Promise<SessionSummary> {
  const answers = await answersIn(db, session.id);
  const turns = new Map(
    (await turnsOf(db, session.id)).map((turn) => [
      turn.id,
      { ...turn, number: numberInSlot(session, turn.number) },
    ]),
  );
  const byPerson = new Map<string, Judged[]>();
  for (const answer of answers) {
    const evaluation = answer.state === 'evaluated' ? await evaluationOf(db, answer.id) : null;
    const turn = turns.get(answer.turn_id);
    // A part that was said again is not another answer.
    if (!evaluation || !turn || turn.part !== null) continue;
    byPerson.set(answer.person_id, [...(byPerson.get(answer.person_id) ?? []), { turn, evaluation }]);
  }
  const people: PersonSummary[] = [];
  for (const [personId, judged] of byPerson)
    people.push({ userId: (await userIdOf(db, session.tenant, personId)) ?? '', ...summarise(judged) });
  const pending = answers.filter(({ state }) => state === 'submitted' || state === 'transcribed').length;
  return { people, pending };
}

function summarise(judged: readonly Judged[]): Omit<PersonSummary, 'userId'> {
  const scored = judged.flatMap(({ turn, evaluation }) =>
    evaluation.overall === null ? [] : [{ question: turn.question.text, overall: evaluation.overall }],
  );
  const means: Partial<Record<Dimension, number>> = {};
  for (const name of dimensions) {
    const mean = meanOf(judged.map(({ evaluation }) => evaluation.dimensions[name].score));
    if (mean !== null) means[name] = mean;
  }
  return {
    answers: judged.length,
    overall: meanOf(scored.map(({ overall }) => overall)),
    best: scored.toSorted((a, b) => b.overall - a.overall)[0] ?? null,
    means,
    weakest:
      dimensions
        .filter((name) => means[name] !== undefined)
        .sort((a, b) => (means[a] ?? 0) - (means[b] ?? 0))[0] ?? null,
    questions: judged
      .filter(({ turn }) => turn.kind !== 'follow-up')
      .map(({ turn, evaluation }) => ({
        number: turn.number,
        question: turn.question.text,
        overall: evaluation.overall,
        strength: evaluation.feedback.strength,
      })),
    practiseNext: practiseNext(judged),
  };
}

/**
 * What was missed or stated wrongly, in the order asked, except what a later answer to the same question
 * covered.
 */
function practiseNext(judged: readonly Judged[]): string[] {
  const open = new Set<string>();
  for (const { evaluation } of judged.toSorted((a, b) => a.turn.position - b.turn.position)) {
    for (const { code, values } of evaluation.dimensions.technical.findings) {
      const statement = values?.statement;
      if (typeof statement !== 'string') continue;
      if (code === 'missed' || code === 'contradicted') open.add(statement);
      else if (code === 'covered') open.delete(statement);
    }
  }
  return [...open].slice(0, 3);
}

function meanOf(values: (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : Math.round(known.reduce((sum, value) => sum + value, 0) / known.length);
}
