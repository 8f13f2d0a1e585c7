import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runCommandLine, startCommand } from '../support/command-line.ts';
import { temporaryFolder } from '../support/temporary.ts';

const door = join(import.meta.dirname, '../../bin/greenroom.mjs');
/** A user without a home. Only root can become somebody else, who may not be let into the folder of the checkout. */
const stranger = 54_321;
const isReadByStrangers =
  process.getuid?.() === 0 && spawnSync(process.execPath, ['--check', door], { uid: stranger }).status === 0;

describe('a start', () => {
  test('without a token and without a terminal says that nothing is configured: exit code 2', async () => {
    const { code, stdout, stderr } = await runCommandLine(['start'], { data: temporaryFolder() });
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^greenroom: No bot is configured, .*DISCORD_TOKEN.*SLACK_BOT_TOKEN.*\n$/);
  });

  test('names a setting that is misspelt', async () => {
    const { code, stderr } = await runCommandLine(['start'], {
      data: temporaryFolder(),
      env: { DISCORD_TOKN: 'x' },
    });
    expect(code).toBe(2);
    expect(stderr).toMatch(/DISCORD_TOKN.*DISCORD_TOKEN/);
  });

  test('on a Node that is too old says so in one sentence, before anything else is loaded', async () => {
    const older = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.11.0' } })`;
    const { code, stderr } = await startCommand(['start'], {
      data: temporaryFolder(),
      program: door,
      node: ['--import', `data:text/javascript,${encodeURIComponent(older)}`],
    }).ended;
    expect(code).toBe(2);
    expect(stderr).toMatch(/^greenroom: This is Node 20\.11\.0; Greenroom needs 22\.18 or newer\. .*\n$/);
  });

  test.skipIf(!isReadByStrangers)(
    'as a user without a home says in one sentence what to set; what needs no home works',
    async () => {
      const nobody = { data: temporaryFolder(), uid: stranger, bare: true };
      const version = await startCommand(['--version'], nobody).ended;
      expect(version).toMatchObject({ code: 0, stderr: '' });
      for (const words of [['start'], ['practice', '--domain', 'backend']]) {
        const { code, stdout, stderr } = await startCommand(words, nobody).ended;
        expect(code).toBe(2);
        expect(stdout).toBe('');
        expect(stderr).toMatch(/^greenroom: .*Set GREENROOM_DATA and GREENROOM_MODELS.*\n$/);
      }
    },
  );
});

test('an error that nothing caught is logged, and the program stops in order with exit code 1', async () => {
  const script = `
    const { stopInOrder } = await import(${JSON.stringify(join(import.meta.dirname, '../../src/cli/stop-in-order.ts'))});
    const log = { fatal: ({ err }, text) => console.error(text + ': ' + err.message) };
    const { signal } = stopInOrder(log);
    const work = setInterval(() => undefined, 1_000);
    signal.addEventListener('abort', () => { console.log('in order'); clearInterval(work); });
    Promise.reject(new Error('the store is gone'));
    setTimeout(() => { throw new Error('a second one'); });`;
  const program = join(temporaryFolder(), 'program.mjs');
  writeFileSync(program, script);
  const { code, stdout, stderr } = await startCommand([], { data: temporaryFolder(), program }).ended;
  expect(code).toBe(1);
  expect(stdout).toBe('in order\n');
  expect(stderr).toContain('An error was caught by nobody; the program stops: the store is gone');
});

test('export for a name that nobody has writes no file and says so', async () => {
  const data = temporaryFolder();
  const { code, stdout, stderr } = await runCommandLine(['export', '--user', 'nobody'], { data });
  expect(code).toBe(1);
  expect(stdout).toBe('');
  expect(stderr).toMatch(/^greenroom: Nothing is kept about nobody at this terminal\..*\n$/);
});
