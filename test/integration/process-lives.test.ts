import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it, onTestFinished } from 'vitest';
import { keepTrying } from '../../src/async/keep-trying.ts';
import { silentLog } from '../../src/log.ts';
import type { Transcriber } from '../../src/models/ports.ts';
import { cookingStart, runningInterview } from '../support/interviews.ts';
import { scriptedModels, scriptedSlot, scriptedTranscriber } from '../support/scripted.ts';
import { tone } from '../support/sounds.ts';
import { until } from '../support/temporary.ts';

it('takes up what waits for a model that arrives while the store refuses every write', async () => {
  const slot = scriptedSlot<Transcriber>('transcriber', null);
  const { interview, store } = runningInterview({ models: scriptedModels(slot) });
  const ann = { tenant: 'terminal:test' as const, userId: 'ann' };
  const session = await interview.start(cookingStart('ann', { mode: 'voice' }));
  await interview.addUtterance(ann, session.id, { pcm: tone(0.1), startMs: 0, endMs: 100, key: 'u1' });
  const waiting = () =>
    store.db.selectFrom('jobs').selectAll().where('queue', '=', 'transcribe').executeTakeFirst();
  await until(async () => (await waiting())?.error === 'model_unavailable');
  store.sqlite.pragma('query_only = on');
  slot.become(scriptedTranscriber(), { state: 'ready', model: 'scripted', device: 'cpu' });
  setTimeout(() => store.sqlite.pragma('query_only = off'), 100);
  await until(async () => (await waiting())?.state === 'done');
});

it('tries however often it fails, and never rejects', async () => {
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  let tries = 0;
  const work = async () => {
    tries += 1;
    if (tries < 20) throw new Error('not yet');
  };
  await keepTrying(work, { firstMs: 1, longestMs: 2, log: silentLog(), signal: stop.signal });
  expect(tries).toBe(20);
  const never = keepTrying(() => Promise.reject(new Error('never')), {
    ...{ firstMs: 60_000, longestMs: 60_000, log: silentLog(), signal: stop.signal },
  });
  stop.abort();
  await never;
});

it.each([
  ['a rejection', "void Promise.reject(new Error('nobody caught this'));"],
  ['an error', "setTimeout(() => { throw new Error('nobody caught this'); });"],
])('stops in order, and says why in the log, for %s that nothing has caught', async (_, accident) => {
  const script = `
    const { stopInOrder } = await import('./src/cli/stop-in-order.ts');
    const { openLog } = await import('./src/log.ts');
    const stop = stopInOrder(openLog('info'));
    const alive = setInterval(() => {}, 1_000);
    stop.signal.addEventListener('abort', () => { process.stdout.write('given back'); clearInterval(alive); });
    ${accident}`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  const [code] = await once(child, 'close');
  expect(code).toBe(1);
  expect(said).toContain('given back');
  expect(said).toContain('An error was caught by nobody; the program stops');
  // The log keeps no words, for somebody may have said them.
  expect(said).not.toContain('nobody caught this');
});
