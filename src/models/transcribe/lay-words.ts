import type { SpeechSpan, TranscriptWord } from '../../domain.ts';
import { type Pcm, sampleRate } from '../ports.ts';
import { wordLengthMs } from './word-lengths.ts';

export type UntimedWord = Pick<TranscriptWord, 'text' | 'probability'>;

const frameMs = 20;
const frameSamples = (frameMs / 1000) * sampleRate;
/** How far a boundary may be from where the word lengths alone would put it, in frames. */
const mostDrift = 45;
/** The weight of a quiet boundary against a word length that does not fit. */
const quietWorth = 1.1;
/** The weight of a pause as a boundary; more if the text has a comma or a full stop there. */
const pauseWorth = 0.7;
const pauseAtStopWorth = 1.6;

type Frame = { startMs: number; loudness: number; pauseBefore: boolean };

/**
 * Gives words times: spreads them in order over the speech, so that each takes about as long as it sounds and
 * begins where it is quiet. No word falls into a pause. Used for all recognisers, including those without
 * times.
 */
export function layWords(
  words: readonly UntimedWord[],
  spans: readonly SpeechSpan[],
  pcm: Pcm,
): TranscriptWord[] {
  const frames = framesOf(spans, pcm);
  if (words.length === 0) return [];
  if (frames.length < words.length) return squeezed(words, spans);
  const lengths = lengthsOf(words, frames.length);
  const boundaries = bestBoundaries(words, lengths, frames);
  return words.map((word, index) => {
    const from = boundaries[index] ?? 0;
    const to = boundaries[index + 1] ?? frames.length;
    const [startMs, endMs] = withoutPause(frames, from, to);
    return { ...word, startMs: Math.round(startMs), endMs: Math.round(endMs) };
  });
}

function framesOf(spans: readonly SpeechSpan[], pcm: Pcm): Frame[] {
  const frames: Frame[] = [];
  for (const span of spans) {
    for (let startMs = span.startMs; startMs < span.endMs; startMs += frameMs) {
      const from = Math.round((startMs / 1000) * sampleRate);
      let sum = 1e-9;
      for (const sample of pcm.subarray(from, from + frameSamples)) sum += sample * sample;
      frames.push({ startMs, loudness: 10 * Math.log10(sum), pauseBefore: startMs === span.startMs });
    }
  }
  const sorted = frames.map(({ loudness }) => loudness).sort((one, other) => one - other);
  const [low, high] = [
    sorted[Math.floor(sorted.length * 0.05)] ?? 0,
    sorted[Math.floor(sorted.length * 0.9)] ?? 1,
  ];
  for (const frame of frames)
    frame.loudness = Math.min(1, Math.max(0, (frame.loudness - low) / Math.max(1, high - low)));
  return frames;
}

/** How many frames each word takes judging by its sounds, scaled so that together they fill the speech. */
function lengthsOf(words: readonly UntimedWord[], frames: number): number[] {
  const lengths = words.map(({ text }) => wordLengthMs(text));
  const sum = lengths.reduce((total, length) => total + length, 0);
  return lengths.map((length) => (length / sum) * frames);
}

/** Dynamic programming over where each word ends; `boundaries[n]` is the first frame after word n − 1. */
function bestBoundaries(
  words: readonly UntimedWord[],
  lengths: readonly number[],
  frames: readonly Frame[],
): number[] {
  let centre = 0;
  type Place = { at: number; cost: number; before: Place | undefined };
  let places: Place[] = [{ at: 0, cost: 0, before: undefined }];
  for (const [index, length] of lengths.entries()) {
    centre += length;
    const isLast = index === lengths.length - 1;
    const wordsLeft = lengths.length - 1 - index;
    const from = isLast ? frames.length : Math.max(index + 1, Math.round(centre) - mostDrift);
    const to = isLast ? frames.length : Math.min(frames.length - wordsLeft, Math.round(centre) + mostDrift);
    const next: Place[] = [];
    for (let at = from; at <= to; at++) {
      const joint = isLast ? 0 : jointCost(words[index]?.text ?? '', frames, at);
      let best: Place | undefined;
      for (const place of places) {
        if (place.at >= at) break;
        const off = (at - place.at - length) / (0.45 * length + 3);
        const cost = place.cost + off * off + joint;
        if (!best || cost < best.cost) best = { at, cost, before: place };
      }
      if (best) next.push(best);
    }
    if (next.length > 0) places = next;
  }
  const boundaries: number[] = [];
  const end = places.reduce((best, place) => (place.cost < best.cost ? place : best));
  for (let place: Place | undefined = end; place; place = place.before) boundaries.push(place.at);
  return boundaries.reverse();
}

function jointCost(text: string, frames: readonly Frame[], at: number): number {
  const quiet = Math.min(frames[at]?.loudness ?? 0, frames[at - 1]?.loudness ?? 0);
  if (!frames[at]?.pauseBefore) return quietWorth * quiet;
  return -(/[.,;:?!]$/.test(text) ? pauseAtStopWorth : pauseWorth);
}

/** A word is said in one go: if a pause falls inside it, it keeps the longer side. */
function withoutPause(frames: readonly Frame[], from: number, to: number): [number, number] {
  let [best, start] = [[from, from] as [number, number], from];
  for (let at = from + 1; at <= to; at++) {
    if (at < to && !frames[at]?.pauseBefore) continue;
    if (at - start > best[1] - best[0]) best = [start, at];
    start = at;
  }
  const first = frames[best[0]]?.startMs ?? 0;
  const last = frames[Math.max(best[0], best[1] - 1)]?.startMs ?? first;
  return [first, last + frameMs];
}

/** More words than frames: nobody speaks that fast, but each still gets an equal share. */
function squeezed(words: readonly UntimedWord[], spans: readonly SpeechSpan[]): TranscriptWord[] {
  const startMs = spans[0]?.startMs ?? 0;
  const endMs = spans.at(-1)?.endMs ?? startMs;
  const share = (endMs - startMs) / words.length;
  return words.map((word, index) => ({
    ...word,
    startMs: Math.round(startMs + index * share),
    endMs: Math.round(startMs + (index + 1) * share),
  }));
}
