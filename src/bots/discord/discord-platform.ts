/** What Discord can do for the conversation: posts, edits, direct messages, places and rights. */
import {
  type Client,
  type Message as DiscordMessage,
  type DMChannel,
  type GuildTextBasedChannel,
  PermissionFlagsBits,
} from 'discord.js';
import type { Shards } from '../../config/discord-shards.ts';
import type { Actor, Place, Session, TenantId } from '../../domain.ts';
import { CoachError } from '../../errors.ts';
import { takeText } from '../../given-text.ts';
import { keepNewest } from '../../keep-newest.ts';
import type { Log } from '../../log.ts';
import type { Wording } from '../../wording/wording.ts';
import type { ScoredMessage } from '../happened.ts';
import type { Message, Posted } from '../message.ts';
import type { ChatPlatform, PostOnce } from '../platform.ts';
import { type Card, receiptId, renderCard, withoutPerson } from './cards.ts';
import { discordErrorFacts, discordFault, isDiscordFault } from './client.ts';
import { writeCommand } from './commands/write-command.ts';
import { longestField } from './dialogs.ts';
import { guildIdOf } from './guild-tenant.ts';
import { createLivePosts, type LivePosts } from './live-view.ts';
import type { OtherShards } from './other-shards.ts';
import { mayPost, mayWrite } from './permissions.ts';
import { openPrivateThread } from './private-threads.ts';
import type { Replies } from './replies.ts';

type PostChannel = GuildTextBasedChannel | DMChannel;

/** How many posts are remembered with their content, so that an edit can keep it. */
const mostReceipts = 1_000;
const pageSize = 100;
const mostPages = 20;

export type DiscordPlatform = Omit<ChatPlatform, 'voice' | 'live'> & {
  live: LivePosts;
  /**
   * Where an interview that is started here is posted. Throws `not_allowed` saying what the bot may not do
   * there.
   */
  postingPlace(from: Place, channelId: string | null): Promise<Place>;
  /** Posts a message; before the first one in a place, the bot has introduced itself there. */
  postFirst: ChatPlatform['post'];
};

