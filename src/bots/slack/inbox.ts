/**
 * Translates what happens in Slack into calls of the conversation. Events are stored before they are
 * acknowledged and handled once each; everything of one person is handled in the order in which they caused
 * it.
 */
import type { App, RespondFn } from '@slack/bolt';
import { z } from 'zod';
import { retry } from '../../async/retry.ts';
import type { SerialQueues } from '../../async/serial-queue.ts';
import type { ReceivedEvents } from '../../domain.ts';
import { CoachError } from '../../errors.ts';
import type { Log } from '../../log.ts';
import type { Place } from '../../pipeline/interview/interview-types.ts';
import type { Wording } from '../../wording/wording.ts';
import type { Conversation } from '../conversation/conversation.ts';
import { buttonActions, type Dialog, type Happened, type Press } from '../platform.ts';
import { type Content, readButton, renderMessage } from './cards.ts';
import { call, isDirect, post } from './client.ts';
import type { Workspace, Workspaces } from './connection/workspaces.ts';
import { dialogCallback, renderDialog, submission } from './dialogs.ts';
import { explained, loggable } from './faults.ts';
import { type FileReader, sentFileOf, slackFile } from './files.ts';
import type { Home } from './home.ts';
import { actorOf, openDirect, type SlackPlatform } from './slack-platform.ts';
import { plainText } from './text.ts';

export const practiseShortcut = 'practise_interview';
export const scoreShortcut = 'score_answer';

const envelope = z.object({
  type: z.literal('event_callback'),
  team_id: z.string(),
  /** In a channel shared with another organisation, this is the workspace where the app is installed. */
  authorizations: z.array(z.looseObject({ team_id: z.string().nullish() })).optional(),
  event_id: z.string(),
  event: z.looseObject({ type: z.string() }),
});
export type EventBody = z.infer<typeof envelope>;

/** The event of a request, or null for a request that carries none. */
export const readEvent = (body: unknown): EventBody | null => envelope.safeParse(body).data ?? null;

const installedIn = z
  .object({ team_id: z.string(), authorizations: envelope.shape.authorizations })
  .transform(({ team_id: teamId, authorizations }) => authorizations?.[0]?.team_id ?? teamId);

const sender = z.object({
  user: z.union([z.string(), z.object({ id: z.string() })]).optional(),
  bot_id: z.string().nullish(),
  message: z.object({ user: z.string().optional(), bot_id: z.string().nullish() }).optional(),
});

/** Everything of one person in one workspace is handled in order: what they said, then their "done". */
const queueOf = (teamId: string, userId: string): string => `${teamId}:${userId}`;

export function createInbox(parts: {
  events: ReceivedEvents;
  queues: SerialQueues;
  log: Log;
  handle(body: EventBody): Promise<void>;
}) {
  const { events, queues, log, handle } = parts;
  const work = (body: EventBody): Promise<void> =>
    queues.run(queueOf(installedIn.parse(body), senderOf(body)), async () => {
      try {
        await handle(body);
      } catch (error) {
        log.error(
          { fault: loggable(error), event: body.event.type },
          'An event of Slack could not be handled',
        );
      }
      // It was handled. If the store is unavailable now, the next start handles it again and recognises it by
      // its key.
      await events.done(body.event_id).catch((error: unknown) => {
        log.error({ fault: loggable(error) }, 'An event of Slack could not be marked as handled');
      });
    });
  return {
    /**
     * Stores an event, so that it may be acknowledged, and has it handled. An event that was received before, and what
     * the app itself posted or edited, is dropped.
     */
    async take(body: EventBody): Promise<void> {
      if (isFromApp(body)) return;
      if (!(await events.accept(body.event_id, body))) return;
      void work(body);
    },
    /** Handles what an earlier run received and did not finish. */
    async takeUp(): Promise<void> {
      await events.prune();
      for (const { body, eventId } of await events.open()) {
        const event = readEvent(body);
        if (event) void work(event);
        else await events.done(eventId);
      }
    },
  };
}

function senderOf({ event }: EventBody): string {
  const { user, message } = sender.safeParse(event).data ?? {};
  const from = user ?? message?.user ?? 'nobody';
  return typeof from === 'string' ? from : from.id;
}

/**
 * Bots are never answered: an app that edits its own messages is told of each edit, and would loop forever.
 */
function isFromApp({ event }: EventBody): boolean {
  const { bot_id: botId, message } = sender.safeParse(event).data ?? {};
  return Boolean(botId ?? message?.bot_id);
}

