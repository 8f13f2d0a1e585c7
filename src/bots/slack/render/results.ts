/** Everybody's answers to one question, shown together. */
import type { SessionSummary, SessionView, TurnView } from '../../../pipeline/interview/interview-types.ts';
import { personMark } from '../../../wording/marks.ts';
import { type View, viewSummary } from '../../view.ts';

export type Result = { userId: string; overall: number | null };

/** In a private practice the thread shows who took part; each one's scores come in direct messages. */
export function viewResults(turn: TurnView, answers: Result[], session: SessionView): View {
  const points = answers.map((answer) => ({
    mark: 'covered' as const,
    text: `${personMark(answer.userId)}: ${session.private ? 'answered' : sayScore(answer)}`,
  }));
  return {
    title: `Results of question ${turn.number} of ${turn.of}`,
    meta: session.private ? ['scores come in direct messages'] : [],
    blocks: [
      { type: 'text', text: turn.question.text },
      points.length === 0
        ? { type: 'text', text: 'Nobody answered this one.' }
        : { type: 'points', title: 'Who answered', points },
    ],
    actions: [],
  };
}

function sayScore({ overall }: Result): string {
  return overall === null ? 'answered' : `${Math.round(overall)} of 100`;
}

export function viewGroupSummary(summary: SessionSummary, session: SessionView): View {
  if (!session.private) return viewSummary(summary, personMark);
  const points = summary.people.map(({ userId, answers }) => ({
    mark: 'covered' as const,
    text: `${personMark(userId)}: ${answers} ${answers === 1 ? 'answer' : 'answers'}`,
  }));
  return {
    title: 'Who practised',
    meta: ['scores come in direct messages'],
    blocks:
      points.length === 0
        ? [{ type: 'text', text: 'Nobody answered this time. See you soon.' }]
        : [{ type: 'points', title: '', points }],
    actions: [],
  };
}
