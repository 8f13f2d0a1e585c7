/** Decides from silence that an answer is over, without cutting off somebody who is thinking. */

/** What is known of an answer at one moment; times are on one steady clock. */
export type Talking = {
  nowMs: number;
  /** Null before the first word: thinking it over costs nothing. */
  lastSpeechMs: number | null;
  /** How much was spoken. */
  speechMs: number;
  /** What has been transcribed so far, or '' while nothing has. */
  text: string;
};
export type Endpoint =
  | { state: 'listening' }
  /** The answer ends in `secondsLeft` unless the person goes on. */
  | { state: 'countdown'; secondsLeft: number }
  | { state: 'over' };

const silenceMs = 2_500;
const openSentenceMs = 1_500;
/** A shorter silence is not worth showing. */
const showAfterMs = 1_000;
const enoughSpeechMs = 5_000;
const enoughWords = 8;

/** Silence of 2.5 s ends an answer, 4 s in an open sentence; an answer of a few words only when its sentence is closed. */
export function judgeEndpoint(
  { nowMs, lastSpeechMs, speechMs, text }: Talking,
  baseMs = silenceMs,
): Endpoint {
  if (lastSpeechMs === null) return { state: 'listening' };
  const sentence = sentenceState(text);
  const words = text.split(/\s+/).filter((word) => word !== '').length;
  if (sentence !== 'closed' && speechMs < enoughSpeechMs && words < enoughWords)
    return { state: 'listening' };
  const quietMs = nowMs - lastSpeechMs;
  const limitMs = baseMs + (sentence === 'open' ? openSentenceMs : 0);
  if (quietMs >= limitMs) return { state: 'over' };
  if (quietMs < showAfterMs) return { state: 'listening' };
  return { state: 'countdown', secondsLeft: Math.ceil((limitMs - quietMs) / 1000) };
}

/** Words that want another one after them. */
const wantsMore =
  /\b(and|or|but|so|because|that|which|who|when|if|then|the|a|an|of|to|in|on|with|for|is|was|my|our|um|uh|er|und|oder|aber|weil|dass|y|pero|porque|que|et|mais|parce|donc)$/i;

/** `open` while the last sentence asks to go on, `closed` when it has ended, `unknown` without words. */
export function sentenceState(text: string): 'open' | 'closed' | 'unknown' {
  const last = text.trim();
  if (last === '') return 'unknown';
  if (/[,;:–-]$|\.\.\.$|…$/.test(last)) return 'open';
  if (wantsMore.test(last.replace(/[.!?]+$/, ''))) return 'open';
  return /[.!?]["'”’)]*$/.test(last) ? 'closed' : 'open';
}
