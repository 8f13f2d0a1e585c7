/** The child process of `runDecoder`: `decode-child MAX_SECONDS`, file on standard input, 32-bit samples on standard output. */
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { AV_LOG_QUIET } from 'node-av/constants';
import { Log } from 'node-av/lib';
import { decodeToPcm } from './decode-to-pcm.ts';
import type { DecodeReport } from './run-decoder.ts';

const maxSeconds = Number(process.argv[2]);
const channel = createWriteStream('', { fd: 3 });
// Without the parent nobody needs the result.
process.stdout.on('error', () => process.exit(1));
channel.on('error', () => process.exit(1));

Log.setLevel(AV_LOG_QUIET);
const report = await decodeToPcm(await buffer(process.stdin), maxSeconds, async (samples) => {
  const bytes = Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);
  if (!process.stdout.write(bytes)) await once(process.stdout, 'drain');
});
finish(report);

function finish(last: DecodeReport): void {
  channel.end(JSON.stringify(last), () => process.stdout.end(() => process.exit(0)));
}
