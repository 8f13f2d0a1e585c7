import { soundsOf } from './sound-of.ts';

const fillerMs = 320;

/** About how long an English word takes to say, by its sounds: vowels are long, consonants short. */
export function wordLengthMs(text: string): number {
  if (/^(u+h*m+|u+h+|e+r+m?|h+m+|a+h+)\W*$/i.test(text)) return fillerMs;
  const sounds = Array.from(soundsOf(text));
  const letters = Array.from(text.matchAll(/[\p{L}\p{N}]/gu)).length;
  const vowels = sounds.filter((sound) => sound === 'A').length;
  const stop = /[.?!]$/.test(text) ? 60 : 0;
  return sounds.length === 0
    ? 60 * Math.max(1, letters)
    : 40 + 95 * vowels + 55 * (sounds.length - vowels) + stop;
}

export const textLengthMs = (text: string): number =>
  text
    .split(/\s+/)
    .filter(Boolean)
    .reduce((sum, word) => sum + wordLengthMs(word), 0);

/**
 * `wordLengthMs` against speech without its pauses, measured on 46 well-recognised pieces of read and spoken
 * English: 0.79 to 1.20, and within a tenth of the median of the same voice. Slow speakers have 0.8.
 */
const slowestPace = 0.75;
/** In less speech than this, one drawn-out word is too large a share. */
const leastSpeechMs = 4_000;
const noticedMs = 1_500;

/**
 * How much of the speech is not covered by words, at a slow speaker's pace or the given one; 0 if it is
 * little.
 */
export function uncoveredMs(text: string, speechMs: number, pace = slowestPace): number {
  if (speechMs < leastSpeechMs) return 0;
  const missing = speechMs - textLengthMs(text) / pace;
  return missing > noticedMs ? missing : 0;
}
