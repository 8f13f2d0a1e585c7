/** A voice that is installed on this machine: espeak-ng, where it is on the path. Nothing is sent anywhere. */
import { spawn } from 'node:child_process';
import { decodeAudio } from '../../audio/decode-audio.ts';

const longestText = 1_000;
const limits = { maxSeconds: 120, maxBytes: 20 * 2 ** 20 };

/** The text spoken, as 16 kHz mono; null where no voice is installed or it fails. */
export async function speakText(
  text: string,
  language: string,
  options: { signal: AbortSignal; timeoutMs: number },
): Promise<Float32Array | null> {
  const wav = await run(
    ['-v', language, '-s', '155', '--stdin', '--stdout'],
    text.slice(0, longestText),
    options,
  );
  if (!wav) return null;
  return (await decodeAudio(wav, { ...limits, signal: options.signal })).pcm;
}

function run(
  args: string[],
  input: string,
  { signal, timeoutMs }: { signal: AbortSignal; timeoutMs: number },
): Promise<Buffer | null> {
  return new Promise((resolve) => {
    const child = spawn('espeak-ng', args, {
      stdio: ['pipe', 'pipe', 'ignore'],
      signal,
      timeout: timeoutMs,
    });
    const chunks: Buffer[] = [];
    child.on('error', () => resolve(null));
    child.stdin.on('error', () => undefined);
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('close', (code) => resolve(code === 0 && chunks.length > 0 ? Buffer.concat(chunks) : null));
    child.stdin.end(input);
  });
}
