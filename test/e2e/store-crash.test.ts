import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openStore } from '../../src/store/open-store.ts';
import { engines, found, isSound, temporaryDatabase } from '../support/engines.ts';
import { temporaryFolder, until } from '../support/temporary.ts';

const child = join(import.meta.dirname, '../support/store-crash-child.ts');
const compiled = join(tmpdir(), 'greenroom-compiled');
/** `CRASH_KILLS=200 npx vitest run test/e2e/store-crash.test.ts` kills more often. */
const kills = Number(process.env.CRASH_KILLS ?? 25);

type Line = { did: 'said' | 'submitted' | 'deleting' | 'deleted' | 'forgot'; text: string };

type Kill = { after: 'ready' | 'acknowledged'; delayMs: number };

/** Lets somebody practise, and kills the program some time after it was ready or had acknowledged something. */
async function killOnce(url: string, acknowledged: string, { after, delayMs }: Kill): Promise<void> {
  const running = spawn(process.execPath, [child, url, acknowledged], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_COMPILE_CACHE: compiled },
  });
  const ended = once(running, 'exit');
  let said = '';
  running.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  await until(() => said.includes(after) || running.exitCode !== null);
  await new Promise((resolve) => setTimeout(resolve, delayMs));
  running.kill('SIGKILL');
  const [code, signal] = await ended;
  // It ends by our hand only.
  expect({ code, signal }).toEqual({ code: null, signal: 'SIGKILL' });
}

// A server is not on every machine, and what stands in for one lives in the process that would be killed.
describe.each(engines.filter((engine) => engine !== 'pglite'))('a store on %s', (engine) => {
  it(`is whole after ${kills} kills at any moment: no acknowledged answer is lost, duplicated or back from deletion`, {
    timeout: 10_000 * kills + 240_000,
  }, async () => {
    const folder = temporaryFolder();
    const acknowledged = join(folder, 'acknowledged');
    const url =
      engine === 'sqlite'
        ? `sqlite:${join(folder, 'greenroom.db')}`
        : await temporaryDatabase({ hasTables: true });
    let promises = 0;
    const check = async () => {
      const store = await openStore(url, { connections: 2 });
      const all = <Row>(text: string) => found<Row>(store, text);
      if (engine === 'sqlite')
        expect(await all('pragma integrity_check')).toEqual([{ integrity_check: 'ok' }]);
      expect(await isSound(store)).toBe(true);
      const told = existsSync(acknowledged) ? readFileSync(acknowledged, 'utf8').trimEnd() : '';
      const lines = told === '' ? [] : told.split('\n').map((line) => JSON.parse(line) as Line);
      promises = lines.length;
      const did = (what: Line['did']) =>
        new Set(lines.filter((line) => line.did === what).map(({ text }) => text));
      const pieces = await all<{ key: string; text: string | null; given: string; state: string }>(
        `select key, coalesce(utterances.text, answers.text) as text, answers.state as given, coalesce((select 'failed: ' || error from jobs
          where key = 'evaluate:' || answers.id and jobs.state = 'failed'), answers.state) as state
        from utterances join answers on answers.id = utterances.answer_id`,
      );
      // The key of a piece is what was said in it, and outlives it when it is discarded.
      const saidIn = (key: string) => key.slice(key.indexOf('|') + 1);
      const stored = pieces.map(({ key, state }) => ({ text: saidIn(key), state }));
      const byText = new Map(stored.map((row) => [row.text, row.state]));
      expect(stored.map(({ text }) => text).filter((text, at, texts) => texts.indexOf(text) < at)).toEqual(
        [],
      );
      const deleted = did('deleted');
      const deleting = did('deleting');
      expect([...did('said')].filter((text) => !byText.has(text) && !deleting.has(text))).toEqual([]);
      // Whoever is killed five times while judging the same answer gives it up and says so; that loses nothing either.
      const given = ['submitted', 'transcribed', 'evaluated', 'failed: WorkerDied'];
      const stateOf = (text: string) => byText.get(text) ?? 'missing';
      const lost = [...did('submitted')].filter(
        (text) => !deleting.has(text) && !given.includes(stateOf(text)),
      );
      expect(lost.map((text) => [text, stateOf(text)])).toEqual([]);
      expect([...deleted, ...did('forgot')].filter((text) => byText.has(text))).toEqual([]);
      const whole = ['submitted', 'transcribed', 'evaluated'];
      expect(pieces.filter(({ key, text, given }) => whole.includes(given) && text !== saidIn(key))).toEqual(
        [],
      );
      // Each answer is judged at most once, and its job is there for as long as it is not.
      expect(await all('select answer_id from evaluations group by answer_id having count(*) > 1')).toEqual(
        [],
      );
      expect(
        await all(`select id from answers where state = 'transcribed' and not exists (
          select 1 from jobs where key = 'evaluate:' || answers.id and state in ('waiting', 'leased'))`),
      ).toEqual([]);
      expect(
        await all(`select id from answers where (state = 'evaluated') <> exists (
          select 1 from evaluations where answer_id = answers.id)`),
      ).toEqual([]);
      await store.close();
    };
    const kill = fc.record<Kill>({
      after: fc.constantFrom('ready', 'acknowledged', 'acknowledged', 'acknowledged'),
      delayMs: fc.integer({ min: 0, max: 80 }),
    });
    await fc.assert(
      fc.asyncProperty(kill, async (given) => {
        await killOnce(url, acknowledged, given);
        await check();
      }),
      { numRuns: kills, endOnFailure: true },
    );
    expect(promises).toBeGreaterThan(kills / 4);
  });
});
