import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openSqlite } from '../../src/store/sqlite/open-sqlite.ts';
import { crashSteps } from '../support/crash-steps.ts';
import { temporaryFolder } from '../support/temporary.ts';

const script = fileURLToPath(new URL('../support/crash-child.ts', import.meta.url));

function program(folder: string, step = 'none'): ChildProcess {
  const child = fork(script, [join(folder, 'greenroom.db'), join(folder, 'posts'), step], { execArgv: [] });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

/** Runs the program until it has come to a step, and kills it there. */
async function killAt(folder: string, step: string): Promise<void> {
  const child = program(folder, step);
  await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(([code]) => Promise.reject(new Error(`The program ended with ${code}`))),
  ]);
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  expect((await gone)[1]).toBe('SIGKILL');
}

async function runToTheEnd(folder: string): Promise<void> {
  expect(await once(program(folder), 'exit')).toEqual([0, null]);
}

/** What a platform with nonces shows: each nonce once. */
function posts(folder: string): string[] {
  const file = join(folder, 'posts');
  const lines = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
  return [...new Set(lines)].map((line) => line.split(' ')[1] ?? '');
}

async function stored(folder: string) {
  const store = openSqlite(`sqlite:${join(folder, 'greenroom.db')}`);
  const all = {
    evaluations: await store.db.selectFrom('evaluations').selectAll().execute(),
    answers: await store.db.selectFrom('answers').selectAll().execute(),
    utterances: await store.db.selectFrom('utterances').selectAll().execute(),
    audio: await store.db.selectFrom('utterance_audio').selectAll().execute(),
    jobs: await store.db.selectFrom('jobs').selectAll().execute(),
  };
  await store.close();
  return all;
}

describe('a program that is killed while an answer is processed', () => {
  it.for([...crashSteps])(
    'after the step "%s" goes on from there: one evaluation, one delivery',
    async (step) => {
      const folder = temporaryFolder();
      await killAt(folder, step);
      await runToTheEnd(folder);
      const { evaluations, answers, utterances, audio, jobs } = await stored(folder);
      expect(evaluations).toHaveLength(1);
      expect(answers.map(({ state, text }) => [state, text])).toEqual([
        ['evaluated', 'I keep the water boiling.'],
      ]);
      expect(utterances.map(({ state }) => state)).toEqual(['ready']);
      expect(audio).toHaveLength(0);
      const feedback = jobs.filter(({ key }) => key?.startsWith('feedback:'));
      expect(feedback.map(({ state, receipt }) => [state, receipt])).toEqual([
        ['done', `post-${feedback[0]?.id}`],
      ]);
      // Daily tasks wait for their day.
      expect(jobs.filter(({ queue, state }) => queue !== 'maintenance' && state !== 'done')).toEqual([]);
      expect(posts(folder)).toEqual(['question', 'feedback', 'summary']);
    },
  );

  it('each time it transcribes ends that job as failed, and tells the person', async () => {
    const folder = temporaryFolder();
    for (const attempt of [1, 2]) {
      const [, signal] = await once(program(folder, 'die-transcribing'), 'exit');
      expect(signal).toBe('SIGKILL');
      if (attempt === 1) await limitAttempts(folder, 2);
    }
    await runToTheEnd(folder);
    const { jobs, utterances } = await stored(folder);
    const job = jobs.find(({ queue }) => queue === 'transcribe');
    expect(job).toMatchObject({ state: 'failed', attempts: 3, error: 'WorkerDied' });
    expect(utterances[0]?.state).toBe('failed');
    expect(posts(folder)).toEqual(['question', 'notice']);
  });
});

async function limitAttempts(folder: string, attempts: number): Promise<void> {
  const store = openSqlite(`sqlite:${join(folder, 'greenroom.db')}`);
  await store.db
    .updateTable('jobs')
    .set({ max_attempts: attempts })
    .where('queue', '=', 'transcribe')
    .execute();
  await store.close();
}
