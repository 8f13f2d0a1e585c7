/**
 * Slack as a platform for the conversation. It gives apps no access to the audio of calls: people answer in
 * writing or with an audio clip.
 */
import { randomUUID } from 'node:crypto';
import { createSerialQueues } from '../../async/serial-queue.ts';
import type { Actor, Place, TenantId } from '../../domain.ts';
import { keepNewest } from '../../keep-newest.ts';
import type { Log } from '../../log.ts';
import type { Wording } from '../../wording/wording.ts';
import type { ScoredMessage } from '../happened.ts';
import type { Message, Posted } from '../message.ts';
import type { ChatPlatform, PostOnce } from '../platform.ts';
import { renderMessage } from './cards.ts';
import { call, isDirect, post, type Spot, upload, type WebClient } from './client.ts';
import { tenantOf, type Workspace, type Workspaces } from './connection/workspaces.ts';
import { longestText } from './dialogs.ts';
import { causeOf, faultOf, isClosed, loggable, platformFault } from './faults.ts';
import { createLiveView } from './live-view.ts';
import { deleteFile, postedIn, readWithout } from './posts.ts';
import { channelMark } from './text.ts';

export type SlackPlatform = ChatPlatform & {
  /** Keeps a message that somebody wants scored until its dialog comes back; returns the key to find it. */
  keep(message: ScoredMessage): string;
};

async function isMember(client: WebClient, channel: string, userId: string): Promise<boolean> {
  for (let cursor: string | undefined; ; ) {
    const page = { channel, limit: 1_000, ...(cursor === undefined ? {} : { cursor }) };
    const { members = [], response_metadata: more } = await call(() => client.conversations.members(page));
    if (members.includes(userId)) return true;
    cursor = more?.next_cursor || undefined;
    if (cursor === undefined) return false;
  }
}

