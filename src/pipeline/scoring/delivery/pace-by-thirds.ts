import type { Measures } from '../../../domain.ts';
import type { AnswerToScore } from '../text/analysis.ts';
import { timelineOf } from '../text/timeline.ts';
import { speechClock } from './pauses.ts';

/** Below this a third has too few words for its pace to mean anything. */
const shortestThirdMs = 8000;

/**
 * Words a minute in each third between the first and the last speech; undefined for an answer too short to be
 * divided.
 */
export function paceByThirds(answer: AnswerToScore): Measures['pace'] {
  const span = speechClock(answer);
  const { words } = timelineOf(answer);
  if (!span || words.length === 0) return undefined;
  const third = (span.endMs - span.startMs) / 3;
  if (third < shortestThirdMs) return undefined;
  return [0, 1, 2].map((index) => {
    const startMs = span.startMs + index * third;
    const said = words.filter((word) => {
      const middle = (word.startMs + word.endMs) / 2;
      return middle >= startMs && (middle < startMs + third || index === 2);
    });
    return {
      startMs: Math.round(startMs),
      endMs: Math.round(startMs + third),
      wordsPerMinute: Math.round((said.length / third) * 60_000),
    };
  });
}