const typed = {
  user: z.string().optional(),
  text: z.string().optional(),
  ts: z.string(),
  thread_ts: z.string().optional(),
  /** The author of the message that a thread belongs to. */
  parent_user_id: z.string().optional(),
  files: z.array(slackFile).optional(),
};

/** A `message` or `app_mention` event. */
const messageEvent = z.object({
  type: z.enum(['message', 'app_mention']),
  subtype: z.string().optional(),
  channel: z.string(),
  ...typed,
  ts: z.string().default(''),
  message: z.object(typed).optional(),
  previous_message: z.object(typed).optional(),
});
type MessageEvent = z.infer<typeof messageEvent>;

const slashCommand = z.object({
  command: z.string(),
  text: z.string().default(''),
  team_id: z.string(),
  channel_id: z.string(),
  user_id: z.string(),
  trigger_id: z.string(),
});

const who = { user: z.object({ id: z.string() }), team: z.object({ id: z.string() }) };

/** A click on a button, in a message or on the home tab. */
const click = z.object({
  ...who,
  trigger_id: z.string(),
  container: z.object({
    type: z.string(),
    message_ts: z.string().optional(),
    channel_id: z.string().optional(),
    thread_ts: z.string().optional(),
    is_ephemeral: z.boolean().optional(),
  }),
  actions: z.array(z.object({ action_id: z.string(), value: z.string().optional() })).min(1),
});

const shortcutCall = z.object({
  ...who,
  callback_id: z.string(),
  trigger_id: z.string(),
  channel: z.object({ id: z.string() }).optional(),
  message: z.object(typed).optional(),
});

const homeOpened = z.object({ user: z.string(), tab: z.string() });
const assistantOpened = z.object({
  assistant_thread: z.object({ channel_id: z.string(), thread_ts: z.string(), user_id: z.string() }),
});
const revoked = z.object({ tokens: z.object({ bot: z.array(z.string()).nullish() }) });

export type Listening = {
  conversation: Conversation;
  platform: SlackPlatform;
  workspaces: Workspaces;
  queues: SerialQueues;
  files: FileReader;
  home: Home;
  wording: Wording;
  log: Log;
};

/** Passes everything that happens to the conversation. Acknowledging always comes first. */
export function listen(app: App, listening: Listening): void {
  listenToMessages(app, listening);
  listenToSurfaces(app, listening);
  listenToCommands(app, listening);
  listenToDialogs(app, listening);
}

async function workspaceOf({ workspaces }: Listening, teamId: string): Promise<Workspace> {
  const workspace = await workspaces.find(teamId);
  if (!workspace) throw new CoachError('not_found', 'fault.slack-uninstalled', { team: teamId });
  return workspace;
}

/** Where something happened, with a way to answer it there. */
function happenedAt(
  { wording }: Pick<Listening, 'wording'>,
  workspace: Workspace,
  userId: string,
  at: { channel: string; threadTs?: string | undefined; key: string; triggerId?: string },
): Happened {
  const { channel, threadTs = null, key, triggerId } = at;
  const { client } = workspace;
  const person = actorOf(workspace, userId);
  const place: Place = { tenant: person.tenant, platform: 'slack', channelId: channel, threadId: threadTs };
  return {
    person,
    place,
    key,
    /** In direct messages everything is private; in a channel a private reply is ephemeral. */
    async reply(message, { private: isPrivate = true } = {}) {
      const content = renderMessage(message, { wording });
      if (!isPrivate || isDirect(channel)) return void (await post(client, { channel, threadTs }, content));
      await call(() =>
        client.chat.postEphemeral({
          channel,
          user: userId,
          ...content,
          ...(threadTs ? { thread_ts: threadTs } : {}),
        }),
      );
    },
    ...(triggerId === undefined
      ? {}
      : {
          async ask(dialog: Dialog) {
            const view = renderDialog(dialog, channel, wording.say('dialog.cancel'));
            try {
              await client.views.open({ trigger_id: triggerId, view });
            } catch (error) {
              throw explained(error);
            }
          },
        }),
  };
}

function listenToMessages(app: App, listening: Listening): void {
  const { conversation } = listening;
  // Events have been stored and put in order before they get here.
  for (const type of ['message', 'app_mention'] as const) {
    app.event(type, async ({ event, body }) => {
      const given = messageEvent.safeParse(event).data;
      if (!given) return;
      const isEdit = given.subtype === 'message_changed' || given.subtype === 'message_deleted';
      const userId = isEdit ? (given.message?.user ?? given.previous_message?.user) : given.user;
      if (userId === undefined) return;
      const workspace = await workspaceOf(listening, installedIn.parse(body));
      if (isEdit) await takeEdit(conversation, workspace, userId, given);
      else if (spoken.has(given.subtype)) await takeMessage(listening, workspace, userId, given);
    });
  }
}