export function createSlackPlatform({
  workspaces,
  wording,
  log,
  signal,
}: {
  workspaces: Workspaces;
  wording: Wording;
  log: Log;
  signal: AbortSignal;
}): SlackPlatform {
  const clientIn = async (tenant: TenantId): Promise<WebClient> => (await workspaces.of(tenant)).client;
  const edits = createSerialQueues();
  const kept = new Map<string, ScoredMessage>();

  async function send(place: Place, message: Message, once: PostOnce = {}): Promise<Posted> {
    const client = await clientIn(place.tenant);
    return await post(client, spotOf(place), renderMessage(message, { wording, receipt: receiptOf(once) }), {
      signal,
      ...once,
      ...(once.receipt === undefined ? {} : { receipt: receiptOf(once) ?? '' }),
    });
  }

  async function edit(tenant: TenantId, { channelId, messageId }: Posted, message: Message): Promise<void> {
    const client = await clientIn(tenant);
    await edits.run(`${channelId}:${messageId}`, () =>
      call(() =>
        client.chat.update({ channel: channelId, ts: messageId, ...renderMessage(message, { wording }) }),
      ),
    );
  }
  const live = createLiveView({ clientIn, edit, wording, log });

  async function directWith({ tenant, userId }: Actor): Promise<Place> {
    const channelId = await openDirect(await workspaces.of(tenant), userId);
    return { tenant, platform: 'slack', channelId, threadId: null };
  }
  async function unlessClosed<Result>(work: () => Promise<Result>): Promise<Result | 'closed'> {
    try {
      return await work();
    } catch (error) {
      if (isClosed(error)) return 'closed';
      throw error;
    }
  }

  async function profileOf({ tenant, userId }: Actor) {
    const client = await clientIn(tenant);
    const { user } = await call(() => client.users.info({ user: userId }));
    return user;
  }

  return {
    platform: 'slack',
    can: {
      has: (name) => !lacking.has(name),
      dialogText: longestText,
      typedPauseMs: null,
      threads: true,
      confirms: true,
      answersByButton: false,
    },
    writeCommand: (name, words = '') => `/${name} ${words}`.trim(),

    post: send,
    edit,
    sendPrivately: (person, message, once) =>
      unlessClosed(async () => await send(await directWith(person), message, once)),
    async upload(place, file, once) {
      const fileId = await upload(await clientIn(place.tenant), spotOf(place), file, once);
      return { channelId: '', messageId: fileId };
    },
    isPrivate: ({ channelId }) => isDirect(channelId),
    privatePlace: (person) => unlessClosed(() => directWith(person)),
    async openPlace(from, { channelId, opening }) {
      const channel = channelId ?? from.channelId;
      const isHere = channel === from.channelId && !!from.threadId;
      const place = { ...from, channelId: channel, threadId: isHere ? (from.threadId ?? null) : null };
      if (isHere) return { place, opened: null };
      const opened = await send(place, opening);
      return { place: { ...place, threadId: opened.messageId }, opened };
    },
    async openRoom(tenant, { people }) {
      const { client } = await workspaces.of(tenant);
      try {
        // Slack returns the same conversation each time.
        const { channel } = await call(() => client.conversations.open({ users: people.join(',') }));
        const channelId = channel?.id;
        return channelId === undefined ? null : { tenant, platform: 'slack', channelId, threadId: null };
      } catch (error) {
        const fault = faultOf(causeOf(error));
        // An app that was installed before this was asked for may not; then people write to each other themselves.
        if (fault?.type === 'refused') return null;
        throw error;
      }
    },
    channelName: async (channelId) => channelMark(channelId),
    async mayWrite(person, { channelId }) {
      const { client } = await workspaces.of(person.tenant);
      try {
        return await isMember(client, channelId, person.userId);
      } catch (error) {
        const fault = faultOf(causeOf(error));
        if (fault?.type !== 'refused' || fault.error !== 'missing_scope') throw error;
        // An app installed before this scope was requested keeps working as before; only people in a channel
        // can press.
        log.warn(
          { fault: loggable(error) },
          'Slack does not tell this app who is in a channel; update it from the manifest',
        );
        return true;
      }
    },
    async nameOf(person) {
      const { name, real_name: realName } = (await profileOf(person)) ?? {};
      return (
        [realName, name === undefined ? undefined : `@${name}`].filter(Boolean).join(' ') || person.userId
      );
    },
    async manages(person) {
      const user = await profileOf(person);
      return user?.is_admin === true || user?.is_owner === true;
    },
    async timeZoneOf(person) {
      return (await profileOf(person))?.tz ?? null;
    },
    keep(message) {
      const about = `message-${randomUUID()}`;
      kept.set(about, message);
      keepNewest(kept, mostKept);
      return about;
    },
    scoredMessage: async (about) => kept.get(about) ?? null,

    async erase({ channelId, messageId }, person, { shared, erased }) {
      live.letGo(messageId);
      const client = await clientIn(person.tenant);
      try {
        if (channelId === '') await deleteFile(client, messageId);
        // Erasing two people at the same time must not restore either of them.
        else
          await edits.run(`${channelId}:${messageId}`, async () => {
            const posted = { channelId, messageId };
            const rest = shared ? await readWithout(client, posted, person.userId) : null;
            const content = rest ?? renderMessage(erased, { wording });
            await call(() => client.chat.update({ channel: channelId, ts: messageId, ...content }));
          });
        return true;
      } catch (error) {
        const fault = faultOf(causeOf(error));
        return fault?.type === 'refused' && erasedErrors.has(fault.error);
      }
    },
    async postsTo(person) {
      const workspace = await workspaces.of(person.tenant);
      const direct = await unlessClosed(() => openDirect(workspace, person.userId));
      return direct === 'closed' ? { posts: [], isAll: true } : await postedIn(workspace, direct, log);
    },

    live,
    faultOf: platformFault,
  };
}

/** Slack apps cannot hear calls, and Slack has no roles. */
const lacking = new Set([
  'mic-test',
  'settings.consent-role',
  'settings.speak-questions',
  'settings.voice',
  'settings.speech-rate',
]);
const mostKept = 200;

export const spotOf = ({ channelId, threadId }: Place): Spot => ({ channel: channelId, threadTs: threadId });
const receiptOf = ({ receipt }: PostOnce): string | undefined =>
  receipt === undefined ? undefined : `greenroom-${receipt}`;

export const actorOf = ({ teamId }: Workspace, userId: string): Actor => ({
  tenant: tenantOf(teamId),
  userId,
});

/** The direct messages with a person; Slack returns the same conversation each time. */
export async function openDirect({ client }: Workspace, userId: string): Promise<string> {
  const { channel } = await call(() => client.conversations.open({ users: userId }));
  if (channel?.id === undefined) throw new Error('Slack opened no conversation');
  return channel.id;
}

/** Somebody has deleted it already. */
const erasedErrors = new Set(['message_not_found', 'file_not_found', 'file_deleted']);
