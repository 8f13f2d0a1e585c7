import { notUnderstood, type SpeechSpan, type TranscriptSegment, type TranscriptWord } from '../../domain.ts';
import { CoachError } from '../../errors.ts';
import { type Pcm, type SpeechDetector, sampleRate, type Transcriber } from '../ports.ts';
import { stoppable } from '../stoppable.ts';
import { asSaid } from './as-said.ts';
import { correctTerms, type ExpectedTerm, soundingTerms } from './correct-terms.ts';
import { plainWords } from './guards.ts';
import {
  believedIn,
  type HeardPiece,
  heardWords,
  hearMore,
  hearPiece,
  type SoundToHear,
} from './hear-piece.ts';
import { joinedText } from './join-pieces.ts';
import { layWords } from './lay-words.ts';
import { type Piece, piecesOf, speechMsOf } from './pieces.ts';
import type { Heard, HeardWord, Recogniser } from './recogniser.ts';
import { textLengthMs, uncoveredMs } from './word-lengths.ts';

/** The language is not detected from less speech than this: it may be no more than "um". */
const leastSpeechForLanguageMs = 1_500;
/** So much speech is enough to detect it from the first piece, which is heard first in any case. */
const enoughSpeechForLanguageMs = 4_000;
const defaultLanguage = 'en';
/** A sentence may continue across a gap shorter than this. */
const sameBreathMs = 700;
/** A pace needs two more pieces that are not short; voices keep it within a tenth. */
const leastSpeechForPaceMs = 4_000;
const leastPieces = 2;
const slack = 0.9;
/** Unintelligible speech of at least this length is shown as such. */
const noticedMs = 1_500;

/**
 * Makes a transcriber from a recogniser. It sends only speech, piece by piece; believes the text only if it
 * can have been said; gives the words times; and corrects words that sound like expected terms. Throws
 * `no_speech` when nothing was said.
 */
export function createTranscriber(
  recogniser: Recogniser,
  detector: SpeechDetector,
  settings: { language: string },
): Transcriber {
  /** What was heard by a server that names no language is only assumed to be English. */
  let namesLanguages = false;
  return {
    name: recogniser.name,
    transcribe: (pcm, { language = settings.language, speech, signal, ...known } = {}) =>
      stoppable(signal, async () => {
        const { hints = [], before = '', languageSoFar = 'auto' } = known;
        const spans = speech ? [...speech] : await detector.detect(pcm, signal && { signal });
        const listening = { recogniser, pcm, signal };
        const set = language === 'auto' && namesLanguages ? languageSoFar : language;
        const heard = await hearAll(piecesOf(spans, pcm), set, before, listening);
        const { pieces, language: spoken } = heard;
        namesLanguages ||= heard.isNamed;
        const terms = soundingTerms(hints);
        const segments = segmentsOf(pieces, terms, pcm);
        if (segments.every(({ text }) => text === notUnderstood))
          throw new CoachError('no_speech', 'fault.nothing-understood');
        return {
          text: segments.map((segment) => segment.text).join(' '),
          language: spoken,
          model: recogniser.name,
          segments,
          speech: spans,
          durationMs: Math.round((pcm.length / sampleRate) * 1000),
        };
      }),
    close: () => recogniser.close(),
  };
}

/**
 * Recognises every piece in one language: the one that is set, or that of the first piece with enough speech, or else of the
 * piece with the most.
 */
async function hearAll(
  pieces: readonly Piece[],
  set: string,
  said: string,
  listening: SoundToHear,
): Promise<{ pieces: HeardPiece[]; language: string; isNamed: boolean }> {
  const telling = set === 'auto' ? pieceThatTells(pieces) : undefined;
  const saidBefore = telling === pieces[0] ? said : '';
  const first = telling && (await hearPiece(telling, 'auto', saidBefore, listening));
  // A server that names no language is asked without one each time, and the answer is assumed to be English.
  const asked = set === 'auto' ? (first ? (first.language ?? 'auto') : defaultLanguage) : set;
  const hear: HearOne = async (piece, before) =>
    first && piece === telling && (before ?? saidBefore) === saidBefore
      ? first
      : await hearPiece(piece, asked, before ?? '', listening);
  const { atOnce = 1 } = listening.recogniser;
  const heard = atOnce > 1 ? await hearTogether(pieces, hear, atOnce) : await hearInTurn(pieces, said, hear);
  const language = asked === 'auto' ? defaultLanguage : asked;
  for (const [index, piece] of heard.entries())
    if (language === defaultLanguage && isShort(piece, heard))
      heard[index] = await hearMore(piece, language, listening);
  return { pieces: heard, language, isNamed: typeof first?.language === 'string' };
}

