import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { createReadAloud } from '../../src/bots/terminal/read-aloud.ts';
import { silentLog } from '../../src/log.ts';
import { englishWording } from '../../src/wording/wording.ts';
import { temporaryFolder, until } from '../support/temporary.ts';

const place = { tenant: 'terminal:local', platform: 'terminal', channelId: 'alice' } as const;
const session = { place, ownerUserId: 'alice', language: 'en' };
const turnAsking = (text: string) => ({ kind: 'question', question: { text, source: 'bank' } }) as const;

/** A machine with these programs and no others. */
function withPrograms(programs: Record<string, string>): string {
  const folder = temporaryFolder();
  for (const [name, script] of Object.entries(programs)) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, name), 0o755);
  }
  const before = process.env.PATH;
  process.env.PATH = folder;
  onTestFinished(() => {
    process.env.PATH = before;
  });
  return folder;
}
/** Keeps what it plays, and goes on playing until it is stopped. */
const keeps = (folder: string) =>
  `for path; do :; done; echo $$ > ${folder}/pid; /bin/cp "$path" ${folder}/heard; echo "$path" > ${folder}/path; exec /bin/sleep 600`;

/** One sentence of a second for each text; nothing where there is no voice. */
function aloud({
  hasVoice = true,
  said = () => undefined,
}: {
  hasVoice?: boolean;
  said?: (text: string) => unknown;
} = {}) {
  const told: string[] = [];
  const reading = createReadAloud({
    narrator: {
      isAble: () => hasVoice,
      voices: () => [],
      async *speak(text) {
        await said(text);
        yield new Int16Array(48_000).fill(1_000);
      },
      prepare: async () => undefined,
    },
    mannerOf: async () => ({ voice: null, ratePercent: null }),
    wording: englishWording,
    log: silentLog(),
    isLoading: () => false,
    silent: (why) => told.push(why),
  });
  onTestFinished(() => reading.close());
  return { reading, told };
}
/** What a program has written into a file, once it has written all of it. */
const lineIn = (file: string): string | null =>
  existsSync(file) ? (/^(.*)\n/.exec(readFileSync(file, 'utf8'))?.[1] ?? null) : null;
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

it('plays a question with the first program that can, and stops at once when it is to', async () => {
  const heard = temporaryFolder();
  withPrograms({ 'pw-play': 'exit 1', aplay: keeps(heard) });
  const { reading, told } = aloud();
  reading.ask(session, turnAsking('Why salt?'));
  const path = await until(() => lineIn(join(heard, 'path')));
  const wav = readFileSync(join(heard, 'heard'));
  expect(wav.subarray(0, 4).toString()).toBe('RIFF');
  expect(wav.readUInt32LE(24)).toBe(48_000);
  expect(wav.length).toBe(44 + 96_000);
  const pid = Number(lineIn(join(heard, 'pid')));
  expect(isRunning(pid)).toBe(true);
  reading.hush();
  await until(() => !isRunning(pid));
  await until(() => !existsSync(path));
  await reading.close();
  expect(existsSync(join(path, '..'))).toBe(false);
  expect(told).toEqual([]);
});

it('says once that nothing here plays sound, and writes no more', async () => {
  const folder = withPrograms({ aplay: 'exit 1' });
  const { reading, told } = aloud();
  reading.ask(session, turnAsking('Why salt?'));
  await until(() => told.length > 0);
  reading.ask(session, turnAsking('Why pepper?'));
  await reading.close();
  expect(told).toEqual(['no-player']);
  expect(readdirSync(folder)).toEqual(['aplay']);
});

it('says that there is no voice', async () => {
  withPrograms({});
  const { reading, told } = aloud({ hasVoice: false });
  reading.ask(session, turnAsking('Why salt?'));
  await until(() => told.length > 0);
  expect(told).toEqual(['no-voice']);
});

it('closes only when every question that it began to speak is given up', async () => {
  withPrograms({});
  const order: string[] = [];
  const slow = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  const { reading } = aloud({
    async said(text) {
      begun.resolve();
      if (text === 'Why salt?') await slow.promise.then(() => order.push('gave up'));
    },
  });
  reading.ask(session, turnAsking('Why salt?'));
  await begun.promise;
  reading.ask(session, turnAsking('Why pepper?'));
  const closing = reading.close().then(() => order.push('closed'));
  for (let turn = 0; turn < 100; turn++) await nextTurn();
  slow.resolve();
  await closing;
  expect(order).toEqual(['gave up', 'closed']);
});

it('says only the part that is to be said again, without the words of the person', async () => {
  withPrograms({});
  const said: string[] = [];
  const { reading } = aloud({ said: (text) => said.push(text) });
  const part = { kind: 'result', evidence: { quote: 'my own words', start: 0, end: 12 } } as const;
  reading.ask(session, { ...turnAsking('Tell me about a conflict.'), kind: 'retry', part });
  await until(() => said.length > 0);
  expect(said[0]).toMatch(/^Say only this part again/);
  expect(said[0]).not.toMatch(/my own words|Tell me about a conflict/);
});
