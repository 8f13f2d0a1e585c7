import { EndBehaviorType, entersState, joinVoiceChannel, VoiceConnectionStatus } from '@discordjs/voice';
import { Client, Events, GatewayIntentBits } from 'discord.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Discord, startDiscord } from '../servers/discord/discord.ts';
import { readOpusFile } from '../servers/discord/voice/ogg.ts';
import { botToken } from '../servers/discord/world.ts';

const alice = 'test/fixtures/audio/discord-alice.ogg';
const bob = 'test/fixtures/audio/discord-bob.ogg';

describe('the Discord that the tests talk to', () => {
  let discord: Discord;
  let client: Client;

  beforeEach(async () => {
    discord = await startDiscord({ users: ['alice', 'bob'], guilds: [{ name: 'Study group' }] });
    client = new Client({
      rest: { api: discord.api },
      intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildVoiceStates],
    });
    const ready = new Promise((resolve) => client.once(Events.ClientReady, resolve));
    await client.login(botToken);
    await ready;
  });
  afterEach(async () => {
    await client.destroy();
    await discord.stop();
  });

  async function join() {
    const guild = client.guilds.cache.first();
    if (!guild) throw new Error('the client knows no server');
    const connection = joinVoiceChannel({
      guildId: guild.id,
      channelId: discord.world.channel('Interview').id,
      adapterCreator: guild.voiceAdapterCreator,
      selfDeaf: false,
    });
    await entersState(connection, VoiceConnectionStatus.Ready, 5000);
    return connection;
  }

  it('lets unmodified clients hear two people at once, end-to-end encrypted', async () => {
    const people = [discord.person('alice'), discord.person('bob')];
    for (const person of people) person.join('Interview');
    const connection = await join();
    const heard = people.map((person) => {
      const packets: Buffer[] = [];
      connection.receiver
        .subscribe(person.id, { end: { behavior: EndBehaviorType.Manual } })
        .on('data', (packet: Buffer) => packets.push(packet));
      return packets;
    });
    const said = [readOpusFile(alice), readOpusFile(bob)];
    await Promise.all(people.map((person, index) => person.speak(said[index] ?? [], { speedup: 4 })));
    await discord.until('all packets', () =>
      heard.every((packets, index) => packets.length >= (said[index]?.length ?? 0) + 5),
    );
    heard.forEach((packets, index) => {
      expect(Buffer.concat(packets.slice(0, -5))).toEqual(Buffer.concat(said[index] ?? []));
    });
    const codes = people.map((person) => person.speaker().dave?.privacyCode());
    expect(new Set([...codes, connection.voicePrivacyCode]).size).toBe(1);
    expect(discord.violations()).toEqual([]);
    connection.destroy();
  });

  it('refuses what Discord refuses: a title of more than 256 characters', async () => {
    const channel = client.channels.cache.find((one) => one.isTextBased() && one.isSendable());
    if (!channel?.isSendable()) throw new Error('there is no text channel');
    await expect(channel.send({ embeds: [{ title: 'x'.repeat(257) }] })).rejects.toMatchObject({
      code: 50035,
      status: 400,
    });
    await expect(channel.send({ embeds: [{ title: 'x'.repeat(256) }] })).resolves.toBeTruthy();
  });
});
