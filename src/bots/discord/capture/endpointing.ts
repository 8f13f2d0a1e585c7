/** Endpointing: decides from silence that an answer is over, without cutting off somebody who is thinking. */
import type { VoiceTimings } from '../voice/timings.ts';
import type { Cadence } from './prosody.ts';
import { closingCommandOf } from './spoken-commands.ts';

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
  /** Whether `text` has everything that was said; default true. */
  isTextWhole?: boolean | undefined;
  /** The longest pause so far after which this person went on; default 0. */
  longestPauseMs?: number | undefined;
  /** How the last words sounded, where that could be told. */
  cadence?: Cadence | null | undefined;
  /** They asked for time to think, and have not spoken since. */
  isThinking?: boolean | undefined;
};
export type Endpoint =
  | { state: 'listening' }
  /** The answer ends in `secondsLeft` seconds unless the person goes on. */
  | { state: 'countdown'; secondsLeft: number }
  | { state: 'over' };

type Limits = Pick<
  VoiceTimings,
  'silenceMs' | 'unsureMs' | 'openSentenceMs' | 'fillerMs' | 'thinkingMs' | 'saidDoneMs' | 'countdownAfterMs'
>;

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
  if (!mayHaveEnded(text) && speechMs < enoughSpeechMs && wordsIn(text) < enoughWords)
    return { state: 'listening' };
  const quietMs = nowMs - Math.max(lastSpeechMs, listeningSinceMs);
  const limitMs = silenceAllowedMs(answer, limits);
  if (quietMs >= limitMs) return { state: 'over' };
  if (quietMs < limits.countdownAfterMs) return { state: 'listening' };
  return { state: 'countdown', secondsLeft: Math.ceil((limitMs - quietMs) / 1000) };
}

const wordsIn = (text: string): number => text.split(/\s+/).filter((word) => word !== '').length;

/** What is not yet transcribed may be an open sentence. */
function silenceAllowedMs(
  { text, cadence = null, isTextWhole = true, isThinking = false, longestPauseMs = 0 }: AnswerSoFar,
  limits: Limits,
): number {
  const { unsureMs, openSentenceMs, fillerMs, thinkingMs, saidDoneMs } = limits;
  // Whoever pauses for long does it again.
  const silenceMs = Math.max(limits.silenceMs, Math.min(longestPauseMs * 1.25, limits.silenceMs * 2));
  const closing = isTextWhole ? closingCommandOf(text) : null;
  if (isThinking || closing === 'think') return silenceMs + thinkingMs;
  if (closing === 'done') return Math.min(limits.silenceMs, saidDoneMs);
  if (isTextWhole && endsInFiller(text)) return silenceMs + openSentenceMs + fillerMs;
  if (!isTextWhole || sentenceState(text) === 'open') return silenceMs + openSentenceMs;
  return silenceMs + (soundsFinished(cadence) && hasSaidEnough(text) ? 0 : unsureMs);
}

/**
 * The voice falls at the end. Measured by `npm run bench -- conversation`: recognisers write a full stop behind half of the
 * sentences that break off, and there the voice stays as loud as it was, or gets louder.
 */
const soundsFinished = (cadence: Cadence | null): boolean =>
  cadence !== null && cadence.loudness <= mostLoudness && cadence.pitch <= mostPitch;
const mostLoudness = 0.5;
const mostPitch = 1;

const wordsOfAnAnswer = 20;
const hasSaidEnough = (text: string): boolean => wordsIn(text) >= wordsOfAnAnswer && !announcesMore(text);

/** "There are two reasons. First, …" is not over before the second. */
function announcesMore(text: string): boolean {
  const said = text.toLowerCase();
  const from = said.search(/\b(?:first(?:ly)?|to begin with|on the one hand|number one)\b/);
  return (
    from >= 0 &&
    !/\b(?:second(?:ly)?|then|next|finally|lastly|last|after that|other)\b/.test(said.slice(from))
  );
}

/** Words that need another word after them. */
const wantsMore =
  /\b(and|or|but|so|because|that|which|who|whose|where|while|when|if|then|than|unless|until|although|though|whereas|the|a|an|of|to|in|on|at|by|from|into|with|without|for|as|about|between|like|is|was|are|were|be|been|has|have|had|having|after|before|during|through|over|under|per|via|every|each|more|less|one|two|three|four|five|six|seven|eight|nine|ten|hundred|thousand|\d+|using|including|meaning|actually|basically|maybe|just|very|can|could|will|would|should|may|might|must|do|does|did|not|my|our|your|their|its|this|these|those|i|we|they|you|he|she|it's|i'm|we're|there's|first|second|secondly|firstly|next|also|for example|for instance|such as|let's say|i mean|you know|i think|um|uh|er|erm|uhm|hmm|und|oder|aber|weil|dass|y|pero|porque|que|et|mais|parce|donc)$/i;
const wantsObject =
  /\b(?:use[sd]?|using|need(?:s|ed)?|want(?:s|ed)?|mak(?:e|es|ing)|made|tak(?:e|es|ing)|took|gets|getting|got|fetch(?:es|ed)?|return(?:s|ed)|contains?|means|meant|keeps?|kept|gives?|gave|puts?|lets?|creates?|sends?|sent|calls?|sees?|saw|finds?|found|another|own|whole|various|several|entire|main|different|same|such|any|some|all|both|what|how|why|whether)$/i;
const filler = /\b(?:um+|uh+|er+|erm|uhm|hmm+|mm+|äh|ähm|eh|euh)$/i;

const bare = (text: string) => text.trim().replace(/[.!?,…\s–-]+$/, '');
const endsInFiller = (text: string) => filler.test(bare(text));

/** `open` while the last sentence is unfinished, `closed` when it has ended, `unknown` without words. */
export function sentenceState(text: string): 'open' | 'closed' | 'unknown' {
  const last = text.trim();
  if (last === '') return 'unknown';
  if (/[,;:–-]$|\.\.\.$|…$/.test(last)) return 'open';
  const isEnded = /[.!?]["'”’)]*$/.test(last);
  const end = bare(last);
  // Recognisers put a full stop at every pause, also behind "because".
  if (wantsMore.test(end)) return 'open';
  const sentence = end.split(/[.!?]\s+/).at(-1) ?? '';
  // A condition without what follows from it; a verb without what it is done to.
  if (
    /^(?:and |but |so )?(?:if|when|because|since|while|although|once|whenever)\b[^,]*$/i.test(sentence) &&
    wordsIn(sentence) < 8
  )
    return 'open';
  if (wantsObject.test(end)) return 'open';
  return isEnded ? 'closed' : 'open';
}

/** Whole sentences end in these words too: a short answer that does is left to silence, though to a longer one. */
const mayEnd =
  /\b(that|this|so|like|then|these|those|you|you know|first|second|next|also|not|about|in|on|do|does|did|have|is|are|was|i think|it's|can|will|would|could|should|might|had|before|after|over|through|more|less|each|one|two|three|four|five|six|seven|eight|nine|ten|hundred|thousand|\d+)$/i;

function mayHaveEnded(text: string): boolean {
  if (sentenceState(text) === 'closed') return true;
  const end = bare(text);
  return (
    /[.!?]["'”’)]*$/.test(text.trim()) && !text.trim().endsWith('...') && mayEnd.test(end) && !isFragment(end)
  );
}

/** "So first." is no sentence, whatever stands behind it: too short to have ended. */
const isFragment = (text: string): boolean => (text.split(/[.!?]\s+/).at(-1) ?? '').split(/\s+/).length <= 3;
