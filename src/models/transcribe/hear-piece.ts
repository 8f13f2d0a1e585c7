import { count } from '../../metrics.ts';
import { type Pcm, sampleRate } from '../ports.ts';
import { withFillers } from './fillers.ts';
import {
  isBelieved,
  type Objection,
  objections,
  objectionTo,
  plainWords,
  withoutEcho,
  withoutEnding,
  withoutLoops,
  withoutTags,
} from './guards.ts';
import { halvesOf, type Piece, speechMsOf } from './pieces.ts';
import type { Heard, RecogniseOptions, Recogniser } from './recogniser.ts';
import { textLengthMs } from './word-lengths.ts';

/** What was heard in a piece. `open`: the objections that remain after every way of listening. */
export type HeardPiece = {
  piece: Piece;
  language: string | null;
  heard: Heard[];
  open: Objection | undefined;
};

/** Keeps "um" and "uh" in what Whisper writes. */
const fillerPrompt = 'Um, uh, hmm, er, ah.';
/** How much of the preceding text the recogniser gets as a prompt. */
const wordsOfContext = 25;
/** Clear speech has a mean log-probability of −0.1 to −0.2. */
const sureLikelihood = -0.25;

export type SoundToHear = {
  recogniser: Recogniser;
  pcm: Pcm;
  signal: AbortSignal | undefined;
};

/**
 * Recognises a piece and, if the result cannot be what was said, tries again: without a prompt, then in
 * halves. The best result counts. If the recogniser was not sure, it is also asked a second time. `before` is
 * what was said just before, without a pause.
 */
export async function hearPiece(
  piece: Piece,
  language: string,
  before: string,
  listening: SoundToHear,
): Promise<HeardPiece> {
  const tail = before.split(/\s+/).slice(-wordsOfContext).join(' ');
  const fillers = language === 'auto' || language === 'en' ? fillerPrompt : '';
  const first = await hearOnce(piece, { language, prompt: `${fillers} ${tail}`.trim() }, listening);
  if (!first.open && likelihood(first) >= sureLikelihood) return first;
  const plain = await hearOnce(piece, { language: first.language ?? language, prompt: '' }, listening);
  let best = isBetter(plain, first) ? withFillersOf(plain, first) : first;
  if (best.open) {
    const halves = await hearHalves(piece, language, listening);
    if (halves && isBetter(halves, best)) best = halves;
    // Two ways of listening agree, so there are no more words: some people speak slowly.
    else if (halves && best.open === 'uncovered' && saysTheSame(halves, best))
      best = { ...best, open: undefined };
  }
  return best;
}

/**
 * Recognises a piece in halves because it has fewer words than the same voice says elsewhere in that time.
 * Returns the halves if they have clearly more words and no objection, otherwise the piece as it is.
 */
export async function hearMore(
  heard: HeardPiece,
  language: string,
  listening: SoundToHear,
): Promise<HeardPiece> {
  const halves = await hearHalves(heard.piece, language, listening);
  if (!halves || halves.open) return heard;
  return textLengthMs(heardWords(halves)) - textLengthMs(heardWords(heard)) > clearlyMoreMs ? halves : heard;
}
const clearlyMoreMs = 1_000;

export const heardWords = ({ heard }: HeardPiece): string => heard.map(({ text }) => text).join(' ');

/** Nine words in ten are the same. */
function saysTheSame(one: HeardPiece, other: HeardPiece): boolean {
  const [words, others] = [one, other].map((each) => plainWords(heardWords(each)));
  const all = Math.max(words?.length ?? 0, others?.length ?? 0);
  const known = new Set(others);
  return (words?.filter((word) => known.has(word)).length ?? 0) >= 0.9 * all;
}

async function hearOnce(
  piece: Piece,
  options: Omit<RecogniseOptions, 'signal'>,
  { recogniser, pcm, signal }: SoundToHear,
): Promise<HeardPiece> {
  signal?.throwIfAborted();
  const from = Math.round((piece.startMs / 1000) * sampleRate);
  const sound = pcm.slice(from, Math.round((piece.endMs / 1000) * sampleRate));
  const { language, heard } = await recogniser.recognise(sound, { ...options, ...(signal && { signal }) });
  const parts = heard
    .map((part) => withoutEnding(withoutTags(withoutEcho(part, options.prompt))))
    .filter((part) => part.text !== '');
  const speechMs = speechMsOf(piece.spans);
  const open = objectionTo(parts, speechMs);
  if (open) count('greenroom_transcriber_objections_total', { reason: open });
  const believed = parts.filter((part) => isBelieved(part, parts.length === 1, speechMs));
  return { piece, language, heard: believed, open };
}

async function hearHalves(
  piece: Piece,
  language: string,
  listening: SoundToHear,
): Promise<HeardPiece | undefined> {
  const halves: HeardPiece[] = [];
  for (const half of halvesOf(piece, listening.pcm))
    halves.push(await hearOnce(half, { language, prompt: '' }, listening));
  // A recogniser that returns the same text for both halves has heard neither.
  const [first, second] = halves.map(heardWords);
  if (first === undefined || (first === second && first.includes(' '))) return undefined;
  const offset = (ms: number, half: Piece) => ms + half.startMs - piece.startMs;
  const heard = halves.flatMap(({ piece: half, heard: parts }) =>
    parts.map((part) => ({
      ...part,
      words: part.words.map(({ startMs, endMs, ...word }) => ({
        ...word,
        ...(startMs !== undefined && { startMs: offset(startMs, half) }),
        ...(endMs !== undefined && { endMs: offset(endMs, half) }),
      })),
    })),
  );
  const open = objections.find((objection) => halves.some((half) => half.open === objection));
  return { piece, language: halves[0]?.language ?? null, heard, open };
}

/** Without a prompt a recogniser leaves out "um" and "uh": the ones heard with the prompt are put back. */
function withFillersOf(plain: HeardPiece, prompted: HeardPiece): HeardPiece {
  const [part, ...more] = plain.heard;
  const [other, ...others] = prompted.heard;
  if (!part || !other || more.length > 0 || others.length > 0 || prompted.open === 'loop') return plain;
  return { ...plain, heard: [withFillers(part, other)] };
}

/** Fewer objections first; among equals, the one that the recogniser finds more likely. */
function isBetter(one: HeardPiece, other: HeardPiece): boolean {
  const [rank, otherRank] = [rankOf(one), rankOf(other)];
  return rank === otherRank ? likelihood(one) > likelihood(other) : rank > otherRank;
}

const rankOf = ({ open }: HeardPiece): number => (open ? objections.indexOf(open) : objections.length);

/** The mean over the words; 0 if the recogniser does not report probabilities. */
function likelihood({ heard }: HeardPiece): number {
  const words = heard.reduce((sum, part) => sum + part.text.split(/\s+/).length, 0);
  const sum = heard.reduce(
    (total, part) => total + (part.averageLogProbability ?? 0) * part.text.split(/\s+/).length,
    0,
  );
  return words === 0 ? Number.NEGATIVE_INFINITY : sum / words;
}

/**
 * Too few words are still kept if the recogniser is this sure of them, or reports no probability: some people
 * speak slowly.
 */
const sureLogProbability = -0.25;

/** What may be kept of a piece that remains in doubt; empty if the words cannot have been said. */
export function believedIn({ heard, open }: HeardPiece): Heard[] {
  if (open === 'too-fast') return [];
  if (open === 'too-few')
    return heard.filter(({ averageLogProbability: chance = 0 }) => chance >= sureLogProbability);
  return heard.map(withoutLoops);
}
