import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openScreen } from '../../src/bots/terminal/client.ts';
import { type Entries, type Entry, readEntries } from '../../src/bots/terminal/inbox.ts';
import { createTerminalBot } from '../../src/bots/terminal/terminal-bot.ts';
import { readConfig } from '../../src/config.ts';
import { silentLog } from '../../src/log.ts';
import { type Coach, openCoach } from '../../src/open-coach.ts';
import { rulesAlone } from '../support/bots/platform.ts';
import { scriptedModels } from '../support/scripted.ts';
import { temporaryFolder, until } from '../support/temporary.ts';

const tenant = 'terminal:local' as const;
const answer = 'I would roast the meat first, because the oven is the slowest step.';

async function openHere(): Promise<Coach> {
  const coach = await openCoach({
    config: readConfig({
      DATABASE_URL: `sqlite:${join(temporaryFolder(), 'greenroom.db')}`,
      QUESTION_BANKS: fileURLToPath(new URL('../fixtures/bank/', import.meta.url)),
      FOLLOW_UP_DEPTH: '0',
      MODELS: 'none',
    }),
    log: silentLog(),
    parts: { models: scriptedModels(), evaluator: rulesAlone() },
  });
  const stop = new AbortController();
  const working = coach.run(stop.signal);
  onTestFinished(async () => {
    stop.abort();
    await working;
    await coach.close();
  });
  return coach;
}

const begin = ({ context }: Coach, userId: string, questions = 2) =>
  context.interview.start({
    place: { tenant, platform: 'terminal', channelId: userId },
    userId,
    domain: 'cooking',
    level: 'senior',
    questions,
    private: true,
  });

/** A person at the terminal, with a keyboard or a pipe. */
async function sit(coach: Coach, userId: string, { tty = true, scripted = null as Entries | null } = {}) {
  const session = await begin(coach, userId);
  const input = new PassThrough();
  const shown: string[] = [];
  const entries = scripted ?? readEntries(input, tty ? { output: new PassThrough() } : {});
  const stop = new AbortController();
  const running = createTerminalBot(coach.context, {
    session,
    userId,
    entries,
    screen: openScreen({ write: (text) => shown.push(text), columns: 100 }, { colours: false }),
  }).run(stop.signal);
  onTestFinished(async () => {
    stop.abort();
    await running;
  });
  const sees = (pattern: RegExp) => until(() => pattern.test(shown.join('')) || null);
  return { input, shown: () => shown.join(''), sees, running };
}

describe('people who share a terminal', () => {
  test('see nothing of each other, and miss nothing of their own', async () => {
    const coach = await openHere();
    const { interview } = coach.context;
    const alice = { tenant, userId: 'alice' };
    const before = await begin(coach, 'alice', 1);
    await until(async () => (await interview.session(alice, before.id)).turn);
    await interview.addText(alice, before.id, 'Nobody else may read my secret sauce.');
    await interview.submit(alice, before.id);
    await until(async () => (await interview.session(alice, before.id)).state === 'ended' || null);

    const bob = await sit(coach, 'bob');
    await bob.sees(/Question 1 of 2/);
    bob.input.write(`${answer}\r\r`);
    await bob.sees(/Question 2 of 2/);
    bob.input.write('/quit\r');
    await bob.running;
    expect(bob.shown()).not.toMatch(/secret sauce/);

    const again = await sit(coach, 'alice');
    await again.sees(/secret sauce/);
    again.input.write('/quit\r');
    await again.running;
  });
});

describe('at the terminal', () => {
  test('the last answer can be taken back, and its question is asked again', async () => {
    const coach = await openHere();
    const at = await sit(coach, 'alice');
    await at.sees(/Question 1 of 2/);
    at.input.write('asdf\r\r');
    await at.sees(/Question 2 of 2/);
    at.input.write('/undo\r');
    await at.sees(/Question 2 of 2[\s\S]*Question 1 of 2/);
    at.input.write(`${answer}\r\r`);
    await at.sees(/Question 1 of 2[\s\S]*Question 2 of 2[\s\S]*Question 1 of 2[\s\S]*Question 2 of 2/);
    at.input.write('/exit\r');
    await at.running;
    const history = await coach.context.progress.history({ tenant, userId: 'alice' }, { limit: 5 });
    expect(history.map(({ text }) => text)).toEqual([answer]);
  });

  test('an answer that is typed while the interview is paused continues it', async () => {
    const coach = await openHere();
    const at = await sit(coach, 'alice');
    await at.sees(/Question 1 of 2/);
    at.input.write('/pause\r');
    await at.sees(/Paused/);
    at.input.write(`${answer}\r\r`);
    await at.sees(/Question 2 of 2/);
    expect(at.shown()).toMatch(/It continues with your answer/);
  });

  test('words typed before the question came are asked about, and added where they belong', async () => {
    const coach = await openHere();
    const late = 'And I would keep the sauce warm on the stove.';
    const typed: Entry[] = [
      { type: 'answer', text: answer, isEarly: false },
      { type: 'answer', text: late, isEarly: true },
      { type: 'command', words: 'add' },
      { type: 'command', words: 'stop' },
    ];
    const scripted = {
      next: async () => typed.shift() ?? null,
      line: async () => null,
      close: () => undefined,
    };
    const at = await sit(coach, 'alice', { scripted });
    await at.running;
    expect(at.shown()).toMatch(/That came after your answer/);
    const [entry] = await coach.context.progress.history({ tenant, userId: 'alice' }, { limit: 5 });
    expect(entry?.text).toContain(late);
  });

  test('answers from a pipe are each for the question that is open', async () => {
    const coach = await openHere();
    const at = await sit(coach, 'alice', { tty: false });
    at.input.end(`${answer}\n\nI would cook the rest a day ahead.\n\n`);
    await at.running;
    expect(at.shown()).not.toMatch(/That came after/);
    const history = await coach.context.progress.history({ tenant, userId: 'alice' }, { limit: 5 });
    expect(history).toHaveLength(2);
  });

  test('a sound file that is gone is one sentence, and the question stays open', async () => {
    const coach = await openHere();
    const at = await sit(coach, 'alice');
    await at.sees(/Question 1 of 2/);
    at.input.write('/again\r/nowhere\r');
    await at.sees(/nowhere/);
    at.input.write(`${answer}\r\r`);
    await at.sees(/Question 2 of 2/);
  });
});
