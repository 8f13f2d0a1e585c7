import type { SpeechSpan } from '../../domain.ts';

/** One frame of the detector: 512 samples at 16 kHz. */
export const frameSamples = 512;
export const frameMs = 32;

/**
 * Speech begins at this probability and continues until it falls below the lower one (the values that Silero
 * recommends).
 */
export const startProbability = 0.5;
export const endProbability = 0.35;
/** Shorter bursts are clicks and coughs. */
const minSpeechMs = 250;
/** A shorter gap is not a pause: the speech on both sides is one span. */
const minPauseMs = 250;
/** Sound below this (about -50 dBFS) is never taken for speech, whatever the model says. */
export const rmsFloor = 10 ** (-50 / 20);

/**
 * Turns the probability of speech in each frame into spans. `loudness` is the root mean square of each frame:
 * a span that stays below the floor is dropped.
 */
export function spansFromFrames(
  probabilities: ArrayLike<number>,
  loudness: ArrayLike<number>,
  durationMs: number,
): SpeechSpan[] {
  const runs: { start: number; end: number }[] = [];
  let start = -1;
  for (let frame = 0; frame <= probabilities.length; frame++) {
    const probability = probabilities[frame] ?? 0;
    if (start < 0 && probability >= startProbability) start = frame;
    else if (start >= 0 && probability < endProbability) {
      runs.push({ start: backToOnset(probabilities, start, runs.at(-1)?.end ?? 0), end: frame });
      start = -1;
    }
  }
  const merged: { start: number; end: number }[] = [];
  for (const run of runs) {
    const last = merged.at(-1);
    if (last && (run.start - last.end) * frameMs < minPauseMs) last.end = run.end;
    else merged.push({ ...run });
  }
  return merged
    .filter((run) => (run.end - run.start) * frameMs >= minSpeechMs && loudest(loudness, run) >= rmsFloor)
    .map((run) => ({ startMs: run.start * frameMs, endMs: Math.min(run.end * frameMs, durationMs) }));
}

/**
 * Frames just before the start that were already more likely speech than not belong to the first sound of the
 * word.
 */
function backToOnset(probabilities: ArrayLike<number>, start: number, floor: number): number {
  let onset = start;
  while (onset > floor && (probabilities[onset - 1] ?? 0) >= endProbability) onset--;
  return onset;
}

function loudest(loudness: ArrayLike<number>, run: { start: number; end: number }): number {
  let most = 0;
  for (let frame = run.start; frame < run.end; frame++) most = Math.max(most, loudness[frame] ?? 0);
  return most;
}

/** Root mean square of each frame; the last may be shorter. */
export function loudnessOfFrames(pcm: Float32Array): Float32Array {
  return Float32Array.from({ length: Math.ceil(pcm.length / frameSamples) }, (_, frame) => {
    const part = pcm.subarray(frame * frameSamples, (frame + 1) * frameSamples);
    let sum = 0;
    for (const sample of part) sum += sample * sample;
    return Math.sqrt(sum / part.length);
  });
}
