import { Client, Events, GatewayIntentBits } from 'discord.js';
import { expect, it, onTestFinished } from 'vitest';
import { openPrivateThread } from '../../src/bots/discord/private-threads.ts';
import { startDiscord } from '../servers/discord/discord.ts';
import { channelType, permission } from '../servers/discord/protocol.ts';
import { botToken } from '../servers/discord/world.ts';

async function inServer() {
  const discord = await startDiscord({ users: ['alice', 'bob'], guilds: [{ name: 'Study group' }] });
  discord.overwrite('general', 'bot', {
    allow: permission.createPrivateThreads | permission.sendMessagesInThreads,
  });
  const client = new Client({ rest: { api: discord.api }, intents: [GatewayIntentBits.Guilds] });
  onTestFinished(async () => {
    await client.destroy();
    await discord.stop();
  });
  const ready = new Promise<Client<true>>((resolve) => client.once(Events.ClientReady, resolve));
  await client.login(botToken);
  const general = discord.world.channel('general');
  const bot = await ready;
  const [alice, bob] = [discord.person('alice').id, discord.person('bob').id];
  return {
    world: discord.world,
    general,
    alice,
    bob,
    open: (people: readonly string[]) =>
      openPrivateThread(bot, `discord:${general.guild_id}`, {
        ...{ people, channelId: general.id, name: 'Practice partners', once: 'abcd-1' },
      }),
    threads: () =>
      [...discord.world.channels.values()].filter(({ type }) => type === channelType.privateThread),
  };
}

it('takes up the thread of an earlier try whose answer was lost', async () => {
  const { world, general, alice, bob, open, threads } = await inServer();
  // Made by a process that was gone before it heard of it.
  const before = world.addThread(general, 'Practice partners · abcd');
  expect((await open([alice, bob]))?.channelId).toBe(before.id);
  expect(threads()).toHaveLength(1);
  expect(world.threadMembers.get(before.id)).toEqual(new Set([world.bot.id, alice, bob]));
});

it('leaves no open thread behind when somebody can never be added', async () => {
  const { alice, open, threads } = await inServer();
  await expect(open([alice, '123456789012345678'])).rejects.toMatchObject({ code: 10013 });
  expect(threads().map(({ thread_metadata: now }) => now?.archived)).toEqual([true]);
});