const spoken = new Set<string | undefined>([undefined, 'file_share', 'thread_broadcast']);

/** The same piece of an answer has the same key, however often Slack sends it. */
const pieceKey = (channel: string, ts: string): string => `${channel}:${ts}`;

async function takeMessage(
  listening: Listening,
  workspace: Workspace,
  userId: string,
  { type, channel, ts, thread_ts: threadTs, parent_user_id: parent, text = '', files = [] }: MessageEvent,
): Promise<void> {
  const { conversation } = listening;
  const isMention = type === 'app_mention';
  const mention = `<@${workspace.botUserId}>`;
  // A mention arrives twice, as a message and as a mention: only the mention is taken.
  if (!isMention && text.includes(mention) && !isDirect(channel)) return;
  // A message to the bot in a channel is answered in a thread below it.
  const answered = isDirect(channel) ? threadTs : (threadTs ?? ts);
  const at = { channel, threadTs: answered, key: pieceKey(channel, ts) };
  const happened = happenedAt(listening, workspace, userId, at);
  const { place } = happened;
  const inThread = threadTs === undefined ? null : conversation.sessions.at({ ...place, threadId: threadTs });
  // The question of a planned practice is posted in the channel: replies below it are answers.
  const isBelowUs = inThread === null && threadTs !== undefined && parent === workspace.botUserId;
  const isHere = isDirect(channel) || isMention || inThread !== null || isBelowUs;
  if (!isHere) return;
  const isAlone = !isDirect(channel) && isBelowUs && !isMention;
  const meant = isBelowUs ? { ...place, threadId: null } : place;
  if (isAlone && conversation.sessions.at(meant) === null) return;
  await conversation.message({
    ...happened,
    type: 'message',
    ...(isBelowUs && !isDirect(channel) ? { meant } : {}),
    text: plainText(text.replaceAll(mention, '')).trim(),
    files: files.map((file) => sentFileOf(listening.files, workspace, file, userId)),
    addressed: true,
  });
}

/** Edits and deletions made before the answer was submitted change or withdraw the piece. */
async function takeEdit(
  conversation: Conversation,
  workspace: Workspace,
  userId: string,
  { channel, message, previous_message: before }: MessageEvent,
): Promise<void> {
  const ts = message?.ts ?? before?.ts;
  if (ts === undefined || message?.text === before?.text) return;
  const person = actorOf(workspace, userId);
  await conversation.edit({
    type: 'edit',
    person,
    place: { tenant: person.tenant, platform: 'slack', channelId: channel, threadId: null },
    key: pieceKey(channel, ts),
    text: plainText(message?.text ?? '').trim(),
  });
}

function listenToSurfaces(app: App, listening: Listening): void {
  const { home, log, workspaces } = listening;
  app.event('app_home_opened', async ({ event, body }) => {
    const { user, tab } = homeOpened.parse(event);
    if (tab === 'home') await home.show(await workspaceOf(listening, installedIn.parse(body)), user);
  });
  app.event('assistant_thread_started', async ({ event, body }) => {
    const { assistant_thread: thread } = assistantOpened.parse(event);
    const spot = { channel: thread.channel_id, threadTs: thread.thread_ts };
    await home.greet(await workspaceOf(listening, installedIn.parse(body)), spot);
  });
  for (const type of ['app_uninstalled', 'tokens_revoked'] as const) {
    app.event(type, async ({ event, body }) => {
      const teamId = installedIn.parse(body);
      // A user's own token is not the app's.
      if (type === 'tokens_revoked' && (revoked.parse(event).tokens.bot ?? []).length === 0) return;
      log.warn({ team: teamId }, 'The app was removed from a Slack workspace');
      await workspaces.remove(teamId);
    });
  }
}

