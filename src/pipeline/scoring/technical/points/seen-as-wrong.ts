import { mistakeNear } from './chances-of-points.ts';
import type { ExaminedPoint } from './examine-points.ts';
import { harshestOf } from './read-points.ts';

/**
 * Whether signals and readings both tell of a contradiction. Where only the readings do, by a denial that nothing in the words
 * shows, one in three such points of tune was said; where only signals do, a mistake's words were said of something else.
 */
export function isSeenAsWrong({
  signals: { denied, opposed, mistake, mistakeWords },
  readings,
}: Pick<ExaminedPoint, 'signals' | 'readings'>): boolean {
  const isShown = denied > 0 || opposed > 0 || mistakeWords >= someOfMistake || mistake > mistakeNear;
  return isShown && (harshestOf(readings)?.chances.contradicted ?? 0) >= leastReadAsWrong;
}

const someOfMistake = 0.3;
const leastReadAsWrong = 0.4;
