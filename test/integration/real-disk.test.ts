import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { answerInTrouble } from '../support/one-answer-in-trouble.ts';
import { temporaryFolder } from '../support/temporary.ts';

const mount = (...given: string[]) => spawnSync('mount', given, { stdio: 'ignore' }).status === 0;
const unmount = (folder: string) => spawnSync('umount', ['--lazy', folder], { stdio: 'ignore' });

/** A small disk of its own at a folder; null where this is not permitted. */
function smallDisk(): string | null {
  const folder = temporaryFolder();
  if (!mount('-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', folder)) return null;
  onTestFinished(() => void unmount(folder));
  return folder;
}

it('loses and doubles no answer on a disk that is full, and charges its job no try', async (context) => {
  const folder = smallDisk();
  if (folder === null) return context.skip('Only somebody who may mount a disk can fill one.');
  const fill = join(folder, 'everything-else');
  const begin = () => {
    for (let bytes = 1 << 20; bytes >= 512; bytes /= 2) append(fill, bytes);
    return () => rmSync(fill);
  };
  const outcome = await answerInTrouble(join(folder, 'greenroom.db'), { begin, lastsMs: 2_500 });
  expect(outcome).toEqual({ state: 'evaluated', attempts: 1, evaluations: 1, cards: 1 });
});

/** Appends as often as there is room. */
function append(path: string, bytes: number): void {
  try {
    for (;;) writeFileSync(path, Buffer.alloc(bytes), { flag: 'a' });
  } catch {
    // Full.
  }
}
