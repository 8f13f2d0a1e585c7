/** Views that only Discord shows. */
import type { AnswerView, TurnView } from '../../pipeline/interview/interview-types.ts';
import { personMark } from '../../wording/marks.ts';
import type { Block, View } from '../view.ts';

/** Everybody's answers to one question, best first; in a private session without scores. */
export function viewResults(turn: TurnView, answers: readonly AnswerView[], isPrivate: boolean): View {
  const judged = [...answers].sort((a, b) => (b.evaluation?.overall ?? -1) - (a.evaluation?.overall ?? -1));
  return {
    title: `Question ${turn.number} of ${turn.of}: the answers`,
    meta: [`${answers.length} answered`, ...(isPrivate ? ['scores were sent in private'] : [])],
    blocks: [
      { type: 'text', text: `“${turn.question.text}”` },
      ...judged
        .slice(0, 12)
        .map((answer): Block => ({ type: 'text', text: `${personMark(answer.userId)}${sayScore(answer)}` })),
      ...(answers.length === 0 ? [{ type: 'text', text: 'Nobody answered this one.' } as const] : []),
    ],
    actions: [],
  };
}

export const withoutScores = (answer: AnswerView): AnswerView => ({ ...answer, evaluation: null });

function sayScore({ evaluation }: AnswerView): string {
  if (evaluation === null) return '';
  const { overall, feedback } = evaluation;
  return `: ${overall === null ? 'no overall score' : `${Math.round(overall)} of 100`}. ${feedback.strength}`;
}
