import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { siblingScript } from '../../async/sibling-script.ts';

/** Ten times what the longest question takes on two busy cores. */
const timeoutMs = 30_000;
const childPath = fileURLToPath(siblingScript(import.meta.url, 'encode-child'));

/**
 * Sound (16-bit mono at 48 kHz) as an M4A file: of all formats that can be made here, the one that every client of a
 * chat plays in place, iPhones included. Runs in a child process, so that FFmpeg stays out of the memory of the bots.
 * Rejects when it fails.
 */
export async function encodeClip(sound: AsyncIterable<Int16Array>, signal?: AbortSignal): Promise<Buffer> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', childPath], {
    ...{ stdio: ['pipe', 'pipe', 'ignore'], env: {}, windowsHide: true, timeout: timeoutMs },
    ...(signal && { signal }),
  });
  const exited = once(child, 'close');
  exited.catch(() => undefined);
  // A child that fails early reads no further; its exit tells.
  child.stdin.on('error', () => undefined);
  const file = buffer(child.stdout);
  file.catch(() => undefined);
  try {
    for await (const { buffer: bytes, byteOffset, byteLength } of sound)
      if (!child.stdin.write(Buffer.from(bytes, byteOffset, byteLength)))
        await Promise.race([once(child.stdin, 'drain'), exited]);
    child.stdin.end();
    const [code] = await exited;
    if (code !== 0) throw new Error(`Encoding a clip ended with ${code}.`);
    return await file;
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
}
