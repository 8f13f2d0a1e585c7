import type { Pcm } from '../ports.ts';

/** A word that a recogniser heard. Milliseconds from the start of the sound it was given, where it tells times. */
export type HeardWord = { text: string; probability?: number; startMs?: number; endMs?: number };

/** A stretch of text that a recogniser heard. */
export type Heard = {
  text: string;
  /** Its words, in order; empty where the recogniser gives only text. */
  words: HeardWord[];
  averageLogProbability?: number;
  noSpeechProbability?: number;
};

export type RecogniseOptions = {
  /** A code such as `en`, or `auto`: then the language is detected from this sound. */
  language: string;
  /** Short text that Whisper takes for what was said just before. */
  prompt: string;
  signal?: AbortSignal;
};

/**
 * Turns one piece of sound, at most 25 s, into text. The same sound with the same options gives the same text, whatever was
 * heard before. What it says is checked by `createTranscriber`.
 */
export type Recogniser = {
  name: string;
  /** `language` is null where a server does not tell which it heard. */
  recognise(pcm: Pcm, options: RecogniseOptions): Promise<{ language: string | null; heard: Heard[] }>;
  close(): Promise<void>;
};
