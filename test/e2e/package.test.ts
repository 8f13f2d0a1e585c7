import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { runCommandLine } from '../support/command-line.ts';
import { releasedEvaluation } from '../support/released-evaluation.ts';
import { temporaryFolder } from '../support/temporary.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../..');
// The CUDA libraries that one package would fetch from elsewhere are not needed, and cannot be had without the internet.
const env = {
  ...process.env,
  ONNXRUNTIME_NODE_INSTALL: 'skip',
  SKIP_FFMPEG: 'true',
  npm_config_loglevel: 'error',
};

test('the packed program installs in an empty folder and scores an answer there', {
  timeout: 300_000,
}, async () => {
  const folder = temporaryFolder();
  const packed = await run('npm', ['pack', '--json', '--pack-destination', folder], { cwd: root, env });
  const [{ filename }] = JSON.parse(packed.stdout.slice(packed.stdout.indexOf('[')));
  const empty = join(folder, 'empty');
  mkdirSync(empty);
  writeFileSync(join(empty, 'package.json'), '{"private":true}');
  await run('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', join(folder, filename)], {
    cwd: empty,
    env,
  });
  const program = join(empty, 'node_modules/greenroom/bin/greenroom.mjs');
  const { code, stdout } = await runCommandLine(
    [
      'score',
      '--json',
      '--question',
      'Why use an index?',
      '--answer',
      'An index avoids a full scan.',
      '--reference',
      'An index avoids scanning the whole table.',
    ],
    { data: folder, program },
  );
  expect(code).toBe(0);
  expect(releasedEvaluation.parse(JSON.parse(stdout)).overall).toBeGreaterThan(0);
  const practice = await runCommandLine(['practice', '--domain', 'backend', '--questions', '1', '--json'], {
    data: folder,
    program,
    input: 'Because it avoids a scan of all rows.\n\n',
  });
  expect(practice.code).toBe(0);
});
