import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { backoffMs } from '../../async/retry.ts';
import { type ChildServer, startChildServer } from './child-server.ts';
import { multipartOf } from './multipart.ts';

/** The server of whisper.cpp with one model in it, kept warm on a free port of the loopback interface. */
export type WhisperServer = {
  /**
   * Sends a form to it and returns its answer. Rejects while the server is down; it restarts automatically.
   */
  infer(form: FormData, signal?: AbortSignal): Promise<unknown>;
  /** The process that watches over the server, for tests and `doctor`. */
  pid(): number | undefined;
  close(): Promise<void>;
};

export type WhisperServerOptions = {
  binary: string;
  model: string;
  threads: number;
  gpu: boolean;
  /** Called whenever it has been restarted. */
  onRestart?: () => void;
  /** Aborts loading, and later ends the server. */
  signal?: AbortSignal;
};

type Running = { server: ChildServer; address: string };

const backoff = { firstMs: 250, longestMs: 30_000 };
/** A server that ran for this long works, so its next restart does not wait. */
const provenAfterMs = 60_000;
const startTimeoutMs = 120_000;

/**
 * Resolves once the model is loaded and the server answers. Rejects with its last output if it does not
 * start.
 */
export async function openWhisperServer(options: WhisperServerOptions): Promise<WhisperServer> {
  const closing = new AbortController();
  options.signal?.addEventListener('abort', () => closing.abort(), { once: true });
  let failures = 0;
  let running: Running | undefined = await start(options, closing.signal);

  const watch = ({ server }: Running, startedAt: number) => {
    void server.ended.then(async () => {
      running = undefined;
      if (Date.now() - startedAt > provenAfterMs) failures = 0;
      while (!closing.signal.aborted && !running) {
        failures++;
        const pause = { signal: closing.signal, ref: false };
        await wait(backoffMs(failures, backoff), undefined, pause).catch(() => undefined);
        if (closing.signal.aborted) return;
        options.onRestart?.();
        running = await start(options, closing.signal).catch(() => undefined);
      }
      if (running) watch(running, Date.now());
    });
  };
  watch(running, Date.now());

  return {
    async infer(form, signal) {
      if (!running) throw new Error('whisper.cpp is being restarted.');
      const { address } = running;
      const { body, type } = await multipartOf(form);
      const answer = await fetch(`${address}/inference`, {
        method: 'POST',
        body,
        headers: { 'content-type': type },
        ...(signal && { signal }),
      });
      if (!answer.ok) throw new Error(`whisper.cpp answered with status ${answer.status}.`);
      return await answer.json();
    },
    pid: () => running?.server.pid,
    async close() {
      closing.abort();
      await running?.server.close();
    },
  };
}

async function start(options: WhisperServerOptions, signal: AbortSignal): Promise<Running> {
  const port = await freePort();
  // Web pages in a browser can reach the loopback interface, but they cannot guess this path.
  const path = `/${randomBytes(12).toString('hex')}`;
  const address = `http://127.0.0.1:${port}${path}`;
  const [command, ...before] = process.platform === 'win32' ? [options.binary] : patiently(options.binary);
  const server = startChildServer(command, [
    ...before,
    ...['--model', options.model, '--threads', String(options.threads)],
    ...['--host', '127.0.0.1', '--port', String(port), '--request-path', path, '--public', '/nonexistent'],
    ...(options.gpu ? [] : ['--no-gpu']),
  ]);
  let last: string | undefined;
  void server.ended.then((tail) => {
    last = tail;
  });
  const giveUpAt = Date.now() + startTimeoutMs;
  for (let pauseMs = 20; Date.now() < giveUpAt && last === undefined && !signal.aborted; ) {
    const ready = await fetch(`${address}/health`, { signal: AbortSignal.timeout(2_000) }).then(
      (answer) => answer.ok,
      () => false,
    );
    if (ready) return { server, address };
    await wait(pauseMs);
    pauseMs = Math.min(pauseMs * 1.5, 250);
  }
  await server.close();
  throw new Error(`whisper.cpp did not start. It said: ${lastLine(last ?? '')}`);
}

/**
 * Its threads sleep instead of spinning while they wait for each other: on shared cores, spinning made a
 * one-second call take up to sixteen seconds (measured on two cores), and on idle cores it gains nothing.
 */
const patiently = (binary: string): [string, ...string[]] => ['env', 'OMP_WAIT_POLICY=passive', binary];

const lastLine = (text: string) => text.trim().split('\n').at(-1)?.slice(0, 300) || 'nothing';

/** A port of this machine that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('There is no free port.');
  return address.port;
}
