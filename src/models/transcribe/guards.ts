import { deflateRawSync } from 'node:zlib';
import type { Heard, HeardWord } from './recogniser.ts';
import { uncoveredMs } from './word-lengths.ts';

/** Why a text is not believed, worst first: words that cannot have been said, missing words, doubt. */
export const objections = ['loop', 'too-fast', 'nothing', 'too-few', 'uncovered', 'unlikely'] as const;
export type Objection = (typeof objections)[number];

/** Values of the reference implementation of Whisper (openai/whisper, transcribe.py). */
const silentProbability = 0.6;
const worstLogProbability = -1;
const highestCompression = 2.4;
/**
 * Below this mean the piece is recognised again: clear speech has −0.1 to −0.3, speech full of names −0.5.
 */
const doubtfulLogProbability = -0.55;
/** Nobody speaks faster: 7 words a second is 420 a minute. */
const mostWordsPerSecond = 7;
/** Without the pauses, nobody speaks slower than this for so long. */
const leastWordsPerSecond = 0.9;
const longSpeechMs = 4_000;
/** This many unintelligible words in a row are noise, whatever the mean says. */
const doubtfulRun = 5;
const doubtfulProbability = 0.35;
const shortSpeechMs = 1_500;
/** With this little speech or certainty, a phrase on the list counts as invented. */
const phraseLogProbability = -0.8;

/** Checks everything heard in one piece. An objection means: try again in another way. */
export function objectionTo(heard: readonly Heard[], speechMs: number): Objection | undefined {
  const words = plainWords(heard.map((part) => part.text).join(' '));
  if (words.length === 0) return 'nothing';
  if (loopAt(words) || compressionOf(words.join(' ')) > highestCompression) return 'loop';
  const perSecond = words.length / (speechMs / 1000);
  if (words.length > 3 && perSecond > mostWordsPerSecond) return 'too-fast';
  // Word counts mean nothing for languages written without spaces.
  if (speechMs >= longSpeechMs && perSecond < leastWordsPerSecond && isSpaced(words)) return 'too-few';
  if (isLatin(words) && uncoveredMs(words.join(' '), speechMs) > 0) return 'uncovered';
  const unlikely = heard.some((part) => (part.averageLogProbability ?? 0) < doubtfulLogProbability);
  return unlikely || hasDoubtfulRun(heard.flatMap((part) => part.words)) ? 'unlikely' : undefined;
}

/** The length of a word is estimated only for Latin letters. */
const isLatin = (words: readonly string[]): boolean => /^[\p{sc=Latin}\p{sc=Common}]*$/u.test(words.join(''));

const isSpaced = (words: readonly string[]): boolean =>
  words.reduce((sum, word) => sum + word.length, 0) < 12 * words.length;

function hasDoubtfulRun(words: readonly HeardWord[]): boolean {
  const chances = words.map(({ probability = 1 }) => probability);
  return chances.some((_, at) => {
    const run = chances.slice(at, at + doubtfulRun);
    return run.length === doubtfulRun && run.every((chance) => chance < doubtfulProbability);
  });
}

/**
 * Phrases from film subtitles in its training data that Whisper invents for silence. They count only if it
 * says nothing else.
 */
const endings = new Set(
  [
    ...['thank you for watching', 'thanks for watching', 'thank you very much for watching', 'thank you'],
    ...['thanks', 'please subscribe', 'please subscribe to my channel', 'like and subscribe', 'bye', 'you'],
    ...['see you next time', 'see you in the next video', 'the end', 'to be continued'],
    ...[
      'vielen dank',
      'vielen dank fürs zuschauen',
      'danke fürs zuschauen',
      'bis zum nächsten mal',
      'tschüss',
    ],
    ...['merci', 'merci davoir regardé', 'merci davoir regardé cette vidéo', 'gracias', 'gracias por ver'],
    ...[
      'gracias por ver el video',
      'gracias por ver el vídeo',
      'suscríbete',
      'obrigado por assistir',
      'obrigado',
    ],
    ...['grazie', 'grazie per la visione', 'grazie per aver guardato', 'bedankt voor het kijken'],
    ...['dziękuję za uwagę', 'dziękuję za oglądanie', 'спасибо за просмотр', 'продолжение следует'],
    ...[
      'ご視聴ありがとうございました',
      'おやすみなさい',
      '谢谢观看',
      '謝謝觀看',
      '시청해주셔서 감사합니다',
      '구독과 좋아요',
    ],
    ...['izlediğiniz için teşekkürler', 'tack för att ni tittade', 'takk for at du så på'],
  ].map(plain),
);
/** Credits of subtitle makers, in the languages in which Whisper produces them. */
const credits =
  /amara\s*\.?\s*org|(subtitles?|captions?|captioning|subtitling|transcri(?:bed|ption|pts?)|untertitel\p{L}*|sous-titr\p{L}*|subt[ií]tul\p{L}*|sottotitol\p{L}*|legenda[sd]\p{L}*|napisy|ondertitel\p{L}*|undertekst\p{L}*|undertexter|teksting|tekstitys|altyazı|feliratok?|titulky|субтитр\p{L}*|редактор|字幕\S*)\s*(©|:|by|von|im auftrag|der|par|réalisés?|fait|por|realizados?|a cura|di|pela|wykonan\p{L}*|stworzon\p{L}*|door|av|af|sdi|zdf|wdr|ard|srf|m\.?k\.?|создавал|сделал|делал|由|提供|志愿者)/iu;

