import { existsSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCommandLine } from '../support/command-line.ts';
import { temporaryFolder } from '../support/temporary.ts';

const answer =
  'There is many servers in the cluster. He go to the store since three years, and they was happy about an new index. It depends of the case, I am agree with that.';

test('the wording checker finds the same with its kept memory, without it, and with a damaged one', {
  timeout: 240_000,
}, async () => {
  const folder = temporaryFolder();
  const program = join(import.meta.dirname, '../support/checker-child.ts');
  const slips = async (env: Record<string, string>) => {
    const { stdout, code } = await runCommandLine([answer], { data: folder, env, program });
    expect(code).toBe(0);
    return stdout;
  };
  const kept = { NODE_COMPILE_CACHE: join(folder, 'compiled') };
  const images = () =>
    existsSync(kept.NODE_COMPILE_CACHE)
      ? readdirSync(kept.NODE_COMPILE_CACHE, { recursive: true })
          .map((name) => join(kept.NODE_COMPILE_CACHE, String(name)))
          .filter((name) => name.includes('.checker-memory'))
      : [];
  const usual = await slips({ NODE_COMPILE_CACHE: '' });
  expect(usual).toContain('goes');
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
