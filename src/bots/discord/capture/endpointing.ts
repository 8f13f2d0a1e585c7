/** Endpointing: decides from silence that an answer is over, without cutting off somebody who is thinking. */
import type { VoiceTimings } from '../voice/timings.ts';

/** What is known about an answer at one moment. All times are on one steady clock. */
export type AnswerSoFar = {
  nowMs: number;
  /**
   * Since when this person can be heard without interruption; null while the voice connection is down or the
   * interview is paused.
   */
  listeningSinceMs: number | null;
  /** Null before the first word: thinking first costs nothing. */
  lastSpeechMs: number | null;
  /** How much has been spoken. */
  speechMs: number;
  /** What has been transcribed so far, or '' while nothing has. */
  text: string;
};
export type Endpoint =
  | { state: 'listening' }
  /** The answer ends in `secondsLeft` seconds unless the person goes on. */
  | { state: 'countdown'; secondsLeft: number }
  | { state: 'over' };

type Limits = Pick<VoiceTimings, 'silenceMs' | 'openSentenceMs' | 'countdownAfterMs'>;

const enoughSpeechMs = 5_000;
const enoughWords = 8;

/**
 * Silence ends an answer, later while its sentence is open. An answer of a few words ends only when its
 * sentence is closed. Silence while the person could not be heard does not count: counting starts when they
 * can be heard again.
 */
export function judgeEndpoint(answer: AnswerSoFar, limits: Limits): Endpoint {
  const { nowMs, listeningSinceMs, lastSpeechMs, speechMs, text } = answer;
  if (lastSpeechMs === null || listeningSinceMs === null) return { state: 'listening' };
  const sentence = sentenceState(text);
  const words = text.split(/\s+/).filter((word) => word !== '').length;
  if (sentence !== 'closed' && speechMs < enoughSpeechMs && words < enoughWords)
    return { state: 'listening' };
  const quietMs = nowMs - Math.max(lastSpeechMs, listeningSinceMs);
  const limitMs = limits.silenceMs + (sentence === 'open' ? limits.openSentenceMs : 0);
  if (quietMs >= limitMs) return { state: 'over' };
  if (quietMs < limits.countdownAfterMs) return { state: 'listening' };
  return { state: 'countdown', secondsLeft: Math.ceil((limitMs - quietMs) / 1000) };
}

/** Words that need another word after them. */
const wantsMore =
  /\b(and|or|but|so|because|that|which|who|when|if|then|the|a|an|of|to|in|on|with|for|is|was|my|our|um|uh|er|und|oder|aber|weil|dass|y|pero|porque|que|et|mais|parce|donc)$/i;

/** `open` while the last sentence is unfinished, `closed` when it has ended, `unknown` without words. */
export function sentenceState(text: string): 'open' | 'closed' | 'unknown' {
  const last = text.trim();
  if (last === '') return 'unknown';
  if (/[,;:–-]$|\.\.\.$|…$/.test(last)) return 'open';
  if (wantsMore.test(last.replace(/[.!?]+$/, ''))) return 'open';
  return /[.!?]["'”’)]*$/.test(last) ? 'closed' : 'open';
}
