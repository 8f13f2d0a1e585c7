/** Translates what people do on Discord into calls of the conversation. */

import {
  type AutocompleteInteraction,
  type ChatInputCommandInteraction,
  type Client,
  Events,
  type Guild,
  type Interaction,
  type Message,
  MessageFlags,
  type PartialMessage,
  PermissionFlagsBits,
  type RepliableInteraction,
  Routes,
  type Typing,
  type User,
} from 'discord.js';
import type { Place, TenantId } from '../../domain.ts';
import { keepNewest } from '../../keep-newest.ts';
import type { Log } from '../../log.ts';
import type { Wording } from '../../wording/wording.ts';
import type { GivenOptions } from '../command.ts';
import type { Conversation } from '../conversation/conversation.ts';
import type { Expected, ScoredMessage, SentFile, Written } from '../happened.ts';
import { fileOf, filesIn } from './attachments.ts';
import { readButtonId, renderCard } from './cards.ts';
import { discordErrorFacts } from './client.ts';
import { readDialog, readDialogId } from './dialogs.ts';
import type { DiscordPlatform } from './discord-platform.ts';
import { guildIdOf, tenantOfGuild } from './guild-tenant.ts';
import type { Replies } from './replies.ts';

/** People whose home server is remembered. */
const mostHomes = 10_000;
/** Messages that are kept until we know which question they answer. */
const mostScored = 200;

export type Inbox = {
  /** Passes on what happens from now on. */
  listen(): void;
  /** Passes on one message, written just now or while the bot was away. */
  message(message: Message): Promise<void>;
  /** Takes nothing new any more. Edits of what was written before still count. */
  close(): void;
};

