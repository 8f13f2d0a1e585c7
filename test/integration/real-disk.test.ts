import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openSqlite } from '../../src/store/sqlite/open-sqlite.ts';
import { failureOf } from '../support/failure-of.ts';
import { actor, cookingStart, place, runningInterview } from '../support/interviews.ts';
import { answerInTrouble } from '../support/one-answer-in-trouble.ts';
import { temporaryFolder, until } from '../support/temporary.ts';

const ann = actor('ann');
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

it('lives on while its disk is read-only after a fault, and finishes what it acknowledged once that is repaired', async (context) => {
  const folder = temporaryFolder();
  const disk = failingDisk(folder);
  if (disk === null) return context.skip('Only somebody who may mount a disk can make one fail.');
  const path = join(disk.folder, 'greenroom.db');
  const before = openSqlite(`sqlite:${path}`);
  const asked = runningInterview({ store: before }, { works: false }).interview;
  const session = await asked.start(cookingStart('ann'));
  await asked.addText(ann, session.id, 'I keep the water boiling.');
  await asked.submit(ann, session.id);
  disk.fail();
  const failure = await failureOf(
    asked.start(cookingStart('ben', { place: { ...place, channelId: 'other' } })),
  );
  expect(failure?.code).toBe('store_unavailable');
  expect(failure?.sentence).toContain(path);
  // Nothing ended, and what only reads still works.
  expect(await before.db.selectFrom('answers').select('text').execute()).toHaveLength(1);
  await before.close().catch(() => undefined);
  disk.repair();

  const after = openSqlite(`sqlite:${path}`);
  onTestFinished(() => after.close());
  runningInterview({ store: after });
  await until(async () => (await after.db.selectFrom('evaluations').select('id').execute()).length === 1);
});

/** A disk in a file that becomes read-only when it is told to fail, as a faulty one does. Null where this is not permitted. */
function failingDisk(around: string): { folder: string; fail(): void; repair(): void } | null {
  const [image, folder] = [join(around, 'disk'), join(around, 'mounted')];
  writeFileSync(image, Buffer.alloc(16 << 20));
  mkdirSync(folder);
  const run = (command: string, ...given: string[]) => spawnSync(command, given, { encoding: 'utf8' });
  if (run('mkfs.ext4', '-q', image).status !== 0) return null;
  if (!mount('-o', 'loop,errors=remount-ro', image, folder)) return null;
  onTestFinished(() => void unmount(folder));
  const device = basename(
    run('losetup', '--noheadings', '--output', 'NAME', '--associated', image).stdout.trim(),
  );
  const switchOff = `/sys/fs/ext4/${device}/trigger_fs_error`;
  if (!existsSync(switchOff)) return null;
  return {
    folder,
    fail: () => writeFileSync(switchOff, '1'),
    repair() {
      unmount(folder);
      run('fsck.ext4', '-y', image);
      if (!mount('-o', 'loop', image, folder)) throw new Error('The repaired disk cannot be mounted.');
    },
  };
}

/** Appends as often as there is room. */
function append(path: string, bytes: number): void {
  try {
    for (;;) writeFileSync(path, Buffer.alloc(bytes), { flag: 'a' });
  } catch {
    // Full.
  }
}
