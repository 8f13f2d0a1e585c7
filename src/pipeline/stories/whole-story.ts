import type { Answer } from '../../domain.ts';

/** The parts of a story: situation, task, action, result. */
const storyParts = ['situation', 'task', 'action', 'result'];

/**
 * Whether an answer is a story worth keeping, as it was judged: all four parts are there, and the person's own steps and the end
 * are told in full.
 */
export function isWholeStory({ turn, evaluation }: Pick<Answer, 'turn' | 'evaluation'>): boolean {
  if (turn.question.kind !== 'behavioural' || !evaluation) return false;
  const { findings } = evaluation.dimensions.structure;
  const isThere = (part: string) =>
    findings.some(({ about, code }) => about === part && (code === 'covered' || code === 'partial'));
  const isWeOnly = findings.some(({ code }) => code === 'we-only');
  return storyParts.every(isThere) && !isWeOnly;
}
