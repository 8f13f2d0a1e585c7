import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { siblingScript } from '../../async/sibling-script.ts';

/** What was wrong with a file. */
export const decodeFaults = [
  'unknown-format',
  'no-sound',
  'too-long',
  'damaged',
  'too-slow',
  'crashed',
] as const;
export type DecodeFault = (typeof decodeFaults)[number];

export type DecodeRequest = {
  bytes: Uint8Array;
  maxSeconds: number;
  timeoutMs: number;
  signal?: AbortSignal;
};

export type DecodeOutcome =
  | { fault: DecodeFault }
  | { fault?: undefined; pcm: Float32Array; declaredMs: number | null };

/** The child's final report: one line of JSON on its third channel. */
export const decodeReport = z.object({
  fault: z.enum(decodeFaults).optional(),
  declaredMs: z.number().nonnegative().nullable(),
});
export type DecodeReport = z.infer<typeof decodeReport>;

/** The child's own heap contains the file and little else; FFmpeg's memory does not count towards it. */
const childHeapMb = 96;

const childPath = fileURLToPath(siblingScript(import.meta.url, 'decode-child'));

/**
 * Decodes in a fresh child process: the file goes to its standard input, samples come back on standard
 * output, and the child does not see our environment. It is ended at the time-out and when the signal aborts.
 */
export async function runDecoder(request: DecodeRequest): Promise<DecodeOutcome> {
  const { bytes, maxSeconds, timeoutMs, signal } = request;
  const child = spawn(
    process.execPath,
    [
      `--max-old-space-size=${childHeapMb}`,
      '--disable-warning=ExperimentalWarning',
      childPath,
      String(maxSeconds),
    ],
    {
      stdio: ['pipe', 'pipe', 'ignore', 'pipe'],
      env: {},
      windowsHide: true,
    },
  );
  let ended: 'too-slow' | 'aborted' | undefined;
  const end = (why: 'too-slow' | 'aborted') => {
    ended ??= why;
    child.kill('SIGKILL');
  };
  const onAbort = () => end('aborted');
  const timer = setTimeout(() => end('too-slow'), timeoutMs);
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    if (signal?.aborted) end('aborted');
    const [samples, report] = await Promise.all([
      collect(child.stdout),
      collect(child.stdio[3]),
      send(child, bytes),
      exited(child),
    ]);
    signal?.throwIfAborted();
    if (ended === 'too-slow') return { fault: 'too-slow' };
    const parsed = decodeReport.safeParse(jsonOrNull(report.toString('utf8')));
    if (!parsed.success) return { fault: 'crashed' };
    if (parsed.data.fault) return { fault: parsed.data.fault };
    return { pcm: toFloats(samples), declaredMs: parsed.data.declaredMs };
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', onAbort);
  }
}

async function collect(stream: unknown): Promise<Buffer> {
  const parts: Buffer[] = [];
  if (isReadable(stream)) for await (const part of stream) parts.push(part);
  return Buffer.concat(parts);
}

function isReadable(stream: unknown): stream is AsyncIterable<Buffer> {
  return typeof stream === 'object' && stream !== null && Symbol.asyncIterator in stream;
}

/** A child that refuses the file early closes its input: what was not written no longer matters. */
function send(child: ChildProcess, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    if (!child.stdin) return resolve();
    child.stdin.once('error', () => resolve());
    child.stdin.end(bytes, () => resolve());
  });
}

function exited(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('error', () => resolve());
    child.once('close', () => resolve());
  });
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** A copy, since a Float32Array must start at a multiple of four bytes. */
function toFloats(bytes: Buffer): Float32Array {
  const samples = new Float32Array(Math.floor(bytes.byteLength / 4));
  new Uint8Array(samples.buffer).set(bytes.subarray(0, samples.byteLength));
  return samples;
}
