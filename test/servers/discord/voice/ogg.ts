/** Opus packets out of an Ogg file: the fixtures are speech in 20 ms packets. */
import { readFileSync } from 'node:fs';

export const frameMs = 20;
/** What clients send five of before they fall silent. */
export const silenceFrame = Buffer.from([0xf8, 0xff, 0xfe]);

export function readOpusFile(path: string | URL): Buffer[] {
  const bytes = readFileSync(path);
  const packets: Buffer[] = [];
  let partial: Buffer[] = [];
  for (let offset = 0; offset + 27 <= bytes.length; ) {
    const segments = bytes.readUInt8(offset + 26);
    let data = offset + 27 + segments;
    for (let index = 0; index < segments; index++) {
      const length = bytes.readUInt8(offset + 27 + index);
      partial.push(bytes.subarray(data, data + length));
      data += length;
      if (length === 255) continue;
      packets.push(Buffer.concat(partial));
      partial = [];
    }
    offset = data;
  }
  return packets.slice(2);
}
