import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { openSqlite } from '../../src/store/sqlite/open-sqlite.ts';
import { actor, cookingStart, runningInterview } from '../support/interviews.ts';
import { temporaryFolder, until } from '../support/temporary.ts';

const script = fileURLToPath(new URL('../support/worker-child.ts', import.meta.url));

it('two programs on one store judge each answer once between them, and show each thing once', async () => {
  const folder = temporaryFolder();
  const [database, file] = [join(folder, 'greenroom.db'), join(folder, 'done')];
  const store = openSqlite(`sqlite:${database}`);
  const children = [1, 2].map(() => fork(script, [database, file], { execArgv: [] }));
  onTestFinished(() => children.forEach((child) => void child.kill('SIGKILL')));
  await Promise.all(children.map((child) => once(child, 'message')));

  const { interview } = runningInterview({ store }, { works: false });
  const people = Array.from({ length: 10 }, (_, index) => `person-${index}`);
  for (const userId of people) {
    const place = { tenant: actor(userId).tenant, platform: 'discord' as const, channelId: userId };
    const session = await interview.start(cookingStart(userId, { place }));
    await interview.addText(actor(userId), session.id, userId);
    await interview.submit(actor(userId), session.id);
  }
  const lines = () => (existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : []);
  const summaries = () => lines().filter((line) => line.startsWith('summary'));
  await until(() => summaries().length >= people.length);

  const exits = children.map((child) => once(child, 'exit'));
  for (const child of children) child.disconnect();
  expect(await Promise.all(exits)).toEqual([
    [0, null],
    [0, null],
  ]);
  await store.close();
  const expected = people.flatMap((id) =>
    ['judged', 'question', 'feedback', 'summary'].map((what) => `${what} ${id}`),
  );
  expect(lines().toSorted()).toEqual(expected.toSorted());
});
