/**
 * Greenroom in Slack. Slack gives apps no access to the audio of calls: people answer in writing or with an
 * audio clip.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { App, type ReceiverEvent } from '@slack/bolt';
import { createSerialQueues } from '../../async/serial-queue.ts';
import type { Config } from '../../config.ts';
import type { Actor } from '../../domain.ts';
import { CoachError } from '../../errors.ts';
import type { ConnectionState } from '../../http/connections.ts';
import type { Interview } from '../../pipeline/interview/interview-types.ts';
import { withOwn } from '../../wording/wording.ts';
import type { Bot, BotContext } from '../bot.ts';
import { type Conversation, createConversation } from '../conversation/conversation.ts';
import { boltLogger, type ClientOptions, clientOptions } from './client.ts';
import { createEventQueue, readEvent } from './connection/event-queue.ts';
import { createInstallPages } from './connection/install.ts';
import { createSocketReceiver, keepConnected } from './connection/socket-mode.ts';
import { bothRefused, wrongTokenIn } from './connection/tokens.ts';
import { createVerifier } from './connection/verify.ts';
import type { openWebServer } from './connection/web-server.ts';
import { openWorkspaces } from './connection/workspaces.ts';
import { loggable } from './faults.ts';
import { fileHosts } from './files.ts';
import { createHome, type Home } from './home.ts';
import { listen } from './inbox.ts';
import { createSlackPlatform } from './slack-platform.ts';

const usualPort = 3000;

/** People in Slack have known these buttons by other labels. */
const ownLabels = {
  'button.close': 'slack.button.close',
  'button.follow-up': 'slack.button.follow-up',
  'button.fair': 'slack.button.fair',
} as const;

export function createSlackBot(context: BotContext): Bot {
  return { platform: 'slack', run: (signal) => runSlack(context, signal) };
}

async function runSlack(context: BotContext, outer: AbortSignal): Promise<void> {
  const { config, now } = context;
  const wording = withOwn(context.wording, ownLabels);
  const log = context.log.child({ platform: 'slack' });
  const mode = modeOf(config);
  const stop = new AbortController();
  const signal = AbortSignal.any([outer, stop.signal]);
  const client: ClientOptions = { slackApiUrl: apiUrl(config), log };
  const installations = config.SLACK_CLIENT === undefined ? null : context.installations;
  let refusal: CoachError | null = null;
  const workspaces = await openWorkspaces({
    botToken: config.SLACK_BOT_TOKEN,
    installations,
    client,
    refused(error) {
      refusal ??= error;
      stop.abort();
    },
  }).catch(async (error: unknown) => {
    throw await bothRefused(error, mode === 'socket' ? config.SLACK_APP_TOKEN : undefined, client);
  });
  const queues = createSerialQueues();
  const platform = createSlackPlatform({ workspaces, wording, log, signal });
  const home = createHome({ ...context, wording, log });
  const interview = telling(context.interview, home);
  const conversation = refreshing(createConversation(platform, { ...context, interview, wording }), home);
  await conversation.takeUp();

  const receiver =
    mode === 'socket' ? createSocketReceiver(config.SLACK_APP_TOKEN ?? '', client) : idleReceiver;
  const app = new App({
    receiver,
    logger: boltLogger(log),
    clientOptions: clientOptions(client),
    convoStore: false,
    // Never asks Slack: a slow response would make the acknowledgement late.
    authorize: async ({ teamId = '', enterpriseId = null }) => {
      const workspace = await workspaces.find(teamId, enterpriseId);
      if (!workspace) throw new Error('The app is not installed in this workspace');
      const { botToken, botId, botUserId } = workspace;
      return { botToken, botId, botUserId, teamId };
    },
  });
  app.error(async (error) => log.error({ fault: loggable(error) }, 'Something in the Slack bot failed'));
  const files = { config, hosts: fileHosts(client.slackApiUrl), signal };
  listen(app, { conversation, platform, workspaces, queues, files, home, wording, log });

  // Bolt acknowledges an event before anything has handled it. Here it is stored first, and handled once.
  const dispatch = app.processEvent.bind(app);
  const inbox = createEventQueue({
    events: context.inbox,
    queues,
    log,
    handle: (body) => dispatch({ body, ack: async () => undefined }),
  });
  const process = async (event: ReceiverEvent): Promise<void> => {
    const body = readEvent(event.body);
    if (!body) return await dispatch(event);
    await inbox.take(body);
    await event.ack();
  };
  app.processEvent = process;

  const pages =
    installations && config.SLACK_CLIENT && config.SECRET_KEY
      ? createInstallPages({
          client: config.SLACK_CLIENT,
          secretKey: config.SECRET_KEY,
          options: client,
          workspaces,
          log,
          wording,
          now,
        })
      : null;
  const report = (state: ConnectionState) => context.connections.report('slack', state);
  const verifier = mode === 'http' ? createVerifier(config.SLACK_SIGNING_SECRET ?? '', now) : null;
  const server =
    mode === 'http' || pages
      ? await openDoor({ port: config.PORT ?? usualPort, log, verifier, pages, process })
      : null;
  try {
    await inbox.takeUp();
    if (mode === 'http') report('connected');
    log.info({ mode }, 'The Slack bot is running');
    const ended = await Promise.allSettled([
      stopping(
        stop,
        mode === 'socket' && 'client' in receiver
          ? keepConnected(receiver, signal, log, { report })
          : untilAborted(signal),
      ),
      stopping(stop, conversation.run(signal)),
    ]);
    if (refusal) throw refusal;
    const failed = ended.find(({ status }) => status === 'rejected');
    if (failed?.status === 'rejected') throw failed.reason;
  } finally {
    report('connecting');
    stop.abort();
    await server?.close();
    // Acknowledged events are finished now, or resumed at the next start.
    await Promise.race([queues.idle(), sleep(3_000, undefined, { ref: false })]);
  }
}

