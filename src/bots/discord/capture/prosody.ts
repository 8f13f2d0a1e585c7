/** How a stretch of speech ends: whoever has finished a sentence lets pitch and loudness fall. */
import { voiceRateHz } from './opus.ts';

/** Pitch is below 400 Hz: half the rate is enough, and a quarter of the work. */
const rateHz = voiceRateHz / 2;

/** Both compare the last voiced tenths of a second with the speech before: semitones, and decibels; negative: it falls. */
export type Cadence = { pitch: number; loudness: number };

const hop = rateHz / 50;
const window = (rateHz * 40) / 1_000;
const [lowestHz, highestHz] = [70, 400];
/** How alike two periods of a voice are (normalised autocorrelation). */
const voicedFrom = 0.55;
const lastFrames = 8;
const leastFrames = 15;
/** So much sound before the end is looked at. */
const cadenceMs = 2_500;

/** Null when too little of it is voiced. The sound ends where the speech ends, or soon after. */
export function cadenceOf(sound: Float32Array): Cadence | null {
  const pcm = halved(sound.subarray(Math.max(0, sound.length - (cadenceMs * voiceRateHz) / 1_000)));
  const voiced: { semitones: number; decibels: number }[] = [];
  for (let from = 0; from + window <= pcm.length; from += hop) {
    const frame = pcm.subarray(from, from + window);
    const level = Math.sqrt(frame.reduce((sum, sample) => sum + sample * sample, 0) / window);
    if (level < 10 ** (-50 / 20)) continue;
    const hz = pitchOf(frame);
    if (hz !== null) voiced.push({ semitones: 12 * Math.log2(hz / 100), decibels: 20 * Math.log10(level) });
  }
  if (voiced.length < leastFrames) return null;
  const [before, last] = [voiced.slice(0, -lastFrames), voiced.slice(-lastFrames)];
  const differs = (measure: 'semitones' | 'decibels') =>
    medianOf(last.map((frame) => frame[measure])) - medianOf(before.map((frame) => frame[measure]));
  return { pitch: differs('semitones'), loudness: differs('decibels') };
}

function pitchOf(frame: Float32Array): number | null {
  let best = 0;
  let bestLag = 0;
  for (let lag = Math.floor(rateHz / highestHz); lag <= rateHz / lowestHz; lag++) {
    let [product, one, other] = [0, 0, 0];
    for (let at = lag; at < frame.length; at++) {
      const [now, then] = [frame[at] ?? 0, frame[at - lag] ?? 0];
      product += now * then;
      one += now * now;
      other += then * then;
    }
    const alike = product / Math.sqrt(one * other);
    // A longer period must be clearly better: two periods are as alike as one.
    if (alike > best * 1.05) [best, bestLag] = [alike, lag];
  }
  return best < voicedFrom ? null : rateHz / bestLag;
}

const halved = (pcm: Float32Array): Float32Array =>
  Float32Array.from(
    { length: Math.floor(pcm.length / 2) },
    (_, at) => ((pcm[at * 2] ?? 0) + (pcm[at * 2 + 1] ?? 0)) / 2,
  );

const medianOf = (values: readonly number[]): number =>
  [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
