import type { Pcm, SpeechDetector } from '../ports.ts';

const audiblePeak = 0.3;
/** Less than this, and it was not an answer but a murmur in the room. */
const leastSpeechMs = 500;

/**
 * Why there is no speech in a sound: a voice speaks in it, but so quietly that it cannot be told from noise. False for
 * silence, for noise, and for sound that is loud enough.
 */
export async function isTooQuiet(
  pcm: Pcm,
  detector: Pick<SpeechDetector, 'detect'>,
  options: { signal?: AbortSignal } = {},
): Promise<boolean> {
  const peak = pcm.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  if (peak === 0 || peak >= audiblePeak) return false;
  const spans = await detector.detect(
    pcm.map((sample) => (sample / peak) * audiblePeak),
    options,
  );
  return spans.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0) >= leastSpeechMs;
}