export function createInbox(options: {
  client: Client<true>;
  conversation: Conversation;
  platform: DiscordPlatform;
  replies: Replies;
  scored: Map<string, ScoredMessage>;
  log: Log;
  wording: Wording;
  /** Resolves when the open interviews are known; earlier events wait for it. */
  ready: Promise<void>;
  /** Turns attachments into files. */
  files: Parameters<typeof filesIn>[1];
  domains(): readonly { name: string; title: string }[];
  /** The servers where a person is known, if other processes serve some of them. */
  knownAt(userId: string): Promise<readonly TenantId[]>;
}): Inbox {
  const { client, conversation, platform, replies, scored, log, wording } = options;
  const homes = new Map<string, TenantId>();

  /**
   * A person's history belongs to a server; in direct messages, to the first server that they share with the
   * bot.
   */
  async function homeOf(user: User): Promise<TenantId> {
    const found = homes.get(user.id) ?? (await sharedServer(user.id));
    homes.set(user.id, found);
    keepNewest(homes, mostHomes);
    return found;
  }
  async function sharedServer(userId: string): Promise<TenantId> {
    // Discord's REST API answers for the servers of other shards too.
    for (const tenant of await options.knownAt(userId)) {
      const member = Routes.guildMember(guildIdOf(tenant), userId);
      if (/^discord:\d+$/.test(tenant) && (await client.rest.get(member).catch(() => null))) return tenant;
    }
    const isIn = async (guild: Guild) => (await guild.members.fetch(userId).catch(() => null)) !== null;
    for (const guild of [...client.guilds.cache.values()].slice(0, 20))
      if (await isIn(guild)) return tenantOfGuild(guild.id);
    return tenantOfGuild(`user-${userId}`);
  }
  /**
   * Where something happened: in a server, or in direct messages, which belong to the interview that runs
   * there. A message in the chat of a voice channel means the interview that listens there.
   */
  async function placesOf(
    channelId: string,
    guildId: string | null,
    user: User,
  ): Promise<{ place: Place; meant?: Place }> {
    const { sessions } = conversation;
    const running = sessions.newest(({ place }) => place.channelId === channelId);
    const tenant =
      guildId === null ? (running?.place.tenant ?? (await homeOf(user))) : tenantOfGuild(guildId);
    const isDirect = guildId === null;
    const place: Place = { tenant, platform: 'discord', channelId, ...(isDirect && { direct: true }) };
    const meant = running ?? sessions.newest((one) => one.place.voiceChannelId === channelId);
    return meant ? { place, meant: meant.place } : { place };
  }

  async function handleInteraction(interaction: Interaction): Promise<void> {
    try {
      if (interaction.isAutocomplete()) await suggestDomains(interaction);
      else if (interaction.isRepliable()) await handOver(interaction);
    } catch (error) {
      log.warn(
        { fault: discordErrorFacts(error), interactionId: interaction.id },
        'An interaction could not be answered',
      );
    }
  }
  async function handOver(interaction: RepliableInteraction): Promise<void> {
    const { guildId, user } = interaction;
    const channelId = interaction.channelId ?? '';
    const button = interaction.isButton() ? readButtonId(interaction.customId) : null;
    const dialog = interaction.isModalSubmit() ? readDialogId(interaction.customId) : null;
    const command = interaction.isChatInputCommand() ? commandOf(interaction) : null;
    const isMenu = interaction.isMessageContextMenuCommand();
    if (!button && !dialog && !command && !isMenu) return;
    const tenant = button?.tenant ?? dialog?.tenant;
    const expected: Expected = button
      ? conversation.expects({ type: 'press', pressed: button.pressed })
      : command
        ? expectedOf(interaction, command)
        : isMenu
          ? 'dialog'
          : 'private';
    const exchange = await replies.open(
      interaction,
      tenant ?? tenantOfGuild(guildId ?? `user-${user.id}`),
      expected,
    );
    try {
      await options.ready;
      const { place, meant } = await placesOf(channelId, guildId, user);
      if (tenant === undefined) exchange.belongsTo(place.tenant);
      const happened = {
        person: { tenant: tenant ?? place.tenant, userId: user.id },
        place: tenant === undefined ? place : { ...place, tenant },
        ...(meant && { meant }),
        key: interaction.id,
        reply: exchange.reply,
        ask: exchange.ask,
        replaceReply: exchange.replaceReply,
      };
      if (interaction.isButton() && button) {
        const { id: messageId, flags } = interaction.message;
        const on = flags.has(MessageFlags.Ephemeral) ? null : { channelId, messageId };
        await conversation.press({ ...happened, type: 'press', pressed: button.pressed, on });
      } else if (command && interaction.isChatInputCommand()) {
        const attached = attachedTo(interaction);
        await conversation.command({ ...happened, attached, type: 'command', given: command });
      } else if (interaction.isModalSubmit() && dialog) {
        const { tenant: _tenant, ...meaning } = dialog;
        await conversation.dialog({
          ...happened,
          ...meaning,
          type: 'dialog',
          values: readDialog(interaction),
        });
      } else if (isMenu) {
        const message = keepScored(interaction.targetMessage);
        await conversation.score({
          ...happened,
          type: 'score-message',
          about: interaction.targetId,
          message,
        });
      }
    } finally {
      await exchange.close();
    }
  }
  function attachedTo(interaction: ChatInputCommandInteraction): Record<string, SentFile> {
    const given = interaction.options.data.flatMap(({ name, attachment }) =>
      attachment ? [{ name, attachment }] : [],
    );
    return Object.fromEntries(
      given.map(({ name, attachment }) => [name, fileOf(attachment, options.files, interaction.user.id)]),
    );
  }
  /** What only people who manage the server may do is refused to others in private. */
  function expectedOf({ memberPermissions }: RepliableInteraction, given: NamedCommand): Expected {
    const expected = conversation.expects({ type: 'command', given });
    const manages = memberPermissions?.has(PermissionFlagsBits.ManageGuild) ?? false;
    return expected === 'public' && given.name.startsWith('schedule') && !manages ? 'private' : expected;
  }
  /** Discord shows a message to be scored only once, so it is kept until its question is known. */
  function keepScored({ id, content, author, attachments }: Message): ScoredMessage {
    const message = {
      text: content,
      files: filesIn(attachments, options.files, author.id),
      authorId: author.id,
    };
    scored.set(id, message);
    keepNewest(scored, mostScored);
    return message;
  }
  /** Domains whose name or title contains what was typed so far; at most 25, as Discord allows. */
  async function suggestDomains(interaction: AutocompleteInteraction): Promise<void> {
    const typed = interaction.options.getFocused().toLowerCase();
    const found = options
      .domains()
      .filter(({ name, title }) => name.includes(typed) || title.toLowerCase().includes(typed))
      .slice(0, 25);
    await interaction.respond(
      found.map(({ name, title }) => ({ name: title.slice(0, 100), value: name.slice(0, 100) })),
    );
  }

  async function handleMessage(message: Message): Promise<void> {
    const { author, channelId, guildId, attachments, id } = message;
    if (author.bot || message.system) return;
    try {
      await options.ready;
      const { place, meant } = await placesOf(channelId, guildId, author);
      const written: Written = {
        type: 'message',
        person: { tenant: place.tenant, userId: author.id },
        place,
        ...(meant && { meant }),
        key: id,
        text: textOf(message.content),
        files: filesIn(attachments, options.files, author.id),
        // In a server people also talk to each other: only what is addressed to the bot is an answer.
        addressed:
          guildId === null || message.mentions.has(client.user, { ignoreEveryone: true, ignoreRoles: true }),
        reply: async (answer, { private: isPrivate = true } = {}) => {
          const { tenant } = place;
          if (guildId !== null && isPrivate) {
            const person = { tenant, userId: author.id };
            if (!(await replies.whisper(person, answer))) await platform.sendPrivately(person, answer);
          } else if (guildId === null) await platform.post(place, answer);
          else await message.reply({ ...renderCard(answer, { tenant, wording }), failIfNotExists: false });
        },
      };
      await conversation.message(written);
    } catch (error) {
      log.warn({ fault: discordErrorFacts(error), channelId }, 'A message could not be handed over');
    }
  }
  async function handleEdit(message: Message | PartialMessage, isGone = false): Promise<void> {
    const { author, channelId, guildId, id } = message;
    if (!author || author.bot || message.content === null) return;
    const text = isGone ? '' : textOf(message.content);
    // In a server Discord withholds the text of messages that are not addressed to the bot.
    if (!isGone && text === '' && guildId !== null) return;
    try {
      const { place } = await placesOf(channelId, guildId, author);
      const person = { tenant: place.tenant, userId: author.id };
      await conversation.edit({ type: 'edit', person, place, key: id, text });
    } catch (error) {
      log.warn({ fault: discordErrorFacts(error), channelId }, 'An edited message could not be handed over');
    }
  }
  function handleTyping({ user, channel, guild }: Typing): void {
    const running = conversation.sessions.newest(({ place }) => place.channelId === channel.id);
    if (!running) return;
    const { tenant } = running.place;
    if (guild && tenantOfGuild(guild.id) !== tenant) return;
    conversation.typing({ tenant, userId: user.id }, { tenant, platform: 'discord', channelId: channel.id });
  }
  const textOf = (content: string): string =>
    content.replaceAll(new RegExp(`<@!?${client.user.id}>`, 'g'), ' ').trim();

  return {
    listen() {
      client.on(Events.InteractionCreate, (interaction) => void handleInteraction(interaction));
      client.on(Events.MessageCreate, (message) => void handleMessage(message));
      client.on(Events.MessageUpdate, (_old, message) => void handleEdit(message));
      client.on(Events.MessageDelete, (message) => void handleEdit(message, true));
      client.on(Events.TypingStart, handleTyping);
    },
    message: handleMessage,
    close() {
      for (const event of [Events.InteractionCreate, Events.MessageCreate] as const)
        client.removeAllListeners(event);
    },
  };
}

type NamedCommand = { name: string; options: GivenOptions };

function commandOf(interaction: ChatInputCommandInteraction): NamedCommand {
  const name = [interaction.commandName, interaction.options.getSubcommand(false)].filter(Boolean).join(' ');
  const top = interaction.options.data;
  const given = top.length === 1 && top[0]?.options ? top[0].options : top;
  return { name, options: Object.fromEntries(given.map((option) => [option.name, option.value ?? null])) };
}