function listenToCommands(app: App, listening: Listening): void {
  const { conversation, platform, queues, wording } = listening;
  // Every command is handled, known or not: bolt would leave an unknown one unanswered.
  app.command(/.*/, async ({ command, ack, respond }) => {
    await ack();
    const given = slashCommand.parse(command);
    const workspace = await workspaceOf(listening, given.team_id);
    const at = { channel: given.channel_id, key: given.trigger_id, triggerId: given.trigger_id };
    const happened = happenedAt(listening, workspace, given.user_id, at);
    await conversation.command({
      ...happened,
      type: 'command',
      given: { words: `${given.command.replace(/^\//, '')} ${withMembers(given.text)}`.trim() },
      reply: (message, options) =>
        respondOr(respond, renderMessage(message, { wording }), options, () =>
          happened.reply(message, options),
        ),
    });
  });
  app.action(/.*/, async ({ body, ack, respond }) => {
    await ack();
    const given = click.parse(body);
    const [pressed] = given.actions;
    const button = pressed ? readButton(pressed) : null;
    if (!button) return;
    const workspace = await workspaceOf(listening, given.team.id);
    const {
      channel_id: shown,
      message_ts: ts,
      thread_ts: threadTs,
      is_ephemeral: isEphemeral,
    } = given.container;
    // A click on the home tab has no conversation: its reply goes to the direct messages.
    const channel = shown ?? (await openDirect(workspace, given.user.id));
    const at = { channel, threadTs, key: given.trigger_id, triggerId: given.trigger_id };
    const happened = happenedAt(listening, workspace, given.user.id, at);
    const action = buttonActions.find((one) => one === button.action) ?? 'unknown';
    const press: Press = {
      ...happened,
      type: 'press',
      pressed: { ...button, action },
      on: ts === undefined || isEphemeral ? null : { channelId: channel, messageId: ts },
      ...(action === 'forget-all' ? { reply: inPlace(respond, wording) } : {}),
    };
    const work = () => conversation.press(press);
    // A dialog cannot wait for earlier actions: its trigger is valid for three seconds.
    if (conversation.expects(press) === 'dialog') await work();
    else await queues.run(queueOf(workspace.teamId, given.user.id), work);
  });
  app.shortcut(/.*/, async ({ shortcut, body, ack }) => {
    await ack();
    const given = shortcutCall.parse({ ...body, ...shortcut });
    const workspace = await workspaceOf(listening, given.team.id);
    const channel = await openDirect(workspace, given.user.id);
    const at = { channel, key: given.trigger_id, triggerId: given.trigger_id };
    const happened = happenedAt(listening, workspace, given.user.id, at);
    if (given.callback_id === practiseShortcut)
      await conversation.press({
        ...happened,
        type: 'press',
        pressed: { action: 'setup', about: '' },
        on: null,
      });
    if (given.callback_id !== scoreShortcut) return;
    const { message } = given;
    const scored = {
      text: plainText(message?.text ?? ''),
      files: (message?.files ?? []).map((file) =>
        sentFileOf(listening.files, workspace, file, message?.user ?? ''),
      ),
      authorId: message?.user ?? null,
    };
    await conversation.score({
      ...happened,
      type: 'score-message',
      about: platform.keep(scored),
      message: scored,
    });
  });
}

/** Replaces the message whose button was clicked. */
const inPlace =
  (respond: RespondFn, wording: Wording): Happened['reply'] =>
  async (message) =>
    await respondTwice(respond, { ...renderMessage(message, { wording }), replace_original: true });

/** After a passing failure of Slack's there is one more try. */
async function respondTwice(respond: RespondFn, content: Parameters<RespondFn>[0]): Promise<void> {
  await retry(() => respond(content), { tries: 2, firstMs: 500, longestMs: 500 });
}

/**
 * Replies at the response URL, which Slack allows five times within half an hour; if that fails, in the
 * channel.
 */
async function respondOr(
  respond: RespondFn,
  content: Content,
  options: { private?: boolean } | undefined,
  otherwise: () => Promise<void>,
): Promise<void> {
  const to = options?.private === false ? ('in_channel' as const) : ('ephemeral' as const);
  try {
    await respondTwice(respond, { ...content, response_type: to });
  } catch {
    await otherwise();
  }
}

/** `<@U123|name>` is how a command names somebody, `<#C123|name>` a channel; the pipeline knows them by their ids. */
const withMembers = (text: string) => text.replace(/<[@#]([A-Z0-9]+)(?:\|[^<>]*)?>/g, '$1');

function listenToDialogs(app: App, listening: Listening): void {
  const { conversation, queues } = listening;
  app.view(dialogCallback, async ({ body, ack }) => {
    await ack();
    const { userId, teamId, key, action, about, turn, channelId, values } = submission.parse(body);
    if (action === null) return;
    const workspace = await workspaceOf(listening, teamId);
    await queues.run(queueOf(teamId, userId), async () => {
      const direct = await openDirect(workspace, userId);
      const answering = happenedAt(listening, workspace, userId, { channel: direct, key });
      // Solo interviews run in direct messages; group interviews where the dialog was opened.
      const isWithOthers = action === 'setup' && values.style !== 'solo' && channelId !== '';
      const place = isWithOthers ? { ...answering.place, channelId } : answering.place;
      await conversation.dialog({
        ...answering,
        type: 'dialog',
        place,
        action,
        about,
        ...(turn === undefined ? {} : { turn }),
        values,
      });
    });
  });
}
