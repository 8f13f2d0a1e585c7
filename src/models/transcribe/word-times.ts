import type { SpeechSpan, TranscriptWord } from '../../domain.ts';

/**
 * Spreads words over the speech in `spans` by their length: good for "which words lie here", not for the gaps between
 * them. Pauses between spans stay without words.
 */
export function spreadWords(text: string, spans: readonly SpeechSpan[]): TranscriptWord[] {
  const words = text.trim().split(/\s+/).filter(Boolean);
  const letters = words.reduce((sum, word) => sum + word.length, 0);
  const speechMs = spans.reduce((sum, span) => sum + span.endMs - span.startMs, 0);
  const at = (spokenMs: number, end: boolean) => {
    let rest = spokenMs;
    for (const span of spans) {
      const length = span.endMs - span.startMs;
      if (rest < length || (end && rest <= length)) return Math.round(span.startMs + rest);
      rest -= length;
    }
    return Math.round(spans.at(-1)?.endMs ?? 0);
  };
  let before = 0;
  return words.map((word) => {
    const startMs = at((before / letters) * speechMs, false);
    before += word.length;
    return { text: word, startMs, endMs: Math.max(startMs, at((before / letters) * speechMs, true)) };
  });
}

/** Joins tokens to words: a token that begins with a space begins a word. Times are seconds, as Whisper servers give them. */
export function joinTokens(
  tokens: readonly {
    word: string;
    start?: number | undefined;
    end?: number | undefined;
    probability?: number | undefined;
  }[],
): TranscriptWord[] {
  const words: TranscriptWord[] = [];
  for (const token of tokens) {
    const text = token.word.trim();
    if (text === '') continue;
    const startMs = Math.round((token.start ?? 0) * 1000);
    const endMs = Math.round((token.end ?? token.start ?? 0) * 1000);
    const last = words.at(-1);
    if (last && !/^\s/.test(token.word)) {
      last.text += text;
      if (/[\p{L}\p{N}]/u.test(text)) {
        last.endMs = Math.max(last.endMs, endMs);
        if (token.probability !== undefined) {
          last.probability = Math.min(last.probability ?? 1, token.probability);
        }
      }
    } else {
      const { probability } = token;
      words.push({ text, startMs, endMs, ...(probability !== undefined && { probability }) });
    }
  }
  return words;
}
