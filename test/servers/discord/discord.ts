/**
 * A loopback stand-in for Discord: unmodified discord.js and @discordjs/voice connect to it, with end-to-end encrypted
 * voice (DAVE v1). Inner error codes and texts are Discord's as far as its public documentation tells them.
 */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { openGateway } from './gateway.ts';
import { openMessages } from './messages.ts';
import { openPerson, type Person } from './person.ts';
import { type Channel, type Guild, intent, permission, type VoicePlace } from './protocol.ts';
import { openRest } from './rest.ts';
import { channelRoutes } from './routes/channels.ts';
import { guildRoutes } from './routes/guilds.ts';
import { interactionRoutes } from './routes/interactions.ts';
import { certificatePath, openVoiceServer } from './voice/voice-server.ts';
import { botToken, openWorld, type WorldOptions } from './world.ts';

export type DiscordOptions = WorldOptions & {
  /** False: voice without end-to-end encryption, as before March 2026. */
  dave?: boolean;
  privilegedIntents?: boolean;
};
export type Discord = Awaited<ReturnType<typeof startDiscord>>;

/** A bot in this process trusts the voice server's certificate; one in another process needs `environment`. */
export async function startDiscord(options: DiscordOptions) {
  setDefaultCACertificates([...getCACertificates('default'), readFileSync(certificatePath, 'utf8')]);
  const world = openWorld(options);
  const voice = await openVoiceServer({ encrypted: options.dave ?? true, note: world.note });
  const rest = openRest(world);
  const gateway = openGateway(world, rest.server, {
    privilegedIntents: options.privilegedIntents ?? false,
    onVoiceState: placeBot,
    onGone(isOf) {
      for (const guild of world.guilds.values()) if (isOf(guild.id)) takeBotOut(guild);
    },
  });
  let base = '';
  const messages = openMessages(world, gateway, () => base);
  rest.routes.push(
    ...interactionRoutes(world, gateway, messages),
    ...channelRoutes(world, gateway, messages),
    ...guildRoutes(world, gateway),
  );
  rest.server.listen(0, '127.0.0.1');
  await once(rest.server, 'listening');
  base = gateway.address().replace('ws:', 'http:');

  function voiceStateChanged(guild: Guild, place: VoicePlace): void {
    gateway.dispatch('VOICE_STATE_UPDATE', world.voicePayload(guild, place), intent.guildVoiceStates);
  }
  function takeBotOut(guild: Guild): void {
    const old = guild.voice.get(world.bot.id);
    if (!old) return;
    guild.voice.delete(world.bot.id);
    voiceStateChanged(guild, { ...old, channel_id: null });
    voice.drop(guild.id);
  }
  function placeBot(
    request: { guild_id: string; channel_id: string | null; self_mute?: boolean; self_deaf?: boolean },
    voiceSession: string,
  ): void {
    const guild = world.guilds.get(request.guild_id);
    if (!guild) return;
    if (!request.channel_id) {
      takeBotOut(guild);
      return;
    }
    const channel = world.channels.get(request.channel_id);
    const granted = channel ? world.permissions(world.bot.id, channel) : 0n;
    if (!channel || (granted & permission.connect) === 0n) {
      world.note('voice.denied');
      return;
    }
    const old = guild.voice.get(world.bot.id);
    const place: VoicePlace = {
      ...old,
      user_id: world.bot.id,
      channel_id: channel.id,
      session_id: voiceSession,
      self_mute: request.self_mute ?? false,
      self_deaf: request.self_deaf ?? false,
    };
    guild.voice.set(world.bot.id, place);
    voiceStateChanged(guild, place);
    if (old?.channel_id === channel.id && voice.connected(channel.id)) return;
    if (old && old.channel_id !== channel.id) voice.drop(guild.id);
    const token = randomBytes(8).toString('hex');
    voice.expect({
      guildId: guild.id,
      channelId: channel.id,
      userId: world.bot.id,
      sessionId: voiceSession,
      token,
    });
    gateway.dispatch('VOICE_SERVER_UPDATE', { token, guild_id: guild.id, endpoint: voice.endpoint });
  }

  const people = new Map<string, Person>();
  const discord = {
    world,
    voice,
    rest,
    gateway,
    messages,
    api: `${base}/api`,
    /** What a bot in another process is started with. */
    environment: {
      DISCORD_TOKEN: botToken,
      DISCORD_API_URL: `${base}/api`,
      NODE_EXTRA_CA_CERTS: certificatePath,
    },
    until: world.until,
    violations: () =>
      world.log.filter((entry) => entry.kind === 'violation' || entry.kind === 'stand-in.error'),
    person(username: string): Person {
      let found = people.get(username);
      if (!found) {
        found = openPerson({ world, messages, gateway, voice, voiceStateChanged }, world.named(username));
        people.set(username, found);
      }
      return found;
    },
    /** Someone changes what `who` (the bot, everyone, a role) may do in a channel. */
    overwrite(channelName: string, who: string, change: { allow?: bigint; deny?: bigint }): void {
      const channel = world.channel(channelName);
      const guild = world.guilds.get(channel.guild_id ?? '');
      const roleId = [...(guild?.roles.values() ?? [])].find((role) => role.name === who)?.id;
      const id = who === 'bot' ? world.bot.id : (roleId ?? world.named(who).id);
      channel.permission_overwrites = [
        ...channel.permission_overwrites.filter((one) => one.id !== id),
        {
          id,
          type: roleId && who !== 'bot' ? 0 : 1,
          allow: String(change.allow ?? 0n),
          deny: String(change.deny ?? 0n),
        },
      ];
      gateway.dispatch('CHANNEL_UPDATE', channel, intent.guilds);
    },
    deleteChannel(channelName: string): void {
      const channel: Channel = world.channel(channelName);
      const guild = world.guilds.get(channel.guild_id ?? '');
      if (guild?.voice.get(world.bot.id)?.channel_id === channel.id) takeBotOut(guild);
      world.channels.delete(channel.id);
      gateway.dispatch('CHANNEL_DELETE', channel, intent.guilds);
    },
    /** A moderator moves the bot to another voice channel. */
    moveBot(channelName: string): void {
      const channel = world.channel(channelName);
      const guildId = channel.guild_id ?? '';
      const voiceSession = gateway.voiceSession(guildId);
      if (voiceSession) placeBot({ guild_id: guildId, channel_id: channel.id }, voiceSession);
    },
    /** A moderator removes the bot from the voice channel. */
    kickBot: (guildName?: string) => takeBotOut(world.guild(guildName)),
    /** A moderator gives the bot another name in the server. */
    rename(nick: string | null, guildName?: string): void {
      const guild = world.guild(guildName);
      const own = guild.members.get(world.bot.id);
      if (!own) throw new Error('the bot is in no such server');
      own.nick = nick;
      gateway.dispatch('GUILD_MEMBER_UPDATE', {
        ...world.memberPayload(guild, world.bot.id),
        guild_id: guild.id,
      });
    },
    /** A moderator deafens the bot: it hears nobody. */
    deafenBot(deaf: boolean, guildName?: string): void {
      const guild = world.guild(guildName);
      const place = guild.voice.get(world.bot.id);
      if (!place) throw new Error('the bot is in no voice channel');
      place.deaf = deaf;
      voiceStateChanged(guild, place);
    },
    async stop(): Promise<void> {
      gateway.close();
      await voice.close();
      rest.server.closeAllConnections();
      await new Promise((resolve) => rest.server.close(resolve));
    },
  };
  return discord;
}
