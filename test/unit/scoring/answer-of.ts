import type { Concept, Question, QuestionKind, SpeechSpan, Transcript } from '../../../src/domain.ts';
import { analyse } from '../../../src/pipeline/scoring/text/analyse.ts';
import type { AnswerToScore } from '../../../src/pipeline/scoring/text/analysis.ts';

const questionOf = (kind: QuestionKind, text: string): Question => ({
  id: 'question',
  domain: 'backend',
  level: 'mid',
  kind,
  text,
  concepts: [],
  modelAnswer: null,
  tags: [],
  source: 'bank',
});

type Given = {
  kind?: QuestionKind;
  question?: string;
  language?: string;
  transcript?: Transcript;
  receivedShare?: number;
  seed?: string;
};

/** An answer as the scorers are given it; typed unless there is a transcript. */
export function answerOf(text: string, given: Given = {}): AnswerToScore {
  const { kind = 'technical', question = 'What is it?', language = 'en', transcript, seed = 'seed' } = given;
  return {
    question: questionOf(kind, question),
    text,
    transcript: transcript ?? null,
    receivedShare: given.receivedShare ?? (transcript ? 1 : null),
    seed,
    asked: [],
    followUpDepth: 0,
    maxFollowUpDepth: 1,
    analysis: analyse(text, language),
    language,
    recognised: transcript !== undefined,
  };
}

/**
 * A transcript as if the words of each stretch had been said evenly over its time: `[['so um yes', 0, 2000], …]`. Each
 * stretch is one span of speech.
 */
export function spokenAs(
  stretches: [text: string, startMs: number, endMs: number][],
  language = 'en',
): Transcript {
  const speech: SpeechSpan[] = stretches.map(([, startMs, endMs]) => ({ startMs, endMs }));
  return {
    text: stretches.map(([text]) => text).join(' '),
    language,
    model: 'scripted',
    segments: stretches.map(([text, startMs, endMs]) => {
      const words = text.split(/\s+/);
      const each = (endMs - startMs) / words.length;
      return {
        startMs,
        endMs,
        text,
        words: words.map((word, index) => ({
          text: word,
          startMs: startMs + index * each,
          endMs: startMs + (index + 1) * each,
        })),
      };
    }),
    speech,
    durationMs: (speech.at(-1)?.endMs ?? 0) + 500,
  };
}

/** A spoken answer made of such stretches. */
export const spokenAnswer = (
  stretches: [text: string, startMs: number, endMs: number][],
  given: Omit<Given, 'transcript'> = {},
): AnswerToScore => {
  const transcript = spokenAs(stretches, given.language);
  return answerOf(transcript.text, { ...given, transcript });
};

export const conceptOf = (id: string, statement: string, more: Partial<Concept> = {}): Concept => ({
  id,
  statement,
  weight: 'must',
  aliases: [],
  misconceptions: [],
  followUps: [],
  ...more,
});
