/** How long one stretch of speech takes: both engines from their first call on, and the peers, one after the other. */
import { existsSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../src/config.ts';
import { silentLog } from '../../src/log.ts';
import { openModels } from '../../src/models/open-models.ts';
import type { Pcm } from '../../src/models/ports.ts';
import { whisperServerPath } from '../../src/models/transcribe/build-whisper-cpp.ts';
import { timeNodejsWhisper } from './nodejs-whisper.ts';
import { timeOwnServer } from './own-server.ts';

const rounds = 7;
const peerRounds = 3;
const engines = [
  { engine: 'whisper.cpp', size: 'base' },
  { engine: 'transformers', size: 'base' },
  { engine: 'whisper.cpp', size: 'tiny.en' },
  { engine: 'transformers', size: 'tiny.en' },
] as const;

/** Prints a line for each engine and each peer that is installed in the folder of models. */
export async function printSpeed(folder: string, pcm: Pcm): Promise<void> {
  const seconds = (pcm.length / 16_000).toFixed(0);
  console.log(`${seconds} s of speech, in ms; load ${loadavg()[0]?.toFixed(1)}`);
  for (const { engine, size } of engines) {
    const models = openModels(
      readConfig({
        ...{ GREENROOM_MODELS: folder, TRANSCRIBER: engine, WHISPER_MODEL: size },
        ...{ EMBEDDER: 'none', GENERATOR: 'template' },
      }),
      { log: silentLog() },
    );
    await models.settled();
    const status = models.transcriber.status();
    if (status.state === 'ready') {
      const speech = await models.speech.detect(pcm);
      const hear = () =>
        models.transcriber.use((transcriber) => transcriber.transcribe(pcm, { speech, language: 'en' }));
      const [first = 0, ...later] = await timesOf(hear, rounds + 1);
      print(`${engine} ${size}`, later, first);
    } else console.log(`  ${engine} ${size}: left out (${status.state})`);
    await models.close();
  }
  const [server, model] = [whisperServerPath(folder), join(folder, 'ggml-base.bin')];
  if (!existsSync(server) || !existsSync(model)) return;
  print('whisper-server by itself', await timeOwnServer(server, model, pcm, peerRounds));
  print('nodejs-whisper', await timeNodejsWhisper(folder, pcm, peerRounds));
}

async function timesOf(work: () => Promise<unknown>, count: number): Promise<number[]> {
  const times: number[] = [];
  for (let round = 0; round < count; round++) {
    const startedAt = performance.now();
    await work();
    times.push(performance.now() - startedAt);
  }
  return times;
}

function print(name: string, times: readonly number[], first?: number): void {
  const sorted = times.toSorted((one, other) => one - other);
  const [least, median, most] = [0, Math.floor(sorted.length / 2), sorted.length - 1].map((at) =>
    Math.round(sorted[at] ?? 0),
  );
  const start = first === undefined ? '' : `, first after the start ${Math.round(first)}`;
  console.log(`  ${name.padEnd(26)} median ${median} (${least}–${most})${start}`);
}
