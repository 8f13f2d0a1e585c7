/** Sound as speakers give it: 16-bit mono at 48 kHz, what Discord and players take. */
export const spokenRateHz = 48_000;

/** Half the length of the resampling filter, in samples of the slower side. */
const halfTaps = 12;

/**
 * Samples in [-1, 1] at any rate, as 16-bit samples at 48 kHz: band-limited interpolation with a sinc under a Hann
 * window (J. O. Smith, "Digital Audio Resampling Home Page"), one filter for each place between two samples.
 */
export function spokenSound(samples: Float32Array, rateHz: number): Int16Array<ArrayBuffer> {
  const divisor = greatestDivisor(spokenRateHz, rateHz);
  const [up, down] = [spokenRateHz / divisor, rateHz / divisor];
  const { filters, reach } = filtersFor(up, Math.min(1, up / down));
  const sound = new Int16Array(Math.floor((samples.length * up) / down));
  const width = 2 * reach;
  for (let index = 0; index < sound.length; index++) {
    const place = index * down;
    const from = Math.floor(place / up) - reach + 1;
    const filter = (place % up) * width;
    let value = 0;
    for (let tap = Math.max(0, -from); tap < width && from + tap < samples.length; tap++)
      value += (samples[from + tap] ?? 0) * (filters[filter + tap] ?? 0);
    sound[index] = Math.round(Math.max(-1, Math.min(1, value)) * 32_767);
  }
  return sound;
}

function filtersFor(phases: number, cut: number): { filters: Float32Array; reach: number } {
  const reach = Math.ceil(halfTaps / cut);
  const filters = new Float32Array(phases * 2 * reach);
  for (let phase = 0; phase < phases; phase++)
    for (let tap = 0; tap < 2 * reach; tap++) {
      const away = phase / phases - (tap - reach + 1);
      const angle = Math.PI * away * cut;
      const sinc = angle === 0 ? 1 : Math.sin(angle) / angle;
      filters[phase * 2 * reach + tap] = cut * sinc * (0.5 + 0.5 * Math.cos((Math.PI * away) / reach));
    }
  return { filters, reach };
}

const greatestDivisor = (one: number, other: number): number =>
  other === 0 ? one : greatestDivisor(other, one % other);

/**
 * The sound of a WAV file of 16-bit samples: the first of its channels. Programs that write to a pipe leave the length
 * of the data open. Throws when it is no such file.
 */
export function soundOfWav(file: Uint8Array): Int16Array<ArrayBuffer> {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const word = (at: number) => Buffer.from(file.subarray(at, at + 4)).toString('latin1');
  if (file.length < 44 || word(0) !== 'RIFF' || word(8) !== 'WAVE') throw new Error('This is no WAV file.');
  let format: { channels: number; rateHz: number } | null = null;
  for (let at = 12; at + 8 <= file.length; ) {
    const length = view.getUint32(at + 4, true);
    if (word(at) === 'fmt ') {
      if (view.getUint16(at + 22, true) !== 16) throw new Error('This WAV file has no 16-bit samples.');
      format = { channels: view.getUint16(at + 10, true), rateHz: view.getUint32(at + 12, true) };
    } else if (word(at) === 'data' && format) {
      const end = Math.min(file.length, at + 8 + length);
      const step = 2 * format.channels;
      const samples = new Float32Array(Math.floor((end - at - 8) / step));
      for (let index = 0; index < samples.length; index++)
        samples[index] = view.getInt16(at + 8 + index * step, true) / 32_768;
      return spokenSound(samples, format.rateHz);
    }
    at += 8 + length + (length % 2);
  }
  throw new Error('This WAV file has no sound.');
}
