import type { Transcript } from '../../../domain.ts';
import type { AnswerToScore } from './analysis.ts';

type Times = { startMs: number; endMs: number };
type TimedWord = Times & { start: number; end: number };

/** Maps places in the text of a spoken answer to times in the recording. */
export type Timeline = {
  /** When a stretch of text was said; empty for a typed answer or if it is unknown. */
  of(start: number, end: number): Partial<Times>;
  /** Offset after the last word that had begun by then. */
  offsetAt(ms: number): number | null;
  words: readonly TimedWord[];
};

const none: Timeline = { of: () => ({}), offsetAt: () => null, words: [] };

/** Built from the words of the transcript, or from its segments with their words spread by length. */
export function timelineOf({ text, transcript }: Pick<AnswerToScore, 'text' | 'transcript'>): Timeline {
  if (!transcript) return none;
  const words = place(text, transcript);
  if (words.length === 0) return none;
  return {
    words,
    of(start, end) {
      const first = words.find((word) => word.end > start);
      const last = words.findLast((word) => word.start < end);
      if (!first || !last || first.start >= end || last.end <= start) return {};
      return { startMs: Math.round(first.startMs), endMs: Math.round(Math.max(last.endMs, first.startMs)) };
    },
    offsetAt: (ms) => words.findLast((word) => word.startMs <= ms)?.end ?? null,
  };
}

/** How far ahead in the text a word of the transcript is searched for. */
const searchWindow = 400;

function place(text: string, transcript: Transcript): TimedWord[] {
  const lower = text.toLowerCase();
  const placed: TimedWord[] = [];
  let at = 0;
  for (const segment of transcript.segments) {
    const words = segment.words.length > 0 ? segment.words : spread(segment);
    for (const word of words) {
      const wanted = word.text.toLowerCase().replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');
      if (wanted === '') continue;
      const found = lower.slice(at, at + searchWindow).indexOf(wanted);
      if (found < 0) continue;
      const start = at + found;
      at = start + wanted.length;
      placed.push({ start, end: at, startMs: word.startMs, endMs: word.endMs });
    }
  }
  return placed;
}

/** Spreads the words of a segment over its time, in proportion to their letters. */
function spread(segment: Transcript['segments'][number]): (Times & { text: string })[] {
  const texts = segment.text.split(/\s+/).filter((word) => word !== '');
  const letters = texts.reduce((sum, word) => sum + word.length + 1, 0);
  const perLetter = (segment.endMs - segment.startMs) / Math.max(1, letters);
  let ms = segment.startMs;
  return texts.map((text) => {
    const startMs = ms;
    ms += (text.length + 1) * perLetter;
    return { text, startMs, endMs: ms };
  });
}