function pieceThatTells(pieces: readonly Piece[]): Piece | undefined {
  const [first, ...others] = pieces;
  if (first && speechMsOf(first.spans) >= enoughSpeechForLanguageMs) return first;
  const longest = others.reduce<Piece | undefined>(
    (most, piece) => (most && speechMsOf(most.spans) >= speechMsOf(piece.spans) ? most : piece),
    first,
  );
  return longest && speechMsOf(longest.spans) >= leastSpeechForLanguageMs ? longest : undefined;
}

/** `before`: what was said in the same breath, if it is known. */
type HearOne = (piece: Piece, before: string | undefined) => Promise<HeardPiece>;

/** A piece that continues a sentence is heard with what came before it; `said`: what was said before all of them. */
async function hearInTurn(pieces: readonly Piece[], said: string, hear: HearOne): Promise<HeardPiece[]> {
  const heard: HeardPiece[] = [];
  for (const [index, piece] of pieces.entries()) {
    const before = index === 0 ? said || undefined : textOf(heard.at(-1));
    heard.push(await hear(piece, index === 0 || flowsInto(pieces, index) ? before : undefined));
  }
  return heard;
}

/** Side by side, without what came before; in order all the same. */
async function hearTogether(pieces: readonly Piece[], hear: HearOne, atOnce: number): Promise<HeardPiece[]> {
  const heard: HeardPiece[] = [];
  const left = pieces.entries();
  const hearNext = async () => {
    for (const [index, piece] of left) heard[index] = await hear(piece, undefined);
  };
  await Promise.all(Array.from({ length: atOnce }, hearNext));
  return heard;
}

/** Whether a piece has clearly fewer words than the same voice says elsewhere in as much speech. */
function isShort(piece: HeardPiece, all: readonly HeardPiece[]): boolean {
  const paces = all
    .filter((each) => each !== piece && !each.open && speechMsOf(each.piece.spans) >= leastSpeechForPaceMs)
    .map((each) => textLengthMs(heardWords(each)) / speechMsOf(each.piece.spans))
    .sort((one, other) => one - other);
  const pace = paces[Math.floor(paces.length / 2)];
  if (piece.open || pace === undefined || paces.length < leastPieces) return false;
  return uncoveredMs(heardWords(piece), speechMsOf(piece.piece.spans), pace * slack) > 0;
}

/** Whether a piece begins in the same breath as the one before it ends. */
function flowsInto(pieces: readonly Piece[], index: number): boolean {
  const end = pieces[index - 1]?.spans.at(-1)?.endMs;
  const start = pieces[index]?.spans[0]?.startMs;
  return end !== undefined && start !== undefined && start - end < sameBreathMs;
}

/** What was heard in a piece, unless it is in doubt: a doubtful text would spoil the next piece too. */
const textOf = (piece: HeardPiece | undefined): string =>
  piece && !piece.open ? piece.heard.map(({ text }) => text).join(' ') : '';

function segmentsOf(
  pieces: readonly HeardPiece[],
  terms: readonly ExpectedTerm[],
  pcm: Pcm,
): TranscriptSegment[] {
  const segments: TranscriptSegment[] = [];
  for (const [index, heard] of pieces.entries()) {
    const parts = believedIn(heard);
    if (parts.length === 0) {
      if (isMissed(heard)) segments.push(missedSegment(heard.piece));
      continue;
    }
    const flows = flowsInto(
      pieces.map(({ piece }) => piece),
      index,
    );
    const last = segments.at(-1);
    for (const [at, part] of parts.entries()) {
      const segment = segmentOf(part, parts, heard.piece, terms, pcm);
      if (at === 0 && flows && last && last.text !== notUnderstood) joinedText(last, segment);
      segments.push(segment);
    }
    if (heard.open === 'uncovered') segments.push(endSegment(heard.piece, segments.at(-1)));
  }
  return segments;
}

