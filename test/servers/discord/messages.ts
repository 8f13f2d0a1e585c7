/** Messages as Discord stores, shows and announces them. */
import type { Gateway } from './gateway.ts';
import type { Interaction } from './interaction.ts';
import {
  type Attachment,
  type AttachmentReference,
  type Channel,
  type Component,
  type Embed,
  flag,
  intent,
  type Message,
  type MessageBody,
  permission,
  type RawUser,
  snowflake,
  timestamp,
  type UploadedFile,
} from './protocol.ts';
import { ApiError } from './validate/form.ts';
import { checkMessage } from './validate/message.ts';
import type { World } from './world.ts';

export type Messages = ReturnType<typeof openMessages>;

export function openMessages(world: World, gateway: Gateway, base: () => string) {
  function saveFile(channelId: string, file: UploadedFile, extra: Partial<Attachment> = {}): Attachment {
    const id = snowflake();
    const filename = file.name.replace(/[^\w.-]/g, '_');
    const path = `/attachments/${channelId}/${id}/${filename}`;
    world.files.set(path, { data: file.data, type: file.type });
    const url = `${base()}${path}?ex=6a000000&is=69000000&hm=${'0'.repeat(64)}&`;
    return {
      id,
      filename,
      size: file.data.length,
      url,
      proxy_url: url,
      ...(file.type ? { content_type: file.type } : {}),
      ...extra,
    };
  }
  function attach(channel: Channel, files: readonly UploadedFile[], references: AttachmentReference[] = []) {
    return files.map((file) => {
      const about = references.find((one) => Number(one.id) === file.index);
      const { description, waveform, duration_secs } = about ?? {};
      return saveFile(
        channel.id,
        { ...file, name: about?.filename ?? file.name },
        { ...(description ? { description } : {}), ...(waveform ? { waveform, duration_secs } : {}) },
      );
    });
  }

  const messages = {
    saveFile,
    build(
      channel: Channel,
      author: RawUser,
      body: MessageBody,
      files: readonly UploadedFile[],
      extra: Partial<Message> = {},
    ): Message {
      const content = body.content ?? '';
      const attachments = attach(channel, files, body.attachments);
      const pinged = [...content.matchAll(/<@!?(\d+)>/g)].map((match) => match[1] ?? '');
      const replied = body.message_reference?.message_id;
      return {
        id: snowflake(),
        type: replied ? 19 : 0,
        channel_id: channel.id,
        author,
        content,
        embeds: (body.embeds ?? []).map((embed) => showEmbed(embed, attachments)),
        components: numbered(body.components ?? []),
        attachments,
        mentions: pinged.flatMap((id) => world.users.get(id) ?? []),
        mention_roles: [...content.matchAll(/<@&(\d+)>/g)].map((match) => match[1] ?? ''),
        mention_everyone: /@everyone|@here/.test(content),
        timestamp: timestamp(),
        edited_timestamp: null,
        flags: body.flags ?? 0,
        pinned: false,
        tts: false,
        ...(body.nonce === undefined ? {} : { nonce: body.nonce }),
        ...(replied
          ? {
              message_reference: { type: 0, channel_id: channel.id, message_id: replied },
              referenced_message: world.messagesOf(channel.id).get(replied) ?? null,
            }
          : {}),
        ...extra,
      };
    },
    publish(channel: Channel, message: Message, event = 'MESSAGE_CREATE'): Message {
      world.messagesOf(channel.id).set(message.id, message);
      if (event === 'MESSAGE_CREATE') world.asPosted.push({ ...message });
      const guild = world.guilds.get(channel.guild_id ?? '');
      if (guild && (world.permissions(world.bot.id, channel) & permission.viewChannel) === 0n) return message;
      const full = {
        ...message,
        channel_type: channel.type,
        ...(guild ? { guild_id: guild.id, member: world.memberPayload(guild, message.author.id) } : {}),
      };
      const withheld = { ...full, content: '', embeds: [], attachments: [], components: [] };
      const own = message.author.id === world.bot.id || message.mentions.includes(world.bot);
      gateway.dispatch(event, full, guild ? intent.guildMessages : intent.directMessages, (intents) =>
        !guild || own || (intents & intent.messageContent) !== 0 ? full : withheld,
      );
      return message;
    },
    edit(channel: Channel, message: Message, body: MessageBody, files: readonly UploadedFile[]): Message {
      checkMessage(body, files, { edit: true, existing: message });
      if (body.content !== undefined) message.content = body.content ?? '';
      if (((body.flags ?? 0) & flag.componentsV2) !== 0) message.flags |= flag.componentsV2;
      const keep = body.attachments
        ? message.attachments.filter((old) => body.attachments?.some((one) => String(one.id) === old.id))
        : message.attachments;
      message.attachments = [...keep, ...attach(channel, files, body.attachments)];
      if (body.embeds !== undefined)
        message.embeds = (body.embeds ?? []).map((embed) => showEmbed(embed, message.attachments));
      if (body.components !== undefined) message.components = numbered(body.components ?? []);
      message.edited_timestamp = timestamp();
      if (
        !message.content &&
        !message.embeds.length &&
        !message.components.length &&
        !message.attachments.length
      )
        throw new ApiError(400, 50006, 'Cannot send an empty message');
      return message;
    },
    /** The message that answers an interaction: ephemeral ones are seen by that person alone. */
    respond(interaction: Interaction, body: MessageBody, files: readonly UploadedFile[]): Message {
      const message = messages.build(interaction.channel, world.bot, body, files, {
        webhook_id: world.application.id,
        application_id: world.application.id,
      });
      if ((message.flags & flag.ephemeral) !== 0)
        world.ephemerals.set(message.id, { message, userId: interaction.user.id });
      else messages.publish(interaction.channel, message);
      return message;
    },
    /** What this person sees in the channel, oldest first. */
    visibleTo(userId: string, channelId: string): Message[] {
      const own = [...world.ephemerals.values()]
        .filter((one) => one.userId === userId && one.message.channel_id === channelId)
        .map((one) => one.message);
      return [...world.messagesOf(channelId).values(), ...own].sort((a, b) =>
        BigInt(a.id) < BigInt(b.id) ? -1 : 1,
      );
    },
  };
  return messages;
}

function showEmbed(embed: Embed, attachments: Attachment[]): Embed {
  const shown = structuredClone(embed);
  for (const picture of [shown.image, shown.thumbnail]) {
    if (!picture?.url.startsWith('attachment://')) continue;
    const file = attachments.find((one) => one.filename === picture.url.slice('attachment://'.length));
    if (file) picture.url = file.url;
  }
  return Object.assign({ type: 'rich' }, shown);
}

function numbered(components: Component[]): Component[] {
  let last = 0;
  const walk = (component: Component) => {
    component.id ??= ++last;
    for (const child of component.components ?? []) walk(child);
    if (component.accessory) walk(component.accessory);
  };
  const copies = structuredClone(components);
  for (const component of copies) walk(component);
  return copies;
}
