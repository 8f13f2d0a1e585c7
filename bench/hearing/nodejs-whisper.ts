/** The package nodejs-whisper as its readers use it: each call starts a program that loads the model. */
import { cpSync, existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Pcm } from '../../src/models/ports.ts';
import { wavOf } from '../../src/models/transcribe/wav.ts';
import { runProgram } from '../processes/run-program.ts';

/**
 * Milliseconds of each of `rounds` calls with Whisper base. It builds and runs inside its own folder: a copy of it in the
 * folder of models, so that node_modules stays as it was installed. The build takes minutes, once.
 */
export async function timeNodejsWhisper(models: string, sound: Pcm, rounds: number): Promise<number[]> {
  const installed = dirname(createRequire(import.meta.url).resolve('nodejs-whisper/package.json'));
  const copy = join(models, '.nodejs-whisper');
  const source = join(copy, 'cpp/whisper.cpp');
  if (!existsSync(join(source, 'build/bin/whisper-cli'))) {
    console.log('  (building the program that nodejs-whisper runs, once: a minute or two)');
    rmSync(copy, { recursive: true, force: true });
    cpSync(installed, copy, { recursive: true });
    symlinkSync(dirname(installed), join(copy, 'node_modules'));
    const parallel = String(availableParallelism());
    await runProgram('cmake', ['-B', 'build', '-DCMAKE_BUILD_TYPE=Release'], source);
    await runProgram('cmake', ['--build', 'build', '--target', 'whisper-cli', '-j', parallel], source);
  }
  const folder = mkdtempSync(join(tmpdir(), 'greenroom-bench-'));
  const file = join(folder, 'sound.wav');
  writeFileSync(file, wavOf(sound));
  const script = join(folder, 'call.cjs');
  const quiet = 'debug() {}, log() {}, error: console.error';
  writeFileSync(
    script,
    `const { nodewhisper } = require(${JSON.stringify(join(copy, 'dist/index.js'))});
     (async () => {
       const times = [];
       for (let round = 0; round < ${rounds}; round++) {
         const start = performance.now();
         await nodewhisper(${JSON.stringify(file)}, { modelName: 'base', modelRootPath: ${JSON.stringify(models)},
           whisperOptions: { language: 'en' }, logger: { ${quiet} } });
         times.push(performance.now() - start);
       }
       console.log(times.join(' '));
     })();`,
  );
  try {
    const last = (await runProgram(process.execPath, [script], folder)).trim().split('\n').at(-1) ?? '';
    return last.split(' ').map(Number);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
