/** whisper.cpp's server as somebody would run it by hand: its own defaults, nothing of ours. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import type { Pcm } from '../../src/models/ports.ts';
import { multipartOf } from '../../src/models/transcribe/multipart.ts';
import { wavOf } from '../../src/models/transcribe/wav.ts';
import { freePort } from '../../src/models/transcribe/whisper-server.ts';

/** Milliseconds of each of `rounds` calls to a server that is warm. */
export async function timeOwnServer(
  binary: string,
  model: string,
  sound: Pcm,
  rounds: number,
): Promise<number[]> {
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  const server = spawn(binary, ['--model', model, '--port', String(port)], { stdio: 'ignore' });
  try {
    while (!(await isUp(address))) {
      if (server.exitCode !== null) throw new Error('whisper-server did not start.');
      await wait(50);
    }
    const times: number[] = [];
    for (let round = 0; round <= rounds; round++) {
      const form = new FormData();
      form.set('file', new Blob([wavOf(sound)], { type: 'audio/wav' }), 'speech.wav');
      const { body, type } = await multipartOf(form);
      const startedAt = performance.now();
      const answer = await fetch(`${address}/inference`, {
        ...{ method: 'POST', body, headers: { 'content-type': type } },
      });
      await answer.text();
      if (!answer.ok) throw new Error(`whisper-server answered with status ${answer.status}.`);
      if (round > 0) times.push(performance.now() - startedAt);
    }
    return times;
  } finally {
    const ended = server.exitCode === null ? once(server, 'exit') : undefined;
    server.kill();
    await ended;
  }
}

const isUp = (address: string): Promise<boolean> =>
  fetch(`${address}/health`).then(
    ({ ok }) => ok,
    () => false,
  );
