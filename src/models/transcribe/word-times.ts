import type { HeardWord } from './recogniser.ts';

/**
 * Joins tokens into words: a token that begins with a space begins a word. Times are seconds, as Whisper
 * servers give them.
 */
export function joinTokens(
  tokens: readonly {
    word: string;
    start?: number | null | undefined;
    end?: number | null | undefined;
    probability?: number | null | undefined;
  }[],
): HeardWord[] {
  const words: HeardWord[] = [];
  for (const { word, start, end, probability } of tokens) {
    const text = word.trim();
    if (text === '') continue;
    const last = words.at(-1);
    if (last && !/^\s/.test(word)) {
      last.text += text;
      if (!/[\p{L}\p{N}]/u.test(text)) continue;
      const endMs = end ?? start;
      if (last.endMs !== undefined && typeof endMs === 'number')
        last.endMs = Math.max(last.endMs, Math.round(endMs * 1000));
      if (typeof probability === 'number') last.probability = Math.min(last.probability ?? 1, probability);
    } else {
      words.push({
        text,
        ...(typeof start === 'number' && {
          startMs: Math.round(start * 1000),
          endMs: Math.round((end ?? start) * 1000),
        }),
        ...(typeof probability === 'number' && { probability }),
      });
    }
  }
  return words;
}