/** In Socket Mode nothing of a server is loaded. */
const openDoor: typeof openWebServer = async (parts) =>
  await (await import('./connection/web-server.ts')).openWebServer(parts);

/** A delivery to somebody may have changed their home tab. */
const telling = (interview: Interview, home: Home): Interview => ({
  ...interview,
  async delivered(delivery, receipt) {
    await interview.delivered(delivery, receipt);
    const { userId, session } = delivery;
    if (userId !== null) void home.refresh({ tenant: session.place.tenant, userId });
  },
});

/** So may their own actions. */
function refreshing(conversation: Conversation, home: Home): Conversation {
  const then =
    <Given extends { person: Actor }>(work: (given: Given) => Promise<void>) =>
    async (given: Given): Promise<void> => {
      await work(given);
      void home.refresh(given.person);
    };
  const { press, command, message, dialog } = conversation;
  return {
    ...conversation,
    press: then(press),
    command: then(command),
    message: then(message),
    dialog: then(dialog),
  };
}

/** The first part of the bot to end also ends the rest. */
async function stopping(stop: AbortController, work: Promise<void>): Promise<void> {
  try {
    await work;
  } finally {
    stop.abort();
  }
}

const untilAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });

/** Over HTTP our own server receives events. */
const idleReceiver = {
  init() {},
  start: async () => undefined,
  stop: async () => undefined,
};

function apiUrl({ SLACK_API_URL }: Config): string | undefined {
  return SLACK_API_URL === undefined || SLACK_API_URL.endsWith('/') ? SLACK_API_URL : `${SLACK_API_URL}/`;
}

/**
 * Socket Mode needs no public address. HTTP is used with a signing secret and a port, or when nothing else is
 * configured.
 */
function modeOf(config: Config): 'socket' | 'http' {
  const { SLACK_APP_TOKEN, SLACK_SIGNING_SECRET, SLACK_BOT_TOKEN, SLACK_CLIENT, SECRET_KEY, PORT } = config;
  if (SLACK_BOT_TOKEN === undefined && SLACK_CLIENT === undefined)
    throw new CoachError('bad_config', 'fault.slack-token-missing');
  const wrongToken = wrongTokenIn(config);
  if (wrongToken) throw wrongToken;
  if (SLACK_CLIENT !== undefined && SECRET_KEY === undefined)
    throw new CoachError('bad_config', 'fault.slack-secret-key-missing');
  if (SLACK_SIGNING_SECRET !== undefined && (SLACK_APP_TOKEN === undefined || PORT !== undefined))
    return 'http';
  if (SLACK_APP_TOKEN !== undefined) return 'socket';
  throw new CoachError('bad_config', 'fault.slack-mode-missing');
}
