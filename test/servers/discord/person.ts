/** A simulated person: joins, speaks, types, uses commands, buttons and modals, as the client would let them. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Gateway } from './gateway.ts';
import { type Interaction, openInteraction } from './interaction.ts';
import type { Messages } from './messages.ts';
import {
  type Attachment,
  type Channel,
  type Command,
  type CommandOption,
  type Component,
  channelType,
  flag,
  type Guild,
  type Message,
  permission,
  type RawUser,
  type VoicePlace,
} from './protocol.ts';
import { readOpusFile } from './voice/ogg.ts';
import type { Speaker, SpeakOptions, SpeakResult } from './voice/speaker.ts';
import type { VoiceServer } from './voice/voice-server.ts';
import type { World } from './world.ts';

type Where = { channel?: string | Channel; locale?: string };
type OptionValue = string | number | boolean | { user: RawUser } | { path: string; type?: string };
/** The parts of the stand-in that a person touches. */
export type Surroundings = {
  world: World;
  messages: Messages;
  gateway: Gateway;
  voice: VoiceServer;
  voiceStateChanged(guild: Guild, place: VoicePlace): void;
};
export type Person = ReturnType<typeof openPerson>;

export function openPerson(discord: Surroundings, user: RawUser) {
  const { world, messages } = discord;
  let voice: { speaker: Speaker; guild: Guild; channelId: string } | null = null;

  function place(where: Where = {}): Channel {
    if (where.channel) return world.channel(where.channel);
    const text = [...world.channels.values()].find((channel) => channel.type === channelType.text);
    if (!text) throw new Error('there is no text channel');
    return text;
  }
  function leave(): void {
    if (!voice) return;
    const { speaker, guild, channelId } = voice;
    voice = null;
    const state = guild.voice.get(user.id);
    guild.voice.delete(user.id);
    discord.voice.leave(speaker, guild.id, channelId);
    if (state) discord.voiceStateChanged(guild, { ...state, channel_id: null });
  }
  function act(
    type: number,
    data: Record<string, unknown>,
    channel: Channel,
    message: Message | null = null,
    locale = 'en-US',
  ): Interaction {
    const guild = world.guilds.get(channel.guild_id ?? '') ?? null;
    const interaction = openInteraction(world, { type, data, user, channel, guild, message });
    world.interactions.set(interaction.token, interaction);
    discord.gateway.dispatch('INTERACTION_CREATE', {
      id: interaction.id,
      application_id: world.application.id,
      type,
      token: interaction.token,
      version: 1,
      data,
      channel: { ...channel, permissions: String(world.permissions(user.id, channel)) },
      channel_id: channel.id,
      locale,
      entitlements: [],
      authorizing_integration_owners: {},
      context: guild ? 0 : 1,
      attachment_size_limit: 10_485_760,
      app_permissions: String(world.permissions(world.bot.id, channel)),
      ...(guild
        ? {
            guild_id: guild.id,
            guild_locale: 'en-US',
            member: {
              ...world.memberPayload(guild, user.id),
              permissions: String(world.permissions(user.id, channel)),
            },
          }
        : { user }),
      ...(message ? { message } : {}),
    });
    return interaction;
  }
  function command(name: string, type: number, channel: Channel): Command {
    const all = [
      ...(world.commands.guild.get(channel.guild_id ?? '')?.values() ?? []),
      ...world.commands.global.values(),
    ];
    const found = all.find((one) => one.name === name && (one.type ?? 1) === type);
    if (!found) throw new Error(`no command ${name}; there are: ${all.map((one) => one.name).join(', ')}`);
    const needed = BigInt(found.default_member_permissions ?? 0);
    if ((world.permissions(user.id, channel) & needed) !== needed)
      throw new Error(`${user.username} may not use ${name}`);
    return found;
  }
  function chat(
    type: 2 | 4,
    path: string,
    values: Record<string, OptionValue>,
    where: Where & { focused?: string },
  ): Interaction {
    const channel = place(where);
    const [top = '', ...rest] = path.split(' ');
    const found = command(top, 1, channel);
    const chain: CommandOption[] = [];
    let known = found.options ?? [];
    for (const part of rest) {
      const next = known.find((option) => option.name === part && option.type <= 2);
      if (!next) throw new Error(`/${path}: there is no ${part}`);
      chain.push(next);
      known = next.options ?? [];
    }
    if (known.some((option) => option.type <= 2)) throw new Error(`/${path} needs a subcommand`);
    const missing = known.find((option) => option.required && !(option.name in values));
    if (missing && type === 2) throw new Error(`/${path}: ${missing.name} is required`);
    const resolved: Record<string, Record<string, unknown>> = {};
    let options: object[] = Object.entries(values).map(([name, value]) => {
      const option = known.find((one) => one.name === name);
      if (!option) throw new Error(`/${path} has no option ${name}`);
      const given = resolve(option, value, channel, resolved);
      if (type === 2) checkOption(option, given);
      return { name, type: option.type, value: given, ...(where.focused === name ? { focused: true } : {}) };
    });
    for (const part of chain.reverse()) options = [{ name: part.name, type: part.type, options }];
    const data = { id: found.id, name: found.name, type: 1, options, resolved };
    return act(type, data, channel, null, where.locale);
  }
  function resolve(
    option: CommandOption,
    value: OptionValue,
    channel: Channel,
    resolved: Record<string, Record<string, unknown>>,
  ): string | number | boolean {
    const put = (kind: string, id: string, thing: unknown): string => {
      resolved[kind] = { ...resolved[kind], [id]: thing };
      return id;
    };
    if (typeof value === 'object' && 'path' in value) {
      const file = { index: 0, name: basename(value.path), data: readFileSync(value.path) };
      const saved = messages.saveFile(channel.id, { ...file, ...(value.type ? { type: value.type } : {}) });
      return put('attachments', saved.id, saved);
    }
    if (typeof value === 'object') {
      const guild = world.guilds.get(channel.guild_id ?? '');
      if (guild)
        put('members', value.user.id, { ...world.memberPayload(guild, value.user.id), permissions: '0' });
      return put('users', value.user.id, value.user);
    }
    if (option.type === 7) {
      const named = world.channel(String(value));
      return put('channels', named.id, { ...named, permissions: String(world.permissions(user.id, named)) });
    }
    if (option.type === 8) {
      const guild = world.guilds.get(channel.guild_id ?? '');
      const role = [...(guild?.roles.values() ?? [])].find((one) => one.name === value);
      if (!role) throw new Error(`no role ${value}`);
      return put('roles', role.id, role);
    }
    return value;
  }
  function find(
    what: RegExp | string,
    message?: Message,
    { older = 0 }: { older?: number } = {},
  ): { component: Component; message: Message } {
    const wanted = (component: Component) =>
      what instanceof RegExp ? what.test(component.custom_id ?? '') : component.label === what;
    const search = (component: Component): Component[] => [
      ...(component.custom_id && wanted(component) ? [component] : []),
      ...[...(component.components ?? []), component.accessory].flatMap((child) =>
        child ? search(child) : [],
      ),
    ];
    const now = [...world.channels.keys()].flatMap((id) => messages.visibleTo(user.id, id));
    const ids = new Set(now.map(({ id }) => id));
    const seen = message ? [message] : older === 0 ? now : world.asPosted.filter(({ id }) => ids.has(id));
    const hits = seen.flatMap((one) =>
      one.components.flatMap(search).map((component) => ({ component, message: one })),
    );
    const found = hits.sort((a, b) => (BigInt(a.message.id) < BigInt(b.message.id) ? -1 : 1)).at(-1 - older);
    if (!found) throw new Error(`${user.username} sees no ${what}`);
    return found;
  }
  function press(found: ReturnType<typeof find>, data: object): Interaction {
    const { component, message: on } = found;
    if (component.disabled) throw new Error(`${component.custom_id} is disabled`);
    return act(
      3,
      { component_type: component.type, custom_id: component.custom_id, id: component.id, ...data },
      world.channel(on.channel_id),
      on,
    );
  }

  return {
    user,
    id: user.id,
    username: user.username,
    join(channelName: string, flags: { self_mute?: boolean; self_deaf?: boolean } = {}): void {
      const channel = world.channel(channelName);
      const guild = world.guilds.get(channel.guild_id ?? '');
      if (!guild) throw new Error(`${channelName} is in no server`);
      leave();
      const state = { user_id: user.id, channel_id: channel.id, session_id: `session-${user.id}`, ...flags };
      guild.voice.set(user.id, state);
      discord.voiceStateChanged(guild, state);
      voice = {
        speaker: discord.voice.enter(guild.id, channel.id, user.id),
        guild,
        channelId: channel.id,
      };
    },
    leave,
    speaker(): Speaker {
      if (!voice) throw new Error(`${user.username} is in no voice channel`);
      return voice.speaker;
    },
    /** Speaks the content of an Opus file (or these packets), in real time unless told otherwise. */
    speak(what: string | readonly Buffer[], options?: SpeakOptions): Promise<SpeakResult> {
      if (!voice) throw new Error(`${user.username} is in no voice channel`);
      return voice.speaker.speak(typeof what === 'string' ? readOpusFile(what) : what, options);
    },
    /** Says the same again and again, without a pause, until what happens meanwhile is over. */
    async speakUntil<Happened>(path: string, happens: () => Promise<Happened>): Promise<Happened> {
      const over = new AbortController();
      const frames = readOpusFile(path);
      const saying = this.speak(Array(100).fill(frames).flat(), { signal: over.signal });
      try {
        return await happens();
      } finally {
        over.abort();
        await saying;
      }
    },
    slash: (path: string, values: Record<string, OptionValue> = {}, where: Where = {}) =>
      chat(2, path, values, where),
    async autocomplete(path: string, values: Record<string, OptionValue>, focused: string) {
      const interaction = chat(4, path, values, { focused });
      await interaction.acknowledgement();
      return interaction.choices;
    },
    messageMenu(name: string, message: Message): Interaction {
      const channel = world.channel(message.channel_id);
      const found = command(name, 3, channel);
      const resolved = { messages: { [message.id]: message } };
      return act(2, { id: found.id, name, type: 3, target_id: message.id, resolved }, channel);
    },
    /** Presses the newest button whose label is this text, or whose custom id matches. */
    click: (what: RegExp | string, message?: Message) => press(find(what, message), {}),
    /** Presses an older one, counted back from the newest, even if the bot has removed it by now. */
    clickOld: (what: RegExp | string, older: number) => press(find(what, undefined, { older }), {}),
    sees: (what: RegExp | string): boolean => {
      try {
        return find(what).component.disabled !== true;
      } catch {
        return false;
      }
    },
    select: (what: RegExp | string, values: string[], message?: Message) =>
      press(find(what, message), { values }),
    submitModal(shownBy: Interaction, fields: Record<string, string>): Interaction {
      const { modal } = shownBy;
      if (!modal) throw new Error('that showed no modal');
      const fill = (component: Component): object => {
        const value = fields[component.custom_id ?? ''] ?? component.value ?? '';
        if (component.required !== false && value === '')
          throw new Error(`${component.custom_id} is required`);
        if (value.length > (component.max_length ?? 4000))
          throw new Error(`${component.custom_id} is too long`);
        return component.type === 4
          ? { type: 4, custom_id: component.custom_id, value, id: component.id ?? 1 }
          : { type: component.type, custom_id: component.custom_id, values: [value], id: component.id ?? 1 };
      };
      const components = modal.components.map((row) =>
        row.component
          ? { type: row.type, id: row.id ?? 1, component: fill(row.component) }
          : { type: row.type, id: row.id ?? 1, components: (row.components ?? []).map(fill) },
      );
      const data = { custom_id: modal.custom_id, components };
      return act(5, data, shownBy.channel, shownBy.message);
    },
    say(content: string, where: Where & { dm?: boolean } = {}): Message {
      const channel = where.dm ? world.dmChannel(user) : place(where);
      return messages.publish(channel, messages.build(channel, user, { content }, []));
    },
    edit(message: Message, content: string): void {
      message.content = content;
      messages.publish(world.channel(message.channel_id), message, 'MESSAGE_UPDATE');
    },
    /** Sends a sound file; `voice` makes it a voice message. */
    sendSound(path: string, options: Where & { dm?: boolean; voice?: boolean; type?: string } = {}): Message {
      const channel = options.dm ? world.dmChannel(user) : place(options);
      const seconds = path.endsWith('.ogg') ? readOpusFile(path).length * 0.02 : 1;
      const about: Partial<Attachment> = { waveform: 'AAAA', duration_secs: seconds };
      const built = messages.build(
        channel,
        user,
        {
          flags: options.voice ? flag.voiceMessage : 0,
          attachments: [{ id: 0, ...(options.voice ? about : {}) }],
        },
        [{ index: 0, name: basename(path), type: options.type ?? 'audio/ogg', data: readFileSync(path) }],
      );
      return messages.publish(channel, built);
    },
    /** Sends a file of any kind, with or without words beside it. */
    sendFile(
      file: { name: string; type: string; data: string | Buffer },
      options: Where & { dm?: boolean; content?: string; more?: readonly (typeof file)[] } = {},
    ): Message {
      const channel = options.dm ? world.dmChannel(user) : place(options);
      const files = [file, ...(options.more ?? [])];
      const built = messages.build(
        channel,
        user,
        { content: options.content ?? '' },
        files.map((one, index) => ({ ...one, index, data: Buffer.from(one.data) })),
      );
      return messages.publish(channel, built);
    },
    /** What this person sees in a channel, oldest first; ephemeral messages to them included. */
    messagesIn: (channelName: string): Message[] =>
      messages.visibleTo(user.id, world.channel(channelName).id),
    directMessages: (): Message[] => messages.visibleTo(user.id, world.dmChannel(user).id),
    mayManage: (channelName: string): boolean =>
      (world.permissions(user.id, world.channel(channelName)) & permission.manageGuild) !== 0n,
  };
}

function checkOption(option: CommandOption, value: string | number | boolean): void {
  if (option.choices && !option.choices.some((choice) => choice.value === value))
    throw new Error(`${option.name}: ${value} is not one of the choices`);
  if (
    typeof value === 'number' &&
    (value < (option.min_value ?? -Infinity) || value > (option.max_value ?? Infinity))
  )
    throw new Error(`${option.name}: ${value} is out of range`);
}
