/**
 * Slack under load: many people answer in writing within one minute; what is lost, late or duplicated, and
 * how memory grows.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { leanEnvironment, leanFlags } from '../bin/lean-node.mjs';
import { type Slack, startSlack } from '../test/servers/slack/slack.ts';
import { textOf } from '../test/support/slack-bot.ts';
import type { SlackChildMessage } from '../test/support/slack-child.ts';
import { until } from '../test/support/temporary.ts';
import { sayDelay } from '../test/support/watch-loop.ts';
import { watchMemory } from './processes/watch-memory.ts';

type Figures = { cardMs: number[]; lost: number; doubled: number };

/**
 * `npm run bench -- slack [people] [seconds] [rounds]`: the program as it is, with the models in `GREENROOM_MODELS`, and
 * without any when that is not set.
 */
export async function bench(args: string[]): Promise<void> {
  const [people = 200, seconds = 60, rounds = 2] = args.map(Number);
  const names = Array.from({ length: people }, (_, index) => `person${index}`);
  const folder = mkdtempSync(join(tmpdir(), 'greenroom-bench-'));
  const slack = await startSlack({ people: names });
  const program = startProgram(slack, folder);
  const memory = watchMemory(program.pid ?? 0);
  try {
    await until(() => slack.socket.connections() > 0, 60_000);
    console.log(
      'round  answers  lost  doubled  late acks  ack ms p50/p99/max  card ms p50/p99/max  heap MB  resident MB, all processes, most/after  loop ms p99/max',
    );
    // The delay of the event loop counts from here: a start is slow once.
    await usageOf(program);
    console.log(`idle: ${memory.nowMb().toFixed(0)} MB resident`);
    memory.mostMb();
    for (let round = 1; round <= rounds; round++) {
      const from = slack.journal.entries.length;
      const { cardMs, lost, doubled } = await runRound(slack, names, seconds * 1000);
      const acks = slack.journal.entries
        .slice(from)
        .filter(({ kind }) => kind === 'acknowledgement')
        .map(({ args: { ms } }) => Number(ms));
      const late = slack.journal.anomalies.filter(
        ({ what }) => what === 'late-acknowledgement' || what === 'not-acknowledged',
      ).length;
      const resident = `${memory.mostMb().toFixed(0)}/${memory.nowMb().toFixed(0)}`;
      const { heapBytes, loop } = await usageOf(program);
      console.log(
        [
          round,
          people,
          lost,
          doubled,
          late,
          spread(acks),
          spread(cardMs),
          (heapBytes / 2 ** 20).toFixed(0),
          resident,
          sayDelay(loop),
        ].join('  '),
      );
    }
    console.log(`other anomalies: ${JSON.stringify(slack.journal.anomalies)}`);
  } finally {
    memory.stop();
    // It is asked to stop first: only then does Node keep what it compiled for the next start.
    program.kill('SIGTERM');
    if (program.exitCode === null) await Promise.race([once(program, 'exit'), sleep(5_000)]);
    program.kill('SIGKILL');
    await slack.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Everybody starts an interview, answers its one question in two messages, and waits for the card. */
async function runRound(slack: Slack, names: string[], lengthMs: number): Promise<Figures> {
  const figures: Figures = { cardMs: [], lost: 0, doubled: 0 };
  const isCard = (message: Parameters<typeof textOf>[0]) => /\d+ of 100 ·/.test(textOf(message));
  await Promise.all(
    names.map(async (name, index) => {
      await sleep((index / names.length) * lengthMs);
      const person = slack.person(name);
      const count = (fits: (message: Parameters<typeof textOf>[0]) => boolean) =>
        person.answers('dm').filter(fits).length;
      const asked = (message: Parameters<typeof textOf>[0]) =>
        /Question 1 of 1/.test(textOf(message)) && !isCard(message);
      const summed = (message: Parameters<typeof textOf>[0]) => /How it went/.test(textOf(message));
      const [questions, cards, summaries] = [count(asked), count(isCard), count(summed)];
      try {
        await person.message('dm', 'start backend junior 1');
        await until(() => count(asked) > questions, 30_000);
        await person.message('dm', 'A hash map finds a value by its key in constant time on average.');
        await person.message('dm', 'It degrades when many keys share a bucket.');
        const at = Date.now();
        await person.message('dm', 'done');
        await until(() => count(isCard) > cards, 30_000);
        figures.cardMs.push(Date.now() - at);
        await until(() => count(summed) > summaries, 30_000);
      } catch {
        figures.lost++;
      }
      figures.doubled += Math.max(0, count(isCard) - cards - 1);
    }),
  );
  return figures;
}

function startProgram(slack: Slack, folder: string): ChildProcess {
  return fork(fileURLToPath(new URL('../test/support/slack-child.ts', import.meta.url)), {
    env: {
      GREENROOM_MODELS: join(folder, 'models'),
      ...leanEnvironment(),
      ...process.env,
      PARTS: 'own',
      SLACK_API_URL: slack.apiUrl,
      SLACK_BOT_TOKEN: slack.team.botToken,
      SLACK_APP_TOKEN: slack.platform.appToken,
      DATABASE_URL: `sqlite:${join(folder, 'greenroom.db')}`,
      FOLLOW_UP_DEPTH: '0',
    },
    execArgv: [...leanFlags, '--expose-gc'],
  });
}

async function usageOf(program: ChildProcess): Promise<SlackChildMessage> {
  program.send('usage');
  const [usage] = await once(program, 'message');
  return usage;
}

function spread(values: number[]): string {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  return `${at(0.5)}/${at(0.99)}/${at(1)}`;
}
