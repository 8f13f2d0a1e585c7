/** Translates messages and other events in Slack into calls of the conversation. */
import type { App } from '@slack/bolt';
import { z } from 'zod';
import type { Conversation } from '../conversation/conversation.ts';
import { isDirect } from './client.ts';
import { installedIn } from './connection/event-queue.ts';
import type { Workspace } from './connection/workspaces.ts';
import { sentFileOf } from './files.ts';
import { happenedAt, type Listening, typed, workspaceOf } from './happened-at.ts';
import { listenToInteractions } from './interactions.ts';
import { actorOf } from './slack-platform.ts';
import { plainText } from './text.ts';

/** Passes everything that happens to the conversation. Acknowledging always comes first. */
export function listen(app: App, listening: Listening): void {
  listenToMessages(app, listening);
  listenToSurfaces(app, listening);
  listenToInteractions(app, listening);
}

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

const homeOpened = z.object({ user: z.string(), tab: z.string() });
const assistantOpened = z.object({
  assistant_thread: z.object({ channel_id: z.string(), thread_ts: z.string(), user_id: z.string() }),
});
const revoked = z.object({ tokens: z.object({ bot: z.array(z.string()).nullish() }) });

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
      const { teamId, organisationId, isForOrganisation } = installedIn.parse(body);
      const removed = isForOrganisation && organisationId !== null ? organisationId : teamId;
      // A user's own token is not the app's.
      if (type === 'tokens_revoked' && (revoked.parse(event).tokens.bot ?? []).length === 0) return;
      log.warn({ team: removed }, 'The app was removed from a Slack workspace');
      await workspaces.remove(removed);
    });
  }
}
