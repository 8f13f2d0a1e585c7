import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Config } from '../../config.ts';
import { CoachError } from '../../errors.ts';

export type BuildOptions = {
  /** The models folder; the program goes into its `bin`. */
  folder: string;
  /** Also build for NVIDIA cards; needs their compiler. */
  cuda?: boolean;
  onLine?: (line: string) => void;
  signal?: AbortSignal;
};

/** Where the server of whisper.cpp is built. */
export const whisperServerPath = (folder: string): string =>
  join(folder, 'bin', process.platform === 'win32' ? 'whisper-server.exe' : 'whisper-server');

/** The server of whisper.cpp that is used, if it is there: one that came from elsewhere, as in an image, or the built one. */
export const whisperServerFrom = (config: Pick<Config, 'GREENROOM_MODELS' | 'WHISPER_SERVER'>): string =>
  config.WHISPER_SERVER ?? whisperServerPath(config.GREENROOM_MODELS);

/** This file is next to a server that can use NVIDIA cards. */
export const cudaMark = (server: string): string => `${server}.cuda`;

/**
 * Builds whisper.cpp's server for exactly this processor, from the source in the nodejs-whisper package. It
 * takes a minute or two. Returns the path of the program. Throws `bad_input` where there is no compiler.
 */
export async function buildWhisperCpp({
  folder,
  cuda = false,
  onLine,
  signal,
}: BuildOptions): Promise<string> {
  const source = join(
    dirname(createRequire(import.meta.url).resolve('nodejs-whisper/package.json')),
    'cpp/whisper.cpp',
  );
  const build = join(folder, 'bin', '.build');
  const target = whisperServerPath(folder);
  await mkdir(build, { recursive: true });
  const run = (args: string[]) => runCmake(args, onLine, signal);
  try {
    await run([
      ...['-S', source, '-B', build, '-DCMAKE_BUILD_TYPE=Release', '-DBUILD_SHARED_LIBS=OFF'],
      ...['-DGGML_NATIVE=ON', `-DGGML_CUDA=${cuda ? 'ON' : 'OFF'}`],
      ...['-DWHISPER_BUILD_TESTS=OFF', '-DWHISPER_BUILD_EXAMPLES=ON'],
    ]);
    const jobs = String(Math.max(1, availableParallelism() - 1));
    await run(['--build', build, '--config', 'Release', '--target', 'whisper-server', '--parallel', jobs]);
    const made = process.platform === 'win32' ? 'bin/Release/whisper-server.exe' : 'bin/whisper-server';
    // A running server keeps the old file, so it is replaced, not overwritten.
    await copyFile(join(build, made), `${target}.new`);
    await rename(`${target}.new`, target);
    if (cuda) await writeFile(cudaMark(target), '');
    else await rm(cudaMark(target), { force: true });
    return target;
  } finally {
    await rm(build, { recursive: true, force: true });
  }
}

async function runCmake(args: string[], onLine: BuildOptions['onLine'], signal: AbortSignal | undefined) {
  const child = spawn('cmake', args, { stdio: ['ignore', 'pipe', 'pipe'], ...(signal && { signal }) });
  let tail = '';
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      tail = `${tail}${line}\n`.slice(-4_000);
      if (line.trim() !== '') onLine?.(line.trim());
    });
  }
  const [code] = await once(child, 'close').catch((cause) => {
    signal?.throwIfAborted();
    throw new CoachError('bad_input', 'fault.cmake-missing', {}, { cause });
  });
  if (code === 0) return;
  const missing = /No CMAKE_C(XX)?_COMPILER|could not find any instance|CMAKE_CUDA_COMPILER/i.test(tail);
  const fault = missing ? 'fault.compiler-missing' : 'fault.whisper-cpp-build-failed';
  throw new CoachError('bad_input', fault, {}, { cause: new Error(tail) });
}
