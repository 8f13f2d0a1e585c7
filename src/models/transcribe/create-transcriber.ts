import type { SpeechSpan, TranscriptSegment } from '../../domain.ts';
import { CoachError } from '../../errors.ts';
import { type Pcm, type SpeechDetector, sampleRate, type Transcriber } from '../ports.ts';
import { stoppable } from '../stoppable.ts';
import { isBelieved, objectionTo, withoutEcho, withoutLoops } from './guards.ts';
import { type Piece, piecesOf } from './pieces.ts';
import type { Heard, Recogniser } from './recogniser.ts';
import { spreadWords } from './word-times.ts';

/** Keeps "um" and "uh" in what Whisper writes. At most 32 characters: longer prompts cut what follows. */
const fillerPrompt = 'Um, uh, hmm, er, ah.';

/**
 * Makes a transcriber of a recogniser: only speech is sent to it, piece by piece and never with earlier text, and what it
 * says is believed only if it can have been said. Throws `no_speech` when nothing was.
 */
export function createTranscriber(
  recogniser: Recogniser,
  speech: SpeechDetector,
  settings: { language: string },
): Transcriber {
  async function hearPiece(piece: Piece, pcm: Pcm, language: string, signal: AbortSignal | undefined) {
    const from = Math.round((piece.startMs / 1000) * sampleRate);
    const sound = pcm.slice(from, Math.round((piece.endMs / 1000) * sampleRate));
    const speechMs = piece.spans.reduce((sum, span) => sum + span.endMs - span.startMs, 0);
    const ask = async (attempt: 'first' | 'again') => {
      const prompt = language === 'auto' || language === 'en' ? fillerPrompt : '';
      const answer = await recogniser.recognise(sound, {
        language,
        prompt,
        attempt,
        ...(signal && { signal }),
      });
      const heard = answer.heard.map((part) => withoutEcho(part, prompt));
      return { language: answer.language, heard, objection: objectionTo(heard, speechMs) };
    };
    let answer = await ask('first');
    if (answer.objection) answer = await ask('again');
    if (answer.objection === 'too-fast') return { language: answer.language, segments: [] };
    const believed = answer.heard
      .map(withoutLoops)
      .filter((part, _, all) => isBelieved(part, all.length === 1, speechMs));
    return {
      language: answer.language,
      segments: believed.map((part) => segmentOf(part, believed, piece)),
    };
  }

  return {
    name: recogniser.name,
    transcribe: (pcm, { language = settings.language, speech: given, signal } = {}) =>
      stoppable(signal, async () => {
        const spans = given ? [...given] : await speech.detect(pcm, signal && { signal });
        const segments: TranscriptSegment[] = [];
        let spoken: string | undefined;
        for (const piece of piecesOf(spans, pcm)) {
          signal?.throwIfAborted();
          const answer = await hearPiece(piece, pcm, spoken ?? language, signal);
          if (answer.segments.length > 0) spoken ??= answer.language;
          segments.push(...answer.segments);
        }
        if (segments.length === 0) {
          throw new CoachError('no_speech', 'fault.nothing-understood');
        }
        return {
          text: segments.map((segment) => segment.text).join(' '),
          language: spoken ?? language,
          model: recogniser.name,
          segments,
          speech: spans,
          durationMs: Math.round((pcm.length / sampleRate) * 1000),
        };
      }),
    close: () => recogniser.close(),
  };
}

function segmentOf(part: Heard, all: readonly Heard[], piece: Piece): TranscriptSegment {
  const inPiece = (ms: number) =>
    Math.round(Math.min(piece.endMs, Math.max(piece.startMs, piece.startMs + ms)));
  const words =
    part.words.length > 0
      ? part.words.map((word) => ({ ...word, startMs: inPiece(word.startMs), endMs: inPiece(word.endMs) }))
      : spreadWords(part.text, spansOf(part, all, piece));
  const { averageLogProbability, noSpeechProbability } = part;
  return {
    startMs: words[0]?.startMs ?? piece.startMs,
    endMs: words.at(-1)?.endMs ?? piece.endMs,
    text: part.text.trim(),
    words,
    ...(averageLogProbability !== undefined && { averageLogProbability }),
    ...(noSpeechProbability !== undefined && { noSpeechProbability }),
  };
}

/** The share of the speech in a piece that one of its parts without times can claim: by its length among all. */
function spansOf(part: Heard, all: readonly Heard[], piece: Piece): SpeechSpan[] {
  const letters = all.reduce((sum, each) => sum + each.text.length, 0);
  const before = all.slice(0, all.indexOf(part)).reduce((sum, each) => sum + each.text.length, 0);
  const speechMs = piece.spans.reduce((sum, span) => sum + span.endMs - span.startMs, 0);
  let [skip, take] = [(before / letters) * speechMs, (part.text.length / letters) * speechMs];
  const spans: SpeechSpan[] = [];
  for (const span of piece.spans) {
    const startMs = span.startMs + Math.min(skip, span.endMs - span.startMs);
    skip -= startMs - span.startMs;
    const endMs = Math.min(span.endMs, startMs + take);
    take -= endMs - startMs;
    if (endMs > startMs) spans.push({ startMs, endMs });
  }
  return spans;
}
