/** The program espeak-ng, always as a process of its own: it speaks, and it tells how words are pronounced. */
import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const program = 'espeak-ng';
/** A sentence takes a few milliseconds. */
const timeoutMs = 10_000;

/** Whether espeak-ng is on the PATH. */
export function hasEspeak(): boolean {
  const names = process.platform === 'win32' ? [`${program}.exe`, `${program}.cmd`] : [program];
  return (process.env.PATH ?? '').split(delimiter).some((folder) =>
    names.some((name) => {
      try {
        accessSync(join(folder, name), constants.X_OK);
        return true;
      } catch {
        return false;
      }
    }),
  );
}

/** Runs espeak-ng with this text as its input. Rejects when it is missing, fails or says nothing. */
export function runEspeak(
  args: readonly string[],
  text: string,
  signal: AbortSignal | undefined,
): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const child = spawn(program, args, {
    stdio: ['pipe', 'pipe', 'ignore'],
    timeout: timeoutMs,
    ...(signal && { signal }),
  });
  const chunks: Buffer[] = [];
  child.on('error', reject);
  child.stdin.on('error', () => undefined);
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.on('close', (code) => {
    if (code === 0 && chunks.length > 0) resolve(Buffer.concat(chunks));
    else reject(signal?.reason ?? new Error(`${program} ended with ${code}.`));
  });
  child.stdin.end(text);
  return promise;
}
