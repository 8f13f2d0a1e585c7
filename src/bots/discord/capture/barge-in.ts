/**
 * Tells within a fifth of a second that somebody has begun to talk while the bot speaks: 140 ms of sound as loud as
 * speech, at least 60 ms of it with a voice. A click is too short, and a cough is noise with no pitch. The limits are from
 * `npm run bench -- conversation`: a stricter one for the voice waits for the first vowel that is spoken clearly.
 */
import { voiceRateHz } from './opus.ts';

export type BargeIn = {
  /** Takes 16 kHz sound in order; true once it is speech. */
  push(pcm: Float32Array): boolean;
  /** The loudness of each 20 ms since the speech began. */
  loudness(): readonly number[];
  reset(): void;
};

const frameSamples = voiceRateHz / 50;
const leastFrames = 7;
const leastVoiced = 3;
/** So many quiet frames end a stretch. */
const mostQuiet = 4;
/** −45 dB of full scale. */
const audible = 10 ** (-45 / 20);
/** How alike two periods of a voice are (normalised autocorrelation), between 80 and 400 Hz. */
const voicedFrom = 0.5;

export function createBargeIn(): BargeIn {
  let frames: number[] = [];
  let loud = 0;
  let voiced = 0;
  let quiet = 0;
  let rest: Float32Array = new Float32Array();
  let before: Float32Array = new Float32Array(frameSamples);

  function reset(): void {
    frames = [];
    loud = 0;
    voiced = 0;
    quiet = 0;
  }
  function take(frame: Float32Array): void {
    const level = Math.sqrt(frame.reduce((sum, sample) => sum + sample * sample, 0) / frame.length);
    if (level >= audible) {
      frames.push(level);
      loud++;
      quiet = 0;
      if (isVoiced(before, frame)) voiced++;
    } else if (frames.length > 0) {
      frames.push(level);
      if (++quiet > mostQuiet) reset();
    }
    before = frame;
  }
  return {
    push(pcm) {
      const all = new Float32Array(rest.length + pcm.length);
      all.set(rest);
      all.set(pcm, rest.length);
      let from = 0;
      for (; from + frameSamples <= all.length; from += frameSamples)
        take(all.slice(from, from + frameSamples));
      rest = all.slice(from);
      return loud >= leastFrames && voiced >= leastVoiced;
    },
    loudness: () => frames,
    reset,
  };
}

function isVoiced(before: Float32Array, frame: Float32Array): boolean {
  const sound = new Float32Array(before.length + frame.length);
  sound.set(before);
  sound.set(frame, before.length);
  for (let lag = voiceRateHz / 400; lag <= voiceRateHz / 80; lag += 2) {
    let product = 0;
    let one = 0;
    let other = 0;
    for (let at = lag; at < sound.length; at++) {
      const [now, then] = [sound[at] ?? 0, sound[at - lag] ?? 0];
      product += now * then;
      one += now * now;
      other += then * then;
    }
    if (product > voicedFrom * Math.sqrt(one * other) && product > 0) return true;
  }
  return false;
}
