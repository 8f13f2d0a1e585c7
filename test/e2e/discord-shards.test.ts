import { expect, it, onTestFinished } from 'vitest';
import { startDiscord } from '../servers/discord/discord.ts';
import type { Message } from '../servers/discord/protocol.ts';
import { acknowledgeMsElsewhere } from '../servers/served-time.ts';
import { textOf } from '../support/discord-bot.ts';
import { roleOf } from '../support/role-process.ts';
import { temporaryFolder } from '../support/temporary.ts';

/** Three processes start side by side, which takes a busy machine its time. */
const startMs = 90_000;
const people = ['alice', 'bob', 'carol', 'dave'];

/** Four servers on four shards, one person practising in each; two processes with two shards each. */
async function fourServers() {
  const discord = await startDiscord({
    acknowledgeMs: acknowledgeMsElsewhere,
    users: people,
    guilds: people.map((name) => ({
      name: `Group of ${name}`,
      channels: [{ name: `room-${name}`, type: 'text' as const }],
    })),
  });
  onTestFinished(() => discord.stop());
  const folder = temporaryFolder();
  const { world } = discord;
  const shardOfRoom = (name: string) =>
    Number((BigInt(world.channel(`room-${name}`).guild_id ?? 0) >> 22n) % 4n);
  const posted = (channelId: string, what: string): Message[] =>
    [...world.messagesOf(channelId).values()].filter(
      (message) => message.author.id === world.bot.id && textOf(message).includes(what),
    );
  const identified = (shard: number) =>
    world.log.filter(
      ({ kind, shard: said }) => kind === 'gateway.identified' && String(said) === `${shard},4`,
    ).length;
  /** How often a process has looked at the commands, which it does when it begins to listen. */
  const looks = () =>
    discord.rest.requests.filter(({ method, path }) => method === 'GET' && path.endsWith('/commands')).length;
  const start = (shards: string) => roleOf(discord, 'bots', folder, { DISCORD_SHARDS: shards });
  return {
    discord,
    /** Whose server is on this shard. */
    personOn: (shard: number) => people.find((name) => shardOfRoom(name) === shard) ?? '',
    posted,
    identified,
    looks,
    start,
    work: () => roleOf(discord, 'worker', folder),
    /** One after the other, until each listens: what is pressed before nobody hears. */
    async startBoth() {
      start('0-1/4');
      await discord.until('the commands', () => world.commands.global.size > 0, startMs);
      const before = looks();
      const second = start('2-3/4');
      await discord.until('the shards', () => [0, 1, 2, 3].every((shard) => identified(shard) > 0), startMs);
      await discord.until('the second process to listen', () => looks() > before, startMs);
      return second;
    },
    async practise(name: string): Promise<Message[]> {
      const person = discord.person(name);
      const room = world.channel(`room-${name}`);
      const before = posted(room.id, '64 of 100 ·').length;
      const asked = posted(room.id, 'Question 1 of 1').length;
      await person
        .slash(
          'interview start',
          { domain: 'backend', level: 'junior', questions: 1, private: false },
          { channel: room },
        )
        .reply();
      await discord.until('the question', () => posted(room.id, 'Question 1 of 1').length > asked);
      const press = person.click('Answer');
      await press.modalShown();
      await person.submitModal(press, { answer: 'I would measure first.' }).reply();
      await discord.until('the card', () => posted(room.id, '64 of 100 ·').length > before);
      return posted(room.id, '64 of 100 ·');
    },
  };
}

it('two processes with two shards each hold the interviews of their own servers', async () => {
  const { discord, personOn, work, startBoth, practise } = await fourServers();
  work();
  await startBoth();
  const cards = await Promise.all([0, 1, 2, 3].map((shard) => practise(personOn(shard))));
  expect(cards.map(({ length }) => length)).toEqual([1, 1, 1, 1]);
  const registrations = discord.rest.requests.filter(
    ({ method, path }) => method === 'PUT' && path.endsWith('/commands'),
  );
  expect(registrations).toHaveLength(1);
  expect(discord.violations()).toEqual([]);
}, 300_000);

it('what is started in a server of one process goes on in direct messages of the other, and is erased from there', async () => {
  const { discord, personOn, posted, work, startBoth, practise } = await fourServers();
  work();
  await startBoth();
  const name = personOn(3);
  const person = discord.person(name);
  const direct = discord.world.dmChannel(person.user);
  const room = discord.world.channel(`room-${name}`);
  await practise(name);

  await person
    .slash('interview start', { domain: 'backend', level: 'junior', questions: 1 }, { channel: room })
    .reply();
  await discord.until('the question', () => posted(direct.id, 'Question 1 of 1').length > 0);
  person.say('I would measure first.', { dm: true });
  await discord.until('the card', () => posted(direct.id, '64 of 100 ·').length > 0, startMs);
  expect(posted(direct.id, '64 of 100 ·')).toHaveLength(1);

  await person.slash('privacy forget', {}, { channel: direct }).reply();
  const gone = await person.click('Erase everything').reply();
  expect(textOf(gone)).toContain('2 answers');
  await discord.until('the card to be emptied', () => posted(room.id, '64 of 100 ·').length === 0);
  expect(posted(direct.id, '64 of 100 ·')).toHaveLength(0);
  expect(discord.violations()).toEqual([]);
}, 300_000);

it('a second process for the same shards waits, and takes over when the first is killed', async () => {
  const { discord, personOn, identified, looks, start, work, startBoth, practise } = await fourServers();
  work();
  const held = await startBoth();
  start('2-3/4');
  await practise(personOn(2));
  expect(identified(2)).toBe(1);
  const before = looks();
  await held.kill();
  await discord.until('the takeover', () => identified(2) === 2 && identified(3) === 2, startMs);
  await discord.until('the bot to listen', () => looks() > before, startMs);
  expect(await practise(personOn(3))).toHaveLength(1);
  expect(discord.violations()).toEqual([]);
}, 300_000);
