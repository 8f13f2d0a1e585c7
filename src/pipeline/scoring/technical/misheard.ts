import type { AnswerToScore } from '../text/analysis.ts';
import { timelineOf } from '../text/timeline.ts';
import type { Unit } from './concepts/units.ts';
import { surely } from './points/softmax-model.ts';
import type { Judged } from './verdicts.ts';

/** Below this probability a recogniser has guessed a word. */
const guessedProbability = 0.45;
/** The credit that remains for a concept that may have been said right. */
const doubtfulCredit = 0.42;

/**
 * If a word may have been misheard, nobody is told that they said the opposite: the concept counts as touched
 * on.
 */
export function withoutMisheard(judged: readonly Judged[], answer: AnswerToScore): Judged[] {
  return judged.map((one) => {
    if (one.verdict !== 'contradicted' || !one.unit || !isDoubtful(one.unit, answer)) return one;
    const { why: _, ...rest } = one;
    return { ...rest, verdict: 'partial', chances: surely('partly'), credit: doubtfulCredit };
  });
}

/** Whether a word that carries meaning was guessed in these sentences of a spoken answer. */
function isDoubtful({ sentences }: Unit, answer: AnswerToScore): boolean {
  const heard = answer.transcript?.segments.flatMap(({ words }) => words) ?? [];
  if (heard.length === 0) return false;
  const timeline = timelineOf(answer);
  return sentences.some(({ words }) =>
    words.some((word) => {
      if (word.isFunction) return false;
      const { startMs } = timeline.of(word.start, word.end);
      const spoken = heard.find((each) => Math.round(each.startMs) === startMs);
      return (spoken?.probability ?? 1) < guessedProbability;
    }),
  );
}