export function createDiscordPlatform(options: {
  client: Client<true>;
  log: Log;
  wording: Wording;
  replies: Replies;
  /** Ids of the registered commands, by their first word. */
  commandIds: ReadonlyMap<string, string>;
  /** Messages that somebody wants scored: Discord shows them only once. */
  scored: ReadonlyMap<string, ScoredMessage>;
  shards: Shards;
  elsewhere: Pick<OtherShards, 'reach' | 'letGo'>;
  /** Resolves when the bot has introduced itself in a place, if it is about to. */
  introduced(place: Place): Promise<void>;
  /** The first line under the question of a session, in place of the one in its message. */
  lineUnder(session: Session): string | null;
  typedPauseMs: number;
  editEveryMs: number;
}): DiscordPlatform {
  const { client, log, wording, replies, commandIds, scored, shards, elsewhere } = options;
  const receipts = new Map<string, string>();
  const live = createLivePosts({
    client,
    log,
    wording,
    editEveryMs: options.editEveryMs,
    lineUnder: options.lineUnder,
    receiptOf: (messageId) => receipts.get(messageId),
  });

  /** Throws `not_found` when the channel is gone or cannot be written to. */
  async function channelOf(channelId: string, tenant: TenantId): Promise<PostChannel> {
    await elsewhere.reach(tenant);
    const channel = await client.channels.fetch(channelId);
    if (
      !channel?.isTextBased() ||
      !channel.isSendable() ||
      (channel.isDMBased() && !('recipient' in channel))
    )
      throw new CoachError('not_found', 'fault.discord-channel-gone');
    return channel as PostChannel;
  }
  async function send(
    channel: PostChannel,
    tenant: TenantId,
    message: Message,
    { receipt, mayExist, signal }: PostOnce,
  ): Promise<Posted> {
    signal?.throwIfAborted();
    const card = renderCard(message, { tenant, wording, receipt });
    const before = mayExist && receipt !== undefined ? await findPosted(channel, receipt) : null;
    // Discord drops a second message with the same nonce for some minutes; after that, the channel is
    // searched.
    const once = receipt === undefined ? {} : { nonce: receipt, enforceNonce: true };
    const { id } = before ?? (await channel.send({ ...card, ...once }));
    if (receipt !== undefined) receipts.set(id, receipt);
    keepNewest(receipts, mostReceipts);
    return { channelId: channel.id, messageId: id };
  }
  async function postFirst(
    { channelId, tenant }: Place,
    message: Message,
    once: PostOnce = {},
  ): Promise<Posted> {
    return await send(await channelOf(channelId, tenant), tenant, message, once);
  }
  async function messageAt(tenant: TenantId, { channelId, messageId }: Posted): Promise<DiscordMessage> {
    return await (await channelOf(channelId, tenant)).messages.fetch(messageId);
  }
  const componentsAt = async (tenant: TenantId, posted: Posted) =>
    (await messageAt(tenant, posted)).components.map((one) => one.toJSON());
  async function change(
    tenant: TenantId,
    { channelId, messageId }: Posted,
    { components, flags, files }: Card,
  ): Promise<void> {
    const channel = await channelOf(channelId, tenant);
    await channel.messages.edit(messageId, {
      components,
      flags,
      files,
      attachments: [],
      allowedMentions: { parse: [] },
    });
  }
  async function directChannel({ userId }: Actor): Promise<DMChannel> {
    return await client.users.createDM(userId);
  }
  async function unlessClosed<Result>(work: () => Promise<Result>): Promise<Result | 'closed'> {
    try {
      return await work();
    } catch (error) {
      if (isDiscordFault(error, 'closedDms', 'noSharedServer')) return 'closed';
      throw error;
    }
  }
  async function postingPlace(from: Place, chosenId: string | null): Promise<Place> {
    await elsewhere.reach(from.tenant);
    const channelId = chosenId ?? from.channelId;
    const channel = await client.channels.fetch(channelId).catch(() => null);
    if (!channel)
      throw new CoachError(
        'not_allowed',
        chosenId === null ? 'fault.discord-channel-unseen' : 'fault.discord-chosen-channel-gone',
      );
    if (channel.isDMBased()) return { ...from, channelId };
    mayPost(channel);
    const { direct, ...shared } = from;
    return { ...shared, channelId };
  }
  async function letGo(channel: PostChannel, tenant: TenantId, messageId: string): Promise<void> {
    await live.letGo(messageId);
    await elsewhere.letGo({ tenant, direct: channel.isDMBased() }, messageId);
  }
  const cached = ({ channelId }: Place) => client.channels.cache.get(channelId);

  return {
    platform: 'discord',
    shards,
    can: {
      has: () => true,
      dialogText: longestField,
      typedPauseMs: options.typedPauseMs,
      threads: false,
      answersByButton: true,
      confirms: false,
    },
    writeCommand: (name, words) => writeCommand(name, words, commandIds),
    live,
    faultOf: discordFault,

    postFirst,
    async post(place, message, once) {
      await options.introduced(place);
      return await postFirst(place, message, once);
    },
    async edit(tenant, posted, message) {
      const receipt = receipts.get(posted.messageId);
      await change(tenant, posted, renderCard(message, { tenant, wording, receipt }));
    },
    async remove(tenant, { channelId, messageId }) {
      const channel = await channelOf(channelId, tenant);
      await letGo(channel, tenant, messageId);
      await channel.messages.delete(messageId);
    },
    sendPrivately: (person, message, once = {}) =>
      unlessClosed(async () => await send(await directChannel(person), person.tenant, message, once)),
    whisper: (person, message) => replies.whisper(person, message),

    isPrivate: (place) => cached(place)?.isDMBased() ?? false,
    privatePlace: (person) =>
      unlessClosed(async () => ({
        tenant: person.tenant,
        platform: 'discord',
        channelId: (await directChannel(person)).id,
        direct: true,
      })),
    postingPlace,
    async mayPost(place) {
      await postingPlace(place, null);
    },
    async mayWrite(person, place) {
      await elsewhere.reach(person.tenant);
      return await mayWrite(client, person, place);
    },
    openPlace: async (from, { channelId }) => ({ place: await postingPlace(from, channelId), opened: null }),
    openRoom: async (tenant, room) => {
      await elsewhere.reach(tenant);
      return await openPrivateThread(client, tenant, room);
    },
    async channelName(channelId) {
      const channel = await client.channels.fetch(channelId).catch(() => null);
      return channel && !channel.isDMBased()
        ? `#${takeText(channel.name)}`
        : wording.say('discord.direct-messages');
    },
    originOf({ place: { direct, ...place } }) {
      const { originChannelId: channelId } = place;
      return channelId ? { ...place, channelId, originChannelId: null } : null;
    },
    async roleName(tenant, roleId) {
      await elsewhere.reach(tenant);
      const role = client.guilds.cache.get(guildIdOf(tenant))?.roles.cache.get(roleId);
      return role ? takeText(role.name) : null;
    },
    async nameOf({ userId }) {
      const { username, globalName } = await client.users.fetch(userId);
      return [globalName, `@${username}`].filter(Boolean).join(' ');
    },
    async manages({ tenant, userId }) {
      await elsewhere.reach(tenant);
      const guild = client.guilds.cache.get(guildIdOf(tenant));
      const member = await guild?.members.fetch(userId).catch(() => null);
      return member?.permissions.has(PermissionFlagsBits.ManageGuild) ?? false;
    },
    scoredMessage: async (about) => scored.get(about) ?? null,

    async erase(posted, person, { shared, erased }) {
      const { tenant, userId } = person;
      try {
        await letGo(await channelOf(posted.channelId, tenant), tenant, posted.messageId);
        const rest = shared ? withoutPerson(await componentsAt(tenant, posted), userId) : null;
        await change(tenant, posted, rest ?? renderCard(erased, { tenant, wording }));
        return true;
      } catch (error) {
        if (isDiscordFault(error, 'unknownMessage', 'unknownChannel')) return true;
        if (isDiscordFault(error, 'missingAccess', 'missingPermissions', 'closedDms')) return false;
        log.warn(
          { fault: discordErrorFacts(error), channelId: posted.channelId },
          'A post could not be emptied',
        );
        return false;
      }
    },
    async postsTo(person) {
      const channel = await directChannel(person);
      const posts: Posted[] = [];
      let before: string | undefined;
      for (let page = 0; page < mostPages; page++) {
        const found = await channel.messages.fetch({
          limit: pageSize,
          cache: false,
          ...(before === undefined ? {} : { before }),
        });
        for (const { id, author } of found.values())
          if (author.id === client.user.id) posts.push({ channelId: channel.id, messageId: id });
        before = found.lastKey();
        if (found.size < pageSize) return { posts, isAll: true };
      }
      return { posts, isAll: false };
    },
  };
}

async function findPosted(channel: PostChannel, receipt: string): Promise<DiscordMessage | null> {
  try {
    const recent = await channel.messages.fetch({ limit: 50, cache: false });
    const mark = receiptId(receipt);
    const isIt = ({ author, components }: DiscordMessage) =>
      author.id === channel.client.user.id && components.some(({ id }) => id === mark);
    return recent.find(isIt) ?? null;
  } catch (error) {
    if (isDiscordFault(error, 'missingAccess', 'missingPermissions')) return null;
    throw error;
  }
}
