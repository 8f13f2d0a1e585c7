import type { TranscriptWord } from '../../domain.ts';
import type { Pcm } from '../ports.ts';

/** A stretch of text that a recogniser heard. Times are milliseconds from the start of the sound it was given. */
export type Heard = {
  text: string;
  /** Empty where the recogniser gives no times. */
  words: TranscriptWord[];
  averageLogProbability?: number;
  noSpeechProbability?: number;
};

export type RecogniseOptions = {
  /** A code such as `en`, or `auto`. */
  language: string;
  /** Short text that Whisper takes for what was said just before: it keeps fillers in what it writes. */
  prompt: string;
  /** `again` when a guard objected to what was heard: with full context, and a little chance. */
  attempt: 'first' | 'again';
  signal?: AbortSignal;
};

/** Turns one piece of sound, at most 30 s of speech, into text. What it says is checked by `createTranscriber`. */
export type Recogniser = {
  name: string;
  recognise(pcm: Pcm, options: RecogniseOptions): Promise<{ language: string; heard: Heard[] }>;
  close(): Promise<void>;
};
