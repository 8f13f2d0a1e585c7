import type { Measures, SpeechSpan } from '../../../domain.ts';
import type { AnswerToScore } from '../text/analysis.ts';
import { timelineOf } from '../text/timeline.ts';

/**
 * Shorter silences belong to the words themselves; a 2025 study found that 200–350 ms predicts fluency best.
 */
const shortestPauseMs = 250;
export const longPauseMs = 2000;

export type Pause = SpeechSpan & { long: boolean; insideSentence: boolean };

/**
 * The silences between the first and the last speech, from the voice detector and never from gaps between
 * words, whose times include silence. A pause is inside a sentence when the text has neither a mark nor the
 * end of a sentence there.
 */
export function findPauses(answer: AnswerToScore): Pause[] {
  const speech = answer.transcript?.speech ?? [];
  const timeline = timelineOf(answer);
  const ends = new Set(answer.analysis.sentences.map(({ end }) => end));
  return speech.slice(1).flatMap((span, index) => {
    const before = speech[index];
    if (!before || span.startMs - before.endMs < shortestPauseMs) return [];
    const pause = { startMs: before.endMs, endMs: span.startMs };
    const offset = timeline.offsetAt(pause.startMs);
    const atBoundary =
      offset === null ||
      /^["'”’)]*[.,;:!?…–—]/u.test(answer.text.slice(offset, offset + 3)) ||
      ends.has(offset) ||
      offset >= answer.text.trimEnd().length;
    return [{ ...pause, long: pause.endMs - pause.startMs >= longPauseMs, insideSentence: !atBoundary }];
  });
}

/** A silence after which a new sentence may begin, if the text has no marks. */
const sentencePauseMs = 700;

/** Offsets in the text of a spoken answer where the speaker fell silent; none for a typed one. */
export function pauseOffsets(answer: Pick<AnswerToScore, 'text' | 'transcript'>): number[] {
  const speech = answer.transcript?.speech ?? [];
  const timeline = timelineOf(answer);
  return speech.slice(1).flatMap((span, index) => {
    const before = speech[index];
    const offset =
      before && span.startMs - before.endMs >= sentencePauseMs ? timeline.offsetAt(before.endMs) : null;
    return offset === null ? [] : [offset];
  });
}

export function summarisePauses(pauses: readonly Pause[]): NonNullable<Measures['pauses']> {
  return {
    count: pauses.length,
    long: pauses.filter(({ long }) => long).length,
    longestMs: pauses.reduce((longest, { startMs, endMs }) => Math.max(longest, endMs - startMs), 0),
    insideSentence: pauses.filter(({ insideSentence }) => insideSentence).length,
    spans: pauses.map(({ startMs, endMs }) => ({ startMs, endMs })),
  };
}

/** From the first to the last speech, without the thinking time before; null when nothing was heard. */
export function speechClock(answer: Pick<AnswerToScore, 'transcript'>): SpeechSpan | null {
  const speech = answer.transcript?.speech ?? [];
  const [first, last] = [speech[0], speech.at(-1)];
  return first && last && last.endMs > first.startMs ? { startMs: first.startMs, endMs: last.endMs } : null;
}
