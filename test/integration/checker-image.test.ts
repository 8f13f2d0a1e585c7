import { existsSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCommandLine } from '../support/command-line.ts';
import { releasedEvaluation } from '../support/released-evaluation.ts';
import { temporaryFolder } from '../support/temporary.ts';

const answer =
  'There is many servers in the cluster. He go to the store since three years, and they was happy about an new index. It depends of the case, I am agree with that.';

test('the wording checker finds the same with its kept memory, without it, and with a damaged one', {
  timeout: 240_000,
}, async () => {
  const folder = temporaryFolder();
  const slips = async (environment: Record<string, string>) => {
    const words = ['score', '--json', '--question', 'How do you work?', '--answer', answer];
    const { stdout, code } = await runCommandLine(words, { data: folder, env: environment });
    expect(code).toBe(0);
    const { grammar } = releasedEvaluation.parse(JSON.parse(stdout)).dimensions;
    return grammar;
  };
  const kept = { NODE_COMPILE_CACHE: join(folder, 'compiled') };
  const images = () =>
    existsSync(kept.NODE_COMPILE_CACHE)
      ? readdirSync(kept.NODE_COMPILE_CACHE, { recursive: true })
          .map((name) => join(kept.NODE_COMPILE_CACHE, String(name)))
          .filter((name) => name.includes('.checker-memory'))
      : [];
  const usual = await slips({ NODE_COMPILE_CACHE: '' });
  expect(images()).toEqual([]);
  expect(await slips(kept)).toEqual(usual);
  const [image = ''] = images();
  expect(statSync(image).mode & 0o777).toBe(0o600);
  const { mtimeMs, size } = statSync(image);
  expect(await slips(kept)).toEqual(usual);
  expect(statSync(image).mtimeMs).toBe(mtimeMs);

  const whole = readFileSync(image);
  const changed = Buffer.from(whole);
  changed[Math.round(size / 2)] = (changed[Math.round(size / 2)] ?? 0) ^ 1;
  writeFileSync(image, changed);
  expect(await slips(kept)).toEqual(usual);
  // It was removed, and is made anew the next time.
  expect(images()).toEqual([]);
  expect(await slips(kept)).toEqual(usual);
  truncateSync(image, size - 1_000);
  expect(await slips(kept)).toEqual(usual);
  expect(images()).toEqual([]);
});
