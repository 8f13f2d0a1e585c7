import { type Pcm, sampleRate } from '../ports.ts';

const headerBytes = 44;

/** A WAV file of 16-bit mono sound at 16 kHz. */
export function wavOf(pcm: Pcm): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(headerBytes + pcm.length * 2);
  const view = new DataView(bytes.buffer);
  const text = (at: number, word: string) => bytes.set(Buffer.from(word, 'latin1'), at);
  text(0, 'RIFF');
  view.setUint32(4, bytes.length - 8, true);
  text(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, sampleRate * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  text(36, 'data');
  view.setUint32(40, pcm.length * 2, true);
  for (let index = 0; index < pcm.length; index++) {
    const sample = Math.max(-1, Math.min(1, pcm[index] ?? 0));
    view.setInt16(headerBytes + index * 2, Math.round(sample * 32_767), true);
  }
  return bytes;
}
