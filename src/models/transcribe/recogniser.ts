import type { Pcm } from '../ports.ts';

/** A word that a recogniser heard. Times, if it reports any, are milliseconds from the start of its sound. */
export type HeardWord = { text: string; probability?: number; startMs?: number; endMs?: number };

/** A stretch of text that a recogniser heard. */
export type Heard = {
  text: string;
  /** Its words, in order; empty if the recogniser returns only text. */
  words: HeardWord[];
  averageLogProbability?: number;
  noSpeechProbability?: number;
};

export type RecogniseOptions = {
  /** A code such as `en`, or `auto`: then the language is detected from this sound. */
  language: string;
  /** A short text that Whisper treats as what was said just before. */
  prompt: string;
  signal?: AbortSignal;
};

/**
 * Turns one piece of sound, at most 25 s, into text. The same sound with the same options gives the same
 * text, whatever was heard before. `createTranscriber` checks the result.
 */
export type Recogniser = {
  name: string;
  /** How many pieces it recognises side by side; default 1. */
  atOnce?: number;
  /** `language` is null if a server does not say which one it heard. */
  recognise(pcm: Pcm, options: RecogniseOptions): Promise<{ language: string | null; heard: Heard[] }>;
  close(): Promise<void>;
};
