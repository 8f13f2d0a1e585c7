/** Puts pauses into recorded answers, where people pause while they think: each kind is counted by itself. */
import { spawnSync } from 'node:child_process';
import { decodeAudio } from '../../src/bots/audio/decode-audio.ts';
import { sentenceState } from '../../src/bots/discord/capture/endpointing.ts';
import type { TranscriptWord } from '../../src/domain.ts';
import type { Pcm } from '../../src/models/ports.ts';

/**
 * `open`: behind a word that wants another; `mid-sentence`: behind any other word within a sentence; `clause`: behind a comma;
 * `filler`: behind an "um" or a "so" that was put there; `sentence`: between two sentences.
 */
export type PauseKind = 'open' | 'mid-sentence' | 'clause' | 'filler' | 'sentence';
export type Pause = { kind: PauseKind; fromMs: number; toMs: number };
export type Paused = { sound: Pcm; pauses: Pause[] };

export const perMs = 16;
const lengthsMs: Record<PauseKind, readonly number[]> = {
  open: [1_000, 2_000, 3_000, 4_000, 5_000],
  'mid-sentence': [1_000, 2_000, 3_000, 4_000, 5_000],
  clause: [1_000, 2_000, 3_000, 4_000, 5_000],
  filler: [1_000, 2_000, 3_000, 4_000, 5_000],
  // Between sentences nobody can hear that there is more to come.
  sentence: [800, 1_200, 1_600, 2_000, 3_000],
};
const beginsMs = 3_000;
const endsMs = 2_000;
const apartMs = 3_500;
const searchMs = 120;
const fadeMs = 8;

/** Variants of an answer with pauses; each has every third place or so, so that no pause is close to another. */
export function paused(
  pcm: Pcm,
  words: readonly TranscriptWord[],
  variant: number,
  fillers: readonly Pcm[],
): Paused {
  const parts: Pcm[] = [];
  const pauses: Pause[] = [];
  let from = 0;
  let lengthMs = 0;
  const add = (part: Pcm) => {
    parts.push(part);
    lengthMs += part.length / perMs;
  };
  for (const [index, { endMs, kind: found }] of placesIn(pcm, words, variant).entries()) {
    const turn = index + variant;
    const filler = found !== 'sentence' && turn % 3 === 0 ? fillers[turn % fillers.length] : undefined;
    const kind = filler ? 'filler' : found;
    add(faded(pcm.subarray(from, endMs * perMs)));
    from = endMs * perMs;
    if (filler) {
      add(new Float32Array(150 * perMs));
      add(filler);
    }
    const pauseMs = lengthsMs[kind][(turn * 2 + variant) % lengthsMs[kind].length] ?? 1_000;
    pauses.push({ kind, fromMs: lengthMs, toMs: lengthMs + pauseMs });
    add(new Float32Array(pauseMs * perMs));
  }
  add(pcm.subarray(from));
  add(new Float32Array(2_000 * perMs));
  const sound = new Float32Array(Math.round(lengthMs * perMs));
  let at = 0;
  for (const part of parts) {
    sound.set(part, at);
    at += part.length;
  }
  return { sound, pauses };
}

function placesIn(pcm: Pcm, words: readonly TranscriptWord[], variant: number) {
  const places: { endMs: number; kind: PauseKind }[] = [];
  let nextMs = beginsMs + 1_200 * variant;
  for (const { text, endMs } of words) {
    if (endMs < nextMs || endMs > pcm.length / perMs - endsMs) continue;
    places.push({ endMs: quietestNear(pcm, endMs), kind: kindOf(text) });
    nextMs = endMs + apartMs;
  }
  return places;
}

function kindOf(word: string): PauseKind {
  if (/[.!?]$/.test(word)) return 'sentence';
  if (/[,;:]$/.test(word)) return 'clause';
  return sentenceState(`It is ${word}.`) === 'open' ? 'open' : 'mid-sentence';
}

/** The quietest 10 ms near the end of a word, whose time is known only roughly. */
function quietestNear(pcm: Pcm, ms: number): number {
  let best = ms;
  let least = Infinity;
  for (let at = ms - searchMs; at <= ms + searchMs; at += 5) {
    const level = pcm
      .subarray((at - 5) * perMs, (at + 5) * perMs)
      .reduce((sum, sample) => sum + sample * sample, 0);
    if (level < least) [best, least] = [at, level];
  }
  return Math.round(best);
}

/** Without a click at its end. */
function faded(part: Pcm): Pcm {
  const soft = part.slice();
  const length = fadeMs * perMs;
  for (let at = 1; at <= Math.min(length, soft.length); at++)
    soft[soft.length - at] = (soft[soft.length - at] ?? 0) * (at / length);
  return soft;
}

/** "um" and the like, by espeak-ng; none where it is not installed. */
export async function spokenFillers(): Promise<Pcm[]> {
  const fillers: Pcm[] = [];
  for (const text of ['um', 'uh', 'and, um', 'so, uh', 'because', 'so first']) {
    const made = spawnSync('espeak-ng', ['-v', 'en-us', '-s', '120', '--stdout', text], {
      maxBuffer: 10_000_000,
    });
    if (made.status !== 0) return [];
    const { pcm } = await decodeAudio(made.stdout, { maxSeconds: 10, maxBytes: 10_000_000 });
    fillers.push(trimmed(pcm));
  }
  return fillers;
}

function trimmed(pcm: Pcm): Pcm {
  const isLoud = (sample: number) => Math.abs(sample) > 0.01;
  return pcm.slice(Math.max(0, pcm.findIndex(isLoud)), pcm.findLastIndex(isLoud) + 1);
}
