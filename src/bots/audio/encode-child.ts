/** The child process of `encodeClip`: 16-bit mono at 48 kHz on standard input, an M4A file on standard output. */
import { buffer } from 'node:stream/consumers';
import { Encoder, Muxer } from 'node-av/api';
import {
  AV_CHANNEL_LAYOUT_MONO,
  AV_LOG_QUIET,
  AV_SAMPLE_FMT_FLTP,
  AVSEEK_CUR,
  AVSEEK_END,
  AVSEEK_SET,
  FF_ENCODER_AAC,
} from 'node-av/constants';
import { Frame, Log } from 'node-av/lib';

const rateHz = 48_000;
/** The samples that AAC takes at once. */
const frameSamples = 1_024;

process.stdout.on('error', () => process.exit(1));
Log.setLevel(AV_LOG_QUIET);
const file = createFile();
const muxer = await Muxer.open(file.callbacks, { format: 'ipod', options: {} });
const encoder = await Encoder.create(FF_ENCODER_AAC, { context: { bitRate: '64k' } });
const stream = muxer.addStream(encoder);
for await (const packet of encoder.packets(framesOf(await buffer(process.stdin))))
  await muxer.writePacket(packet, stream);
await muxer.close();
process.stdout.end(file.bytes(), () => process.exit(0));

async function* framesOf(sound: Buffer): AsyncGenerator<Frame> {
  const timeBase = { num: 1, den: rateHz };
  const count = Math.floor(sound.length / 2);
  for (let from = 0; from < count; from += frameSamples) {
    const samples = new Float32Array(frameSamples);
    for (let index = 0; index < Math.min(frameSamples, count - from); index++)
      samples[index] = sound.readInt16LE((from + index) * 2) / 32_768;
    const frame = Frame.fromAudioBuffer(Buffer.from(samples.buffer), {
      ...{ nbSamples: frameSamples, format: AV_SAMPLE_FMT_FLTP, sampleRate: rateHz, timeBase },
      channelLayout: AV_CHANNEL_LAYOUT_MONO,
      pts: BigInt(from),
    });
    yield frame;
  }
}

/** A file in memory: the length of what is in an M4A is written at its beginning, at the end. */
function createFile() {
  let bytes = Buffer.alloc(1 << 16);
  let length = 0;
  let at = 0;
  return {
    bytes: () => bytes.subarray(0, length),
    callbacks: {
      write(part: Buffer) {
        while (at + part.length > bytes.length) bytes = Buffer.concat([bytes, Buffer.alloc(bytes.length)]);
        part.copy(bytes, at);
        at += part.length;
        length = Math.max(length, at);
        return part.length;
      },
      seek(offset: bigint, whence: number) {
        const from = { [AVSEEK_SET]: 0, [AVSEEK_CUR]: at, [AVSEEK_END]: length }[whence];
        // Otherwise it asks how long the file is.
        if (from === undefined) return length;
        at = from + Number(offset);
        return at;
      },
    },
  };
}
