import { type Dimension, dimensions, type Evaluation } from '../../domain.ts';
import { answersIn } from '../../store/answers.ts';
import { evaluationOf } from '../../store/evaluations.ts';
import type { Db } from '../../store/open-store.ts';
import { userIdOf } from '../../store/people.ts';
import { findTurn, type SessionRow } from '../../store/sessions.ts';
import type { PersonSummary, SessionSummary } from './interview-types.ts';

export async function summariseSession(db: Db, session: SessionRow): Promise<SessionSummary> {
  const answers = await answersIn(db, session.id);
  const byPerson = new Map<string, { question: string; evaluation: Evaluation }[]>();
  for (const answer of answers) {
    const evaluation = answer.state === 'evaluated' ? await evaluationOf(db, answer.id) : null;
    const turn = evaluation && (await findTurn(db, answer.turn_id));
    if (!evaluation || !turn) continue;
    const list = byPerson.get(answer.person_id) ?? [];
    byPerson.set(answer.person_id, [...list, { question: turn.question.text, evaluation }]);
  }
  const people: PersonSummary[] = [];
  for (const [personId, judged] of byPerson) {
    people.push({ userId: (await userIdOf(db, session.tenant, personId)) ?? '', ...summarise(judged) });
  }
  const pending = answers.filter(
    (answer) => answer.state === 'submitted' || answer.state === 'transcribed',
  ).length;
  return { people, pending };
}

function summarise(judged: { question: string; evaluation: Evaluation }[]): Omit<PersonSummary, 'userId'> {
  const scored = judged.flatMap(({ question, evaluation }) =>
    evaluation.overall === null ? [] : [{ question, overall: evaluation.overall }],
  );
  const means: Partial<Record<Dimension, number>> = {};
  for (const name of dimensions) {
    const mean = meanOf(judged.map(({ evaluation }) => evaluation.dimensions[name].score));
    if (mean !== null) means[name] = mean;
  }
  const gaps = judged.flatMap(({ evaluation }) =>
    evaluation.dimensions.technical.evidence.filter(
      (item) => item.verdict === 'missed' || item.verdict === 'contradicted',
    ),
  );
  return {
    answers: judged.length,
    overall: meanOf(scored.map(({ overall }) => overall)),
    best: scored.toSorted((a, b) => b.overall - a.overall)[0] ?? null,
    means,
    weakest:
      dimensions
        .filter((name) => means[name] !== undefined)
        .sort((a, b) => (means[a] ?? 0) - (means[b] ?? 0))[0] ?? null,
    practiseNext: [...new Set(gaps.flatMap((gap) => (gap.concept === undefined ? [] : [gap.concept])))].slice(
      0,
      3,
    ),
  };
}

function meanOf(values: (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : Math.round(known.reduce((sum, value) => sum + value, 0) / known.length);
}
