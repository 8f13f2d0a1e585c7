/** Places of a spoken answer that may have been misheard, and what the person's own word makes of them. */
import type { Transcript, TranscriptSegment, TranscriptWord } from '../../domain.ts';

/** A place in doubt: what the recogniser wrote, and the expected term that was or may have been meant. */
export type HearingDoubt = {
  /** When it was said: by this the place is found again. */
  startMs: number;
  heard: string;
  meant: string;
  /** The transcript already says what was meant. */
  isWritten: boolean;
};

/** In the order in which they were said. */
export const doubtsOf = ({ segments }: Transcript): HearingDoubt[] =>
  segments.flatMap(({ words }) => words.flatMap((_, at) => doubtAt(words, at) ?? []));

/**
 * The one to ask about: what was not understood before what was, and the least likely words first. Undefined where nothing
 * is in doubt.
 */
export function doubtToAsk(transcript: Transcript): HearingDoubt | undefined {
  const chances = new Map(
    transcript.segments.flatMap(({ words }) =>
      words.map(({ startMs, probability = 1 }) => [Math.round(startMs), probability] as const),
    ),
  );
  const chanceOf = ({ startMs }: HearingDoubt) => chances.get(startMs) ?? 1;
  return doubtsOf(transcript).sort(
    (one, other) => Number(one.isWritten) - Number(other.isWritten) || chanceOf(one) - chanceOf(other),
  )[0];
}

/**
 * The transcript after its speaker has said that they meant the other of the two readings at `startMs`; null where no place
 * is in doubt then, or no longer.
 */
export function settledDoubt(transcript: Transcript, startMs: number): Transcript | null {
  let isFound = false;
  const segments = transcript.segments.map((segment): TranscriptSegment => {
    const at = segment.words.findIndex(
      (word) => word.maybe !== undefined && Math.round(word.startMs) === startMs,
    );
    if (at < 0 || isFound) return segment;
    isFound = true;
    const words = settled(segment.words, at);
    return { ...segment, words, text: words.map(({ text }) => text).join(' ') };
  });
  return isFound ? { ...transcript, segments, text: segments.map(({ text }) => text).join(' ') } : null;
}

function doubtAt(words: readonly TranscriptWord[], at: number): HearingDoubt | undefined {
  const word = words[at];
  if (word?.maybe === undefined) return undefined;
  const isWritten = word.heard !== undefined;
  const written = bare(textOf(words.slice(at, at + word.maybe.words)));
  const other = bare(word.maybe.text);
  return {
    startMs: Math.round(word.startMs),
    ...(isWritten ? { heard: other, meant: written } : { heard: written, meant: other }),
    isWritten,
  };
}

/** With the other reading in their place; together the words take the same time. */
function settled(words: readonly TranscriptWord[], at: number): TranscriptWord[] {
  const { startMs = 0, maybe, heard } = words[at] ?? {};
  const count = maybe?.words ?? 1;
  const old = words.slice(at, at + count);
  const endMs = old.at(-1)?.endMs ?? startMs;
  const ending = /[.,;:?!]+$/.exec(old.at(-1)?.text ?? '')?.[0] ?? '';
  const texts = `${bare(maybe?.text ?? '')}${ending}`.split(/\s+/);
  const share = (endMs - startMs) / texts.length;
  const said = texts.map((text, index) => ({
    text,
    startMs: Math.round(startMs + index * share),
    endMs: Math.round(startMs + (index + 1) * share),
    probability: 1,
    ...(index === 0 && heard === undefined && { heard: textOf(old) }),
  }));
  return [...words.slice(0, at), ...said, ...words.slice(at + count)];
}

const textOf = (words: readonly TranscriptWord[]): string => words.map(({ text }) => text).join(' ');
const bare = (text: string): string => text.replace(/^[^\p{L}\p{N}]+|[.,;:?!]+$/gu, '');
