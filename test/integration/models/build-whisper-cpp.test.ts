import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { isWhisperCppBuilt } from '../../../src/models/model-states.ts';
import {
  buildWhisperCpp,
  whisperServerFrom,
  whisperServerPath,
} from '../../../src/models/transcribe/build-whisper-cpp.ts';
import { failureOf } from '../../support/failure-of.ts';
import { temporaryFolder } from '../../support/temporary.ts';

/** A `cmake` that does what the script says, first on the path while the test runs. */
function scriptedCmake(script: string | undefined): void {
  const before = process.env.PATH;
  const folder = temporaryFolder();
  if (script !== undefined) {
    writeFileSync(join(folder, 'cmake'), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, 'cmake'), 0o755);
  }
  process.env.PATH = script === undefined ? folder : `${folder}${delimiter}${before}`;
  onTestFinished(() => {
    process.env.PATH = before;
  });
}

describe.skipIf(process.platform === 'win32')('building whisper.cpp', () => {
  it('puts the program where it is looked for, removes what it needed, and tells its progress', async () => {
    // "-S source -B folder …" configures, "--build folder …" builds.
    scriptedCmake(
      'echo "[ 50%] working"; [ "$1" = --build ] && mkdir -p "$2/bin" && echo made > "$2/bin/whisper-server"; exit 0',
    );
    const folder = join(temporaryFolder(), 'models');
    const lines: string[] = [];
    const path = await buildWhisperCpp({ folder, onLine: (line) => lines.push(line) });
    expect(path).toBe(whisperServerPath(folder));
    expect(readFileSync(path, 'utf8')).toBe('made\n');
    expect(existsSync(join(folder, 'bin/.build'))).toBe(false);
    expect(lines).toContain('[ 50%] working');
  });

  it('replaces an older program', async () => {
    scriptedCmake('[ "$1" = --build ] && mkdir -p "$2/bin" && echo newer > "$2/bin/whisper-server"; exit 0');
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'bin'));
    writeFileSync(whisperServerPath(folder), 'older\n');
    await buildWhisperCpp({ folder });
    expect(readFileSync(whisperServerPath(folder), 'utf8')).toBe('newer\n');
  });

  it('is not needed where a server is named', () => {
    const folder = temporaryFolder();
    const named = join(folder, 'whisper-server');
    const config = { GREENROOM_MODELS: join(folder, 'models'), WHISPER_SERVER: named };
    expect(isWhisperCppBuilt(config)).toBe(false);
    writeFileSync(named, '');
    expect(isWhisperCppBuilt(config)).toBe(true);
    expect(whisperServerFrom(config)).toBe(named);
  });

  it('says what to install where there is no cmake, and which setting needs none', async () => {
    scriptedCmake(undefined);
    expect(await failureOf(buildWhisperCpp({ folder: temporaryFolder() }))).toMatchObject({
      code: 'bad_input',
      sentence: expect.stringMatching(/cmake and a C\+\+ compiler.*TRANSCRIBER=transformers/),
    });
  });

  it('says what to install where there is no compiler', async () => {
    scriptedCmake('echo "CMake Error: No CMAKE_CXX_COMPILER could be found." >&2; exit 1');
    const failure = await failureOf(buildWhisperCpp({ folder: temporaryFolder() }));
    expect(failure?.sentence).toMatch(/no C\+\+ compiler.*apt install g\+\+/);
  });

  it('stops when it is told to', async () => {
    scriptedCmake('exec sleep 600');
    const stop = new AbortController();
    const building = buildWhisperCpp({ folder: temporaryFolder(), signal: stop.signal });
    stop.abort(new Error('not now'));
    await expect(building).rejects.toThrow('not now');
  });
});
