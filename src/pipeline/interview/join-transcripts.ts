import type { Transcript } from '../../domain.ts';
import type { UtteranceRow } from '../../store/utterances.ts';

/**
 * Puts the transcripts of an answer's stretches of speech on one timeline that begins with the first of them,
 * whatever clock they were timed by; null when none of it was spoken. `durationMs` extends to the end of the
 * last stretch.
 */
export function joinTranscripts(utterances: readonly UtteranceRow[]): Transcript | null {
  const beganMs = firstSpokenMs(utterances);
  const spoken = utterances.flatMap(({ transcript, start_ms }) =>
    transcript ? [{ transcript, offsetMs: (start_ms ?? 0) - beganMs }] : [],
  );
  const first = spoken[0];
  if (!first) return null;
  return {
    text: spoken.map(({ transcript }) => transcript.text.trim()).join(' '),
    language: first.transcript.language,
    model: first.transcript.model,
    segments: spoken.flatMap(({ transcript, offsetMs }) =>
      transcript.segments.map((segment) => ({
        ...move(segment, offsetMs),
        words: segment.words.map((word) => move(word, offsetMs)),
      })),
    ),
    speech: spoken.flatMap(({ transcript, offsetMs }) =>
      transcript.speech.map((span) => move(span, offsetMs)),
    ),
    durationMs: Math.max(...spoken.map(({ transcript, offsetMs }) => offsetMs + transcript.durationMs)),
  };
}

/** When the first stretch of speech began, by the recorder's clock; infinite when none of it was spoken. */
export const firstSpokenMs = (utterances: readonly Pick<UtteranceRow, 'transcript' | 'start_ms'>[]): number =>
  Math.min(...utterances.flatMap(({ transcript, start_ms }) => (transcript ? [start_ms ?? 0] : [])));

/**
 * The whole text of an answer: one line per typed message, speech joined together. Empty when nothing was
 * said.
 */
export function textOf(utterances: readonly Pick<UtteranceRow, 'state' | 'source' | 'text'>[]): string {
  let text = '';
  for (const utterance of utterances) {
    const piece = utterance.state === 'ready' ? (utterance.text ?? '').trim() : '';
    if (piece !== '') text += `${text === '' ? '' : utterance.source === 'typed' ? '\n' : ' '}${piece}`;
  }
  return text;
}

function move<Span extends { startMs: number; endMs: number }>(span: Span, offsetMs: number): Span {
  return { ...span, startMs: span.startMs + offsetMs, endMs: span.endMs + offsetMs };
}
