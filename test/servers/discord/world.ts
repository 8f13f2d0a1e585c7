/** What Discord knows: people, servers, channels, messages, who may do what. And a record of everything that happened. */
import { EventEmitter, once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Interaction } from './interaction.ts';
import {
  type Channel,
  type Command,
  channelType,
  everyPermission,
  type Guild,
  type Member,
  type Message,
  permission,
  type RawUser,
  type Role,
  snowflake,
  timestamp,
  type UploadedFile,
  usualPermissions,
  type VoicePlace,
} from './protocol.ts';

export type GuildOptions = {
  name: string;
  roles?: { name: string; permissions?: bigint }[];
  channels?: { name: string; type: keyof typeof channelType; nsfw?: boolean; userLimit?: number }[];
  /** Roles of people by user name. */
  memberRoles?: Record<string, string[]>;
  owner?: string;
  /** What @everyone and the bot's own role may not do here, although it is usual. */
  withheld?: bigint;
};
export type PersonOptions = { username: string; dms?: boolean; bot?: boolean };
export type WorldOptions = {
  users: (string | PersonOptions)[];
  guilds: GuildOptions[];
  /** How many shards a bot is told to use; default 1. */
  shards?: number;
  /** How long a bot may take to acknowledge; Discord waits three seconds. */
  acknowledgeMs?: number;
};
export type LogEntry = { at: number; kind: string; what?: string; [more: string]: unknown };
/** Something the bot did that people can see. */
export type Sent = {
  at: number;
  kind: 'message' | 'edit' | 'delete' | 'defer' | 'modal' | 'autocomplete' | 'commands' | 'voice-status';
  via?: 'channel' | 'interaction' | 'followup' | 'webhook';
  message?: Message;
  interaction?: Interaction;
  files?: readonly UploadedFile[];
};
export type World = ReturnType<typeof openWorld>;

export const botToken = 'test-bot-token';

