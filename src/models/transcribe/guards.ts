import { deflateRawSync } from 'node:zlib';
import type { Heard } from './recogniser.ts';

/** Why what was heard is not believed. */
export type Objection = 'nothing' | 'loop' | 'too-fast' | 'unlikely';

/** What Whisper says of silence and noise because its training had it under films. Only ever a whole answer of it. */
const invented = new Set(
  [
    'thank you for watching',
    'thanks for watching',
    'thank you very much for watching',
    'please subscribe',
    'please subscribe to my channel',
    'subtitles by the amara org community',
    'subtitles by',
    'thank you',
    'thanks',
    'bye',
    'you',
  ].map(plain),
);

/** Values of the reference implementation of Whisper (openai/whisper, transcribe.py). */
const worstLogProbability = -1;
const silentProbability = 0.6;
const highestCompression = 2.4;
/** Nobody speaks faster: 7 words a second are 420 a minute. */
const mostWordsPerSecond = 7;
const shortSpeechMs = 1_500;
/** On so little speech, or with so little certainty, a phrase of the list is taken for invented. */
const phraseLogProbability = -0.8;

/** Looks at everything heard in one piece. Objections mean: listen again. */
export function objectionTo(heard: readonly Heard[], speechMs: number): Objection | undefined {
  const words = wordsOf(heard.map((part) => part.text).join(' '));
  if (words.length === 0) return 'nothing';
  if (loopAt(words) || compressionOf(words.join(' ')) > highestCompression) return 'loop';
  if (words.length > 3 && words.length / (speechMs / 1000) > mostWordsPerSecond) return 'too-fast';
  const unlikely = heard.some((part) => (part.averageLogProbability ?? 0) < worstLogProbability);
  return unlikely ? 'unlikely' : undefined;
}

/** False for what is not speech put into words: silence, sound effects in brackets, the phrases of film endings. */
export function isBelieved(part: Heard, wholePiece: boolean, speechMs: number): boolean {
  const { averageLogProbability = 0, noSpeechProbability = 0 } = part;
  if (noSpeechProbability > silentProbability && averageLogProbability < worstLogProbability) return false;
  if (wordsOf(part.text).length === 0) return false;
  if (/^\s*(\[[^\]]*\]|\([^)]*\)|\*[^*]*\*|♪.*♪)\s*$/.test(part.text)) return false;
  const doubtful = speechMs < shortSpeechMs || averageLogProbability < phraseLogProbability;
  return !(wholePiece && doubtful && invented.has(plain(part.text)));
}

/** Whisper sometimes repeats its prompt as if it had been said. */
export function withoutEcho(part: Heard, prompt: string): Heard {
  const echoed = wordsOf(prompt);
  const words = part.text.trim().split(/\s+/);
  if (echoed.length === 0 || !echoed.every((word, index) => plain(words[index] ?? '') === word)) return part;
  const text = words.slice(echoed.length).join(' ');
  return { ...part, text, words: part.words.slice(echoed.length) };
}

/** "the cache the cache the cache the cache" → "the cache": a loop that a second listening did not cure. */
export function withoutLoops(part: Heard): Heard {
  let words = part.text.trim().split(/\s+/);
  let loop = loopAt(words.map(plain));
  if (!loop) return part;
  while (loop) {
    words = [...words.slice(0, loop.start + loop.size), ...words.slice(loop.end)];
    loop = loopAt(words.map(plain));
  }
  return { ...part, text: words.join(' '), words: [] };
}

/** The same one to four words at least four times in a row. */
function loopAt(words: readonly string[]): { start: number; size: number; end: number } | undefined {
  for (let size = 1; size <= 4; size++) {
    let run = 0;
    for (let index = size; index <= words.length; index++) {
      run = index < words.length && words[index] === words[index - size] ? run + 1 : 0;
      if (run >= size * 3) {
        const start = index - run - size + 1;
        let end = index + 1;
        while (end < words.length && words[end] === words[end - size]) end++;
        return { start, size, end };
      }
    }
  }
  return undefined;
}

/** How many times shorter the text gets: over 2.4 it repeats itself. Short texts never do. */
function compressionOf(text: string): number {
  const bytes = Buffer.byteLength(text);
  return bytes < 100 ? 0 : bytes / deflateRawSync(text).length;
}

const wordsOf = (text: string) => text.split(/\s+/).map(plain).filter(Boolean);

function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s']/gu, '')
    .replace(/\s+/g, ' ')
    .trim();
}
