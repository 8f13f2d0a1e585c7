/** The Discord bot in a process of its own, with people who use it, for the benches. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { leanEnvironment, leanFlags } from '../../bin/lean-node.mjs';
import { type Discord, startDiscord } from '../../test/servers/discord/discord.ts';
import { readOpusFile } from '../../test/servers/discord/voice/ogg.ts';
import type { ChildMessage } from '../../test/support/discord-child.ts';
import { watchMemory } from '../processes/watch-memory.ts';

type Usage = Extract<ChildMessage, { type: 'usage' }>;
export const names = ['alice', 'bob', 'carol', 'dave', 'erin', 'frank', 'grace', 'heidi'];
const spoken = { domain: 'backend', level: 'junior', questions: 1, mode: 'voice', private: false };

export async function withProgram(
  environment: Record<string, string>,
  measure: (discord: Discord, bot: Program) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'greenroom-bench-'));
  const discord = await startDiscord({ users: names, guilds: [{ name: 'Bench' }] });
  const bot = startProgram(discord, folder, environment);
  try {
    await discord.until('the commands', () => discord.world.commands.global.size > 0, 30_000);
    // The first time includes loading and compiling the decoder.
    await begin(discord, 1);
    await discord.person('alice').speak(readOpusFile('test/fixtures/audio/discord-short.ogg'));
    await end(discord);
    await measure(discord, bot);
  } finally {
    await bot.stop();
    await discord.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function startProgram(discord: Discord, folder: string, environment: Record<string, string>) {
  const child = fork(fileURLToPath(new URL('../../test/support/discord-child.ts', import.meta.url)), {
    env: {
      GREENROOM_MODELS: join(folder, 'models'),
      ...leanEnvironment(),
      ...process.env,
      ...environment,
      ...discord.environment,
      DATABASE_URL: `sqlite:${join(folder, 'greenroom.db')}`,
      FOLLOW_UP_DEPTH: '0',
    },
    execArgv: [...leanFlags, '--expose-gc'],
  });
  const memory = watchMemory(child.pid ?? 0);
  const heardAt: number[] = [];
  let answer: ((usage: Usage) => void) | null = null;
  child.on('message', (message: ChildMessage) => {
    if (message.type === 'heard') heardAt.push(message.at);
    else if (message.type === 'usage') answer?.(message);
  });
  return {
    heardAt,
    memory,
    /**
     * For `memory` the garbage is collected first, which takes time of its own; for `settled` it waits until no model is
     * loading any more.
     */
    usage: (what: 'time' | 'memory' | 'settled' = 'time') =>
      new Promise<Usage>((resolve) => {
        answer = resolve;
        child.send(what);
      }),
    async stop() {
      memory.stop();
      // It is asked to stop first: only then does Node keep what it compiled for the next start.
      child.kill('SIGTERM');
      if (child.exitCode === null) await Promise.race([once(child, 'exit'), sleep(5_000)]);
      child.kill('SIGKILL');
    },
  };
}
export type Program = ReturnType<typeof startProgram>;

/** Waits for a message among those sent since `from`. */
export const shown = (discord: Discord, what: string, from: number) =>
  discord.until(
    what,
    () =>
      discord.world.sent
        .slice(from)
        .find(({ kind, message }) => kind === 'message' && JSON.stringify(message ?? '').includes(what)),
    30_000,
  );

export async function begin(discord: Discord, count: number): Promise<void> {
  const from = discord.world.sent.length;
  const people = names.slice(0, count).map((name) => discord.person(name));
  for (const person of people) person.join('Interview');
  const style = count === 1 ? 'solo' : 'everyone';
  // On a busy machine a reply may come too late for Discord; it is done all the same, and told in a direct message.
  const told = [people[0]?.slash('interview start', { ...spoken, style }).reply()];
  await shown(discord, 'Question 1 of 1', from);
  for (const person of people) told.push(person.click('Agree').reply());
  await Promise.allSettled(told);
}
export async function end(discord: Discord): Promise<void> {
  const from = discord.world.sent.length;
  await discord.person('alice').click('Stop').acknowledgement();
  await shown(discord, 'How it went', from);
  for (const name of names) discord.person(name).leave();
  await discord.until('the bot to leave', () => !discord.world.guild().voice.has(discord.world.bot.id));
}