export function openWorld(options: WorldOptions) {
  const users = new Map<string, RawUser>();
  const founded = Date.now();
  const guilds = new Map<string, Guild>();
  const channels = new Map<string, Channel>();
  const messages = new Map<string, Map<string, Message>>();
  const closedDms = new Set<string>();
  const log: LogEntry[] = [];
  const sent: Sent[] = [];
  const events = new EventEmitter().setMaxListeners(0);
  const bot = newUser({ username: 'greenroom', bot: true });
  const changed = () => events.emit('change');

  function newUser({ username, bot: isBot = false, dms = true }: PersonOptions): RawUser {
    const user: RawUser = {
      id: snowflake(),
      username,
      global_name: username,
      bot: isBot,
      discriminator: '0',
      avatar: null,
      public_flags: 0,
    };
    users.set(user.id, user);
    if (!dms) closedDms.add(user.id);
    return user;
  }
  const named = (username: string): RawUser => {
    const found = [...users.values()].find((user) => user.username === username);
    if (!found) throw new Error(`nobody is called ${username}`);
    return found;
  };
  function addGuild(wanted: GuildOptions): Guild {
    // A millisecond apart: servers that follow each other belong to shards that do.
    const id = snowflake(founded - guilds.size);
    const role = (roleId: string, name: string, permissions: bigint, managed = false): Role => ({
      id: roleId,
      name,
      permissions: String(permissions),
      position: 0,
      managed,
    });
    const usualHere = usualPermissions & ~(wanted.withheld ?? 0n);
    const roles = new Map([[id, role(id, '@everyone', usualHere)]]);
    for (const { name, permissions = 0n } of wanted.roles ?? []) {
      const roleId = snowflake();
      roles.set(roleId, role(roleId, name, permissions));
    }
    const botRole = role(snowflake(), bot.username, usualHere, true);
    roles.set(botRole.id, botRole);
    const members = new Map<string, Member>();
    for (const user of users.values()) {
      const names = wanted.memberRoles?.[user.username] ?? [];
      const held = [...roles.values()].filter((one) => names.includes(one.name)).map((one) => one.id);
      if (user === bot) held.push(botRole.id);
      members.set(user.id, { user, nick: null, roles: held, joined_at: timestamp() });
    }
    const owner = wanted.owner ?? [...users.values()].find((user) => !user.bot)?.username ?? bot.username;
    const guild: Guild = {
      id,
      name: wanted.name,
      owner_id: named(owner).id,
      joined_at: timestamp(),
      roles,
      members,
      voice: new Map(),
    };
    guilds.set(id, guild);
    const usual = [
      { name: 'general', type: 'text' },
      { name: 'Interview', type: 'voice' },
    ] as const;
    for (const channel of wanted.channels ?? usual) addChannel(guild, channel);
    return guild;
  }
  function addChannel(
    guild: Guild,
    wanted: { name: string; type: keyof typeof channelType; nsfw?: boolean; userLimit?: number },
  ): Channel {
    const type = channelType[wanted.type];
    const spoken = type === channelType.voice || type === channelType.stage;
    const channel: Channel = {
      id: snowflake(),
      type,
      guild_id: guild.id,
      name: wanted.name,
      position: channels.size,
      permission_overwrites: [],
      parent_id: null,
      nsfw: wanted.nsfw ?? false,
      flags: 0,
      last_message_id: null,
      ...(spoken ? { bitrate: 64_000, user_limit: wanted.userLimit ?? 0 } : {}),
    };
    channels.set(channel.id, channel);
    return channel;
  }

  for (const user of options.users) newUser(typeof user === 'string' ? { username: user } : user);
  for (const guild of options.guilds) addGuild(guild);

  const world = {
    bot,
    users,
    guilds,
    channels,
    closedDms,
    log,
    sent,
    named,
    shards: options.shards ?? 1,
    acknowledgeMs: options.acknowledgeMs ?? 3_000,
    /** The lines under voice channels, by channel. */
    voiceStatuses: new Map<string, string>(),
    /** Lets interaction tokens age without waiting. */
    skewMs: 0,
    commands: { global: new Map<string, Command>(), guild: new Map<string, Map<string, Command>>() },
    interactions: new Map<string, Interaction>(),
    ephemerals: new Map<string, { message: Message; userId: string }>(),
    /** Every message as it was before any edit: a client may be slow to show one. */
    asPosted: [] as Message[],
    files: new Map<string, { data: Buffer; type: string | undefined }>(),
    application: { id: bot.id, name: bot.username, flags: 0, bot_public: false, verify_key: '0'.repeat(64) },

    note(kind: string, data: object = {}): void {
      log.push({ at: Date.now(), kind, ...data });
      changed();
    },
    record(kind: Sent['kind'], data: Omit<Sent, 'at' | 'kind'> = {}): void {
      sent.push({ at: Date.now(), kind, ...data });
      changed();
    },
    changed,
    /** Waits for `condition` to return something; looks again whenever anything happens. */
    async until<Value>(
      what: string,
      condition: () => Value | null | undefined | false,
      timeoutMs = 90_000,
    ): Promise<Value> {
      const end = performance.now() + timeoutMs;
      for (;;) {
        const value = condition();
        if (value) return value;
        if (performance.now() > end) throw new Error(`waited ${timeoutMs} ms in vain for ${what}`);
        await Promise.race([once(events, 'change'), sleep(25)]);
      }
    },
    guild(name?: string): Guild {
      const found = [...guilds.values()].find((guild) => name === undefined || guild.name === name);
      if (!found) throw new Error(`no server ${name}`);
      return found;
    },
    channel(wanted: string | Channel): Channel {
      if (typeof wanted !== 'string') return wanted;
      const found = channels.get(wanted) ?? [...channels.values()].find((one) => one.name === wanted);
      if (!found) throw new Error(`no channel ${wanted}`);
      return found;
    },
    dmChannel(user: RawUser): Channel {
      const known = [...channels.values()].find((one) => one.recipients?.[0]?.id === user.id);
      if (known) return known;
      const channel: Channel = {
        id: snowflake(),
        type: channelType.dm,
        permission_overwrites: [],
        parent_id: null,
        nsfw: false,
        flags: 0,
        last_message_id: null,
        recipients: [user],
      };
      channels.set(channel.id, channel);
      return channel;
    },
    messagesOf(channelId: string): Map<string, Message> {
      let found = messages.get(channelId);
      if (!found) {
        found = new Map();
        messages.set(channelId, found);
      }
      return found;
    },
    /** What this user may do in the server as a whole. */
    guildPermissions(userId: string, guild: Guild): bigint {
      const member = guild.members.get(userId);
      if (!member) return 0n;
      if (guild.owner_id === userId) return everyPermission;
      const own = [guild.id, ...member.roles];
      const granted = own.reduce((sum, id) => sum | BigInt(guild.roles.get(id)?.permissions ?? 0), 0n);
      return (granted & permission.administrator) === 0n ? granted : everyPermission;
    },
    /** Who was added to a private thread, by its id. */
    threadMembers: new Map<string, Set<string>>(),
    addThread(parent: Channel, name: string): Channel {
      const thread: Channel = {
        id: snowflake(),
        type: channelType.privateThread,
        ...(parent.guild_id === undefined ? {} : { guild_id: parent.guild_id }),
        name,
        permission_overwrites: [],
        parent_id: parent.id,
        nsfw: false,
        flags: 0,
        last_message_id: null,
        owner_id: bot.id,
        member_count: 1,
        message_count: 0,
        rate_limit_per_user: 0,
        thread_metadata: {
          archived: false,
          auto_archive_duration: 10_080,
          archive_timestamp: timestamp(),
          locked: false,
          invitable: false,
        },
      };
      channels.set(thread.id, thread);
      world.threadMembers.set(thread.id, new Set([bot.id]));
      return thread;
    },
    /** What this user may do there, as Discord works it out: roles, then overwrites of everyone, roles, the user. */
    permissions(userId: string, place: Channel): bigint {
      // A thread has the overwrites of its channel.
      const channel = channels.get(place.parent_id ?? '') ?? place;
      const guild = guilds.get(channel.guild_id ?? '');
      if (!guild) return everyPermission;
      const member = guild.members.get(userId);
      if (!member) return 0n;
      let granted = world.guildPermissions(userId, guild);
      if (granted === everyPermission) return everyPermission;
      const steps = [[guild.id], member.roles, [userId]];
      for (const ids of steps) {
        const overwrites = channel.permission_overwrites.filter((one) => ids.includes(one.id));
        for (const one of overwrites) granted &= ~BigInt(one.deny);
        for (const one of overwrites) granted |= BigInt(one.allow);
      }
      return (granted & permission.viewChannel) === 0n ? 0n : granted;
    },
    memberPayload(guild: Guild, userId: string): object | null {
      const member = guild.members.get(userId);
      return member
        ? {
            ...member,
            avatar: null,
            banner: null,
            premium_since: null,
            deaf: false,
            mute: false,
            flags: 0,
            pending: false,
            communication_disabled_until: null,
          }
        : null;
    },
    voicePayload: (guild: Guild, place: VoicePlace): object => ({
      guild_id: guild.id,
      channel_id: place.channel_id,
      user_id: place.user_id,
      session_id: place.session_id,
      deaf: place.deaf ?? false,
      mute: place.mute ?? false,
      self_deaf: place.self_deaf ?? false,
      self_mute: place.self_mute ?? false,
      self_video: false,
      suppress: place.suppress ?? false,
      request_to_speak_timestamp: null,
      member: world.memberPayload(guild, place.user_id),
    }),
    guildPayload(guild: Guild): object {
      const all = [...channels.values()].filter((channel) => channel.guild_id === guild.id);
      const own = all.filter((channel) => channel.type !== channelType.privateThread);
      const visible = [...guild.members.keys()].filter((id) => id === bot.id || guild.voice.has(id));
      return {
        id: guild.id,
        name: guild.name,
        icon: null,
        owner_id: guild.owner_id,
        afk_channel_id: null,
        afk_timeout: 300,
        system_channel_id: null,
        system_channel_flags: 0,
        verification_level: 0,
        default_message_notifications: 0,
        explicit_content_filter: 0,
        mfa_level: 0,
        nsfw_level: 0,
        premium_tier: 0,
        preferred_locale: 'en-US',
        features: [],
        roles: [...guild.roles.values()].map((role) => ({
          ...role,
          color: 0,
          colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
          hoist: false,
          mentionable: false,
          flags: 0,
        })),
        emojis: [],
        stickers: [],
        joined_at: guild.joined_at,
        large: false,
        unavailable: false,
        member_count: guild.members.size,
        voice_states: [...guild.voice.values()].map((place) => world.voicePayload(guild, place)),
        members: visible.map((id) => world.memberPayload(guild, id)),
        channels: own.filter((channel) => world.permissions(bot.id, channel) !== 0n),
        threads: all.filter((channel) => channel.type === channelType.privateThread),
        presences: [],
        stage_instances: [],
        guild_scheduled_events: [],
        soundboard_sounds: [],
      };
    },
  };
  return world;
}