/** The detector took noise for speech; the recogniser itself says that there are no words. */
function isMissed({ piece, heard, open }: HeardPiece): boolean {
  const isNoise = heard.some(({ noSpeechProbability = 0 }) => noSpeechProbability > 0.6);
  return open !== undefined && !isNoise && speechMsOf(piece.spans) > noticedMs;
}

const missedSegment = ({ spans, startMs, endMs }: Piece): TranscriptSegment => ({
  startMs: spans[0]?.startMs ?? startMs,
  endMs: spans.at(-1)?.endMs ?? endMs,
  text: notUnderstood,
  words: [],
  averageLogProbability: worstLogProbability,
});
/** If fewer words were heard than were said, it is usually the last ones that are missing. */
const endSegment = (piece: Piece, last: TranscriptSegment | undefined): TranscriptSegment => {
  const missed = missedSegment(piece);
  return { ...missed, startMs: Math.min(missed.endMs, last?.endMs ?? missed.startMs) };
};
/** The mark for unintelligible words; its probability is the lowest. */
const worstLogProbability = -2;

function segmentOf(
  part: Heard,
  all: readonly Heard[],
  piece: Piece,
  terms: readonly ExpectedTerm[],
  pcm: Pcm,
): TranscriptSegment {
  const words = correctTerms(timedWords(part, all, piece, pcm).flatMap(asSaid), terms);
  const { averageLogProbability, noSpeechProbability } = part;
  return {
    startMs: words[0]?.startMs ?? piece.startMs,
    endMs: words.at(-1)?.endMs ?? piece.endMs,
    text: words.map(({ text }) => text).join(' '),
    words,
    ...(averageLogProbability !== undefined && { averageLogProbability }),
    ...(noSpeechProbability !== undefined && { noSpeechProbability }),
  };
}

/**
 * The recogniser's own times if they are plausible; otherwise the words are spread over the speech of the
 * piece.
 */
function timedWords(part: Heard, all: readonly Heard[], piece: Piece, pcm: Pcm): TranscriptWord[] {
  // If the words leave something out, the text is used, so that nothing is lost.
  const said = part.words.map(({ text }) => text).join(' ');
  const heard: HeardWord[] =
    plainWords(said).join('') === plainWords(part.text).join('')
      ? part.words
      : part.text
          .split(/\s+/)
          .filter(Boolean)
          .map((text) => ({ text }));
  const inPiece = (ms: number) =>
    Math.round(Math.min(piece.endMs, Math.max(piece.startMs, piece.startMs + ms)));
  const timed = heard.flatMap(({ startMs, endMs, ...word }) =>
    startMs === undefined || endMs === undefined
      ? []
      : [{ ...word, startMs: inPiece(startMs), endMs: inPiece(endMs) }],
  );
  if (timed.length === heard.length && areTimes(timed)) return timed;
  const untimed = heard.map(({ text, probability }) => ({
    text,
    ...(probability !== undefined && { probability }),
  }));
  return layWords(untimed, all.length === 1 ? piece.spans : spansOf(part, all, piece), pcm);
}

/** In order, each with a positive length. */
const areTimes = (words: readonly TranscriptWord[]): boolean =>
  words.every(({ startMs, endMs }, index) => endMs > startMs && startMs >= (words[index - 1]?.startMs ?? 0));

/** The share of a piece's speech that a part without times gets, in proportion to its length. */
function spansOf(part: Heard, all: readonly Heard[], piece: Piece): SpeechSpan[] {
  const letters = all.reduce((sum, each) => sum + each.text.length, 0);
  const before = all.slice(0, all.indexOf(part)).reduce((sum, each) => sum + each.text.length, 0);
  const speechMs = speechMsOf(piece.spans);
  let [skip, take] = [(before / letters) * speechMs, (part.text.length / letters) * speechMs];
  const spans: SpeechSpan[] = [];
  for (const span of piece.spans) {
    const startMs = span.startMs + Math.min(skip, span.endMs - span.startMs);
    skip -= startMs - span.startMs;
    const endMs = Math.min(span.endMs, startMs + take);
    take -= endMs - startMs;
    if (endMs > startMs) spans.push({ startMs, endMs });
  }
  return spans;
}
