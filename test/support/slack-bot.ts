import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { BotContext } from '../../src/bots/bot.ts';
import { createSlackBot } from '../../src/bots/slack/slack-bot.ts';
import { readConfig } from '../../src/config.ts';
import { openLog, silentLog } from '../../src/log.ts';
import type { Speaker, Transcriber } from '../../src/models/ports.ts';
import { openCoach } from '../../src/open-coach.ts';
import type { Evaluator } from '../../src/pipeline/evaluation-types.ts';
import type { Wording } from '../../src/wording/wording.ts';
import type { Message } from '../servers/slack/protocol.ts';
import { type SlackOptions, startSlack } from '../servers/slack/slack.ts';
import type { Team } from '../servers/slack/team.ts';
import { textsOf } from '../servers/slack/validate/blocks.ts';
import {
  type HeardByScript,
  scriptedEvaluator,
  scriptedModels,
  scriptedSlot,
  scriptedTranscriber,
} from './scripted.ts';
import { temporaryFolder, until } from './temporary.ts';

export type SlackBotOptions = {
  slack?: SlackOptions;
  mode?: 'socket' | 'http';
  /** What is understood of a recording. */
  hear?: (pcm: Float32Array) => HeardByScript | Promise<HeardByScript>;
  evaluator?: Evaluator;
  /** What speaks questions; default nothing. */
  speaker?: Speaker;
  /** The language that it speaks; default English. */
  wording?: Wording;
  environment?: Record<string, string>;
  log?: BotContext['log'];
  now?: () => Date;
  /** How long after an answer words are late for it. */
  lateTextMs?: number;
  /** The database of an earlier run. */
  folder?: string;
};
export type RunningSlackBot = Awaited<ReturnType<typeof runningSlackBot>>;

/** The whole program with its Slack bot, a database of its own and scripted models, connected to the stand-in. */
export async function runningSlackBot(options: SlackBotOptions = {}) {
  const slack = await startSlack(options.slack);
  const mode = options.mode ?? 'socket';
  const heard: Float32Array[] = [];
  const transcriber = scriptedTranscriber((pcm) => {
    heard.push(pcm);
    return options.hear?.(pcm) ?? 'A hash map gives constant time lookups.';
  });
  const log = options.log ?? (process.env.SHOW_LOG ? openLog('debug') : silentLog());
  const port = mode === 'http' ? await freePort() : 0;
  const config = readConfig({
    SLACK_API_URL: slack.apiUrl,
    SLACK_BOT_TOKEN: slack.team.botToken,
    ...(mode === 'socket'
      ? { SLACK_APP_TOKEN: slack.platform.appToken }
      : { SLACK_SIGNING_SECRET: slack.platform.signingSecret, PORT: String(port) }),
    DATABASE_URL: `sqlite:${options.folder ?? temporaryFolder()}/greenroom.db`,
    QUESTION_BANKS: fileURLToPath(new URL('../fixtures/bank/', import.meta.url)),
    FOLLOW_UP_DEPTH: '0',
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
      models: scriptedModels(scriptedSlot<Transcriber>('transcriber', transcriber), null, options.speaker),
      evaluator: options.evaluator ?? scriptedEvaluator(() => ({ overall: 64 })),
    },
  });
  const stop = new AbortController();
  const working = coach.run(stop.signal);
  let running: Promise<void> = Promise.resolve();
  let ending = new AbortController();
  let ended: Promise<void> | null = null;

  const self = {
    slack,
    coach,
    url: `http://127.0.0.1:${port}`,
    /** Every recording that reached the transcriber, in order. */
    heard,
    /** Starts the bot and waits until it can be used. */
    async start(): Promise<void> {
      ending = new AbortController();
      const earlier = slack.journal.of('socket').length;
      const signal = AbortSignal.any([stop.signal, ending.signal]);
      running = createSlackBot(coach.context).run(signal);
      running.catch(() => undefined);
      const ready = async () => {
        if (mode === 'socket') return await until(() => slack.journal.of('socket').length > earlier);
        await until(() =>
          fetch(`${self.url}/health`).then(
            ({ ok }) => ok,
            () => false,
          ),
        );
        slack.useHttp(`${self.url}/slack/events`);
      };
      await Promise.race([ready(), running.then(() => Promise.reject(new Error('the bot has ended')))]);
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
        await slack.stop();
      })();
      return ended;
    },
    /** Waits for a message of the bot that shows this. */
    shown: (channel: string, what: RegExp, team?: Team): Promise<Message> =>
      slack.message(channel, (message) => what.test(textOf(message)), team),
  };
  onTestFinished(() => self.end());
  return self;
}

/** All the text that a message shows. */
export const textOf = ({ text, blocks }: Pick<Message, 'text' | 'blocks'>): string =>
  [text, ...textsOf(blocks)].join('\n');

/** A port below those that the system gives to connections, one of which could take it before the bot does. */
async function freePort(): Promise<number> {
  const port = randomInt(20_000, 32_000);
  const server = createServer();
  const isFree = await new Promise<boolean>((resolve) => {
    server.once('listening', () => resolve(true)).once('error', () => resolve(false));
    server.listen(port, '127.0.0.1');
  });
  if (!isFree) return await freePort();
  await new Promise((resolve) => server.close(resolve));
  return port;
}
