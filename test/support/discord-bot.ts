import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { BotContext } from '../../src/bots/bot.ts';
import { createDiscordBot, type Timings } from '../../src/bots/discord/discord-bot.ts';
import { readConfig } from '../../src/config.ts';
import { openLog, silentLog } from '../../src/log.ts';
import type { Speaker, Transcriber } from '../../src/models/ports.ts';
import { openCoach } from '../../src/open-coach.ts';
import type { Evaluator } from '../../src/pipeline/evaluation-types.ts';
import type { Wording } from '../../src/wording/wording.ts';
import { type DiscordOptions, startDiscord } from '../servers/discord/discord.ts';
import type { Message } from '../servers/discord/protocol.ts';
import {
  type HeardByScript,
  scriptedEvaluator,
  scriptedModels,
  scriptedSlot,
  scriptedTranscriber,
} from './scripted.ts';

export type BotOptions = {
  /** How long after an answer words are late for it. */
  lateTextMs?: number;
  discord?: Partial<DiscordOptions>;
  /** What is understood of a stretch of speech. */
  hear?: (pcm: Float32Array) => HeardByScript | Promise<HeardByScript>;
  evaluator?: Evaluator;
  /** What speaks questions; default nothing. */
  speaker?: Speaker;
  /** Hears and judges with the installed models, as the program itself would, instead of scripted ones. */
  isReal?: boolean;
  /** The language that it speaks; default English. */
  wording?: Wording;
  /** There is no model that turns speech into text. */
  deaf?: boolean;
  timings?: Partial<Timings>;
  /** How long a candidate who has left may stay away. */
  candidateAwayMs?: number;
  environment?: Record<string, string>;
  /** Commands are registered in the first server alone. */
  inOneServer?: boolean;
  log?: BotContext['log'];
  now?: () => Date;
  /** Tests that run side by side say whose end it is. */
  finished?: (end: () => Promise<void>) => void;
};
export type RunningBot = Awaited<ReturnType<typeof runningBot>>;

/** Shorter than in life, so that tests need not wait; speech itself is in real time. */
const quickTimings: Partial<Timings> = {
  ...{ editEveryMs: 20, typedPauseMs: 300, silenceMs: 800, unsureMs: 0 },
  // The stand-in refuses what the program itself takes too long for.
  dialogMs: 60_000,
};

/** The whole program with its Discord bot, a database of its own and scripted models, connected to the stand-in. */
export async function runningBot(options: BotOptions = {}) {
  const discord = await startDiscord({
    users: ['alice', 'bob', 'carol'],
    guilds: [{ name: 'Study group', owner: 'carol' }],
    ...options.discord,
  });
  const heard: Float32Array[] = [];
  const transcriber = scriptedTranscriber((pcm) => {
    heard.push(pcm);
    return options.hear?.(pcm) ?? 'A hash map gives constant time lookups.';
  });
  const folder = mkdtempSync(join(tmpdir(), 'greenroom-discord-'));
  const log = options.log ?? (process.env.SHOW_LOG ? openLog('debug') : silentLog());
  const config = readConfig({
    ...discord.environment,
    DATABASE_URL: `sqlite:${join(folder, 'greenroom.db')}`,
    GREENROOM_DATA: folder,
    QUESTION_BANKS: fileURLToPath(new URL('../fixtures/bank/', import.meta.url)),
    FOLLOW_UP_DEPTH: '0',
    ...(options.inOneServer ? { DISCORD_GUILD_ID: discord.world.guild().id } : {}),
    ...options.environment,
  });
  const coach = await openCoach({
    config,
    log,
    ...(options.wording ? { wording: options.wording } : {}),
    ...(options.now ? { now: options.now } : {}),
    parts: {
      // These people answer faster than anybody reads.
      lateTextMs: options.lateTextMs ?? 0,
      ...(!options.isReal && {
        models: scriptedModels(
          scriptedSlot<Transcriber>('transcriber', options.deaf ? null : transcriber),
          null,
          options.speaker,
        ),
        evaluator: options.evaluator ?? scriptedEvaluator(() => ({ overall: 64 })),
      }),
      ...(options.candidateAwayMs !== undefined && { candidateAwayMs: options.candidateAwayMs }),
    },
  });
  const stop = new AbortController();
  const working = coach.run(stop.signal);
  let running: Promise<void> = Promise.resolve();
  let ending = new AbortController();
  let ended: Promise<void> | null = null;

  const self = {
    discord,
    coach,
    /** Every stretch of speech that reached the transcriber, in order. */
    heard,
    alice: discord.person('alice'),
    bob: discord.person('bob'),
    carol: discord.person('carol'),
    /** Starts the bot and waits until it can be used. */
    async start(): Promise<void> {
      const looks = () =>
        discord.rest.requests.filter(({ method, path }) => method === 'GET' && path.endsWith('/commands'))
          .length;
      const before = looks();
      const { commands } = discord.world;
      const registered = () =>
        commands.global.size + (commands.guild.get(discord.world.guild().id)?.size ?? 0);
      ending = new AbortController();
      const signal = AbortSignal.any([stop.signal, ending.signal]);
      running = createDiscordBot(coach.context, { ...quickTimings, ...options.timings }).run(signal);
      running.catch(() => undefined);
      await Promise.race([
        discord.until('the commands', () => looks() > before && registered() > 0),
        running.then(() => Promise.reject(new Error('the bot has ended'))),
      ]);
    },
    /** Stops the bot, and leaves everything else as it is. */
    async halt(): Promise<void> {
      ending.abort();
      await running;
    },
    /** How the bot ended. */
    ended: () => running,
    end(): Promise<void> {
      ended ??= (async () => {
        stop.abort();
        await running.catch(() => undefined);
        await working;
        await coach.close();
        await discord.stop();
        rmSync(folder, { recursive: true, force: true });
      })();
      return ended;
    },
    /** Waits for a message, in any channel, that shows this text; what it says may have been edited since. */
    shown: (what: RegExp | string, timeoutMs?: number): Promise<Message> =>
      discord.until(
        `a message with ${what}`,
        () => self.messages().find((message) => holds(message, what)),
        timeoutMs,
      ),
    /** Every message of the bot, ephemeral ones included, oldest first. */
    messages: (): Message[] =>
      [
        ...[...discord.world.channels.keys()].flatMap((id) => [...discord.world.messagesOf(id).values()]),
        ...[...discord.world.ephemerals.values()].map((one) => one.message),
      ]
        .filter((message) => message.author.id === discord.world.bot.id)
        .sort((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1)),
  };
  (options.finished ?? onTestFinished)(() => self.end());
  return self;
}

const holds = (message: Message, what: RegExp | string): boolean =>
  what instanceof RegExp ? what.test(textOf(message)) : textOf(message).includes(what);

/** All the text that a message shows, buttons and file names included. */
export function textOf(message: Message): string {
  const parts: string[] = [message.content];
  const walk = (component: Message['components'][number]): void => {
    parts.push(component.content ?? '', component.label ?? '');
    for (const child of [...(component.components ?? []), component.accessory]) if (child) walk(child);
  };
  for (const component of message.components) walk(component);
  parts.push(...message.attachments.map((file) => file.filename));
  return parts.filter((part) => part !== '').join('\n');
}