/**
 * Why a listener would not believe a part: it is not speech, or it is a subtitle phrase that the sound does
 * not support.
 */
export function isBelieved(part: Heard, wholePiece: boolean, speechMs: number): boolean {
  const { averageLogProbability = 0, noSpeechProbability = 0 } = part;
  if (noSpeechProbability > silentProbability && averageLogProbability < worstLogProbability) return false;
  if (plainWords(part.text).length === 0) return false;
  const doubtful = speechMs < shortSpeechMs || averageLogProbability < phraseLogProbability;
  return !(wholePiece && doubtful && endings.has(plain(part.text)));
}

/**
 * Removes descriptions of sounds that are not speech ("[BLANK_AUDIO]", "(upbeat music)", "♪") and subtitle
 * credits.
 */
export function withoutTags(part: Heard): Heard {
  const untagged = part.text
    .replaceAll(/(^|\s)(\[[^\]]{0,60}\]|\([^)]{0,60}\)|\*[^*]{1,60}\*|♪[^♪]*♪?)(?=[\s.,;:!?]|$)/gu, '$1')
    .replaceAll(/\s+/g, ' ')
    .trim();
  const sentences = untagged.split(/(?<=[.!?。！？])\s+/u);
  const kept = sentences.filter((sentence) => !(credits.test(sentence) && plainWords(sentence).length <= 12));
  return withText(part, kept.join(' '));
}

/**
 * Removes a film ending after the last words, if its own words were not heard clearly: "… in the cache. Thank
 * you for watching."
 */
export function withoutEnding(part: Heard): Heard {
  const sentences = part.text.trim().split(/(?<=[.!?])\s+/u);
  const last = sentences.at(-1) ?? '';
  if (sentences.length < 2 || !endings.has(plain(last))) return part;
  const count = last.split(/\s+/).length;
  const chances = part.words.slice(-count).flatMap(({ probability }) => probability ?? []);
  const isClear = chances.length > 0 && Math.min(...chances) >= 0.7;
  return isClear ? part : withText(part, sentences.slice(0, -1).join(' '));
}

/** Whisper sometimes repeats its prompt as if it had been said. */
export function withoutEcho(part: Heard, prompt: string): Heard {
  const echoed = plainWords(prompt);
  const words = part.text.trim().split(/\s+/);
  if (echoed.length === 0 || !echoed.every((word, index) => plain(words[index] ?? '') === word)) return part;
  return withText(part, words.slice(echoed.length).join(' '));
}

/** "the cache the cache the cache the cache" → "the cache": a loop that another try did not remove. */
export function withoutLoops(part: Heard): Heard {
  let words = part.text.trim().split(/\s+/);
  let loop = loopAt(words.map(plain));
  if (!loop) return part;
  while (loop) {
    words = [...words.slice(0, loop.start + loop.size), ...words.slice(loop.end)];
    loop = loopAt(words.map(plain));
  }
  return withText(part, words.join(' '));
}

/** The part with less text and only the remaining words, in order. */
function withText(part: Heard, text: string): Heard {
  if (text === part.text) return part;
  const words: HeardWord[] = [];
  let at = 0;
  for (const wanted of text.split(/\s+/).filter(Boolean)) {
    const found = part.words.findIndex((word, index) => index >= at && word.text === wanted);
    if (found < 0) return { ...part, text, words: [] };
    words.push(part.words[found] ?? { text: wanted });
    at = found + 1;
  }
  return { ...part, text, words };
}

/**
 * Finds the same words over and over: up to four words at least four times in a row, more words (even whole
 * sentences) at least three times. The last repeat may be cut off at the end.
 */
function loopAt(words: readonly string[]): { start: number; size: number; end: number } | undefined {
  for (let size = 1; size <= words.length / 3; size++) {
    const repeats = size <= 4 ? 3 : 2;
    let run = 0;
    for (let index = size; index <= words.length; index++) {
      run = index < words.length && words[index] === words[index - size] ? run + 1 : 0;
      if (run >= size * repeats) {
        const start = index - run - size + 1;
        let end = index + 1;
        while (end < words.length && words[end] === words[end - size]) end++;
        return { start, size, end };
      }
    }
  }
  return undefined;
}

/** The compression ratio of the text: above 2.4 it repeats itself. Short texts never do. */
function compressionOf(text: string): number {
  const bytes = Buffer.byteLength(text);
  return bytes < 100 ? 0 : bytes / deflateRawSync(text).length;
}

export const plainWords = (text: string): string[] => text.split(/\s+/).map(plain).filter(Boolean);

function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s]/gu, '')
    .replace(/\s+/g, ' ')
    .trim();
}
