import { pino } from 'pino';
import { describe, expect, it, type TestContext } from 'vitest';
import { permission } from '../servers/discord/protocol.ts';
import { type RunningBot, runningBot, textOf } from '../support/discord-bot.ts';
import { until } from '../support/temporary.ts';

const spoken = { domain: 'cooking', level: 'junior', questions: 1, mode: 'voice' };
const mayNotBeRenamed = {
  discord: { guilds: [{ name: 'Study group', owner: 'carol', withheld: permission.changeNickname }] },
};

type Finished = TestContext['onTestFinished'];
/** Alice's interview by voice; the question is open. */
async function listening(
  finished: Finished,
  options: Parameters<typeof runningBot>[0] & { before?: (bot: RunningBot) => void } = {},
): Promise<RunningBot> {
  const bot = await runningBot({ ...options, finished });
  options.before?.(bot);
  await bot.start();
  bot.alice.join('Interview');
  await bot.alice.slash('interview start', spoken).reply();
  await bot.shown('Question 1 of');
  return bot;
}
const self = ({ discord }: RunningBot) => {
  const own = discord.world.guild().members.get(discord.world.bot.id);
  if (!own) throw new Error('the bot is no member');
  return own;
};
const nameIs = async (bot: RunningBot, name: string | null) =>
  await bot.discord.until(`the name ${name}`, () => self(bot).nick === name);
const writtenUnder = ({ discord }: RunningBot, channel = 'Interview') =>
  discord.world.voiceStatuses.get(discord.world.channel(channel).id) ?? null;
const statusIs = async (bot: RunningBot, status: string | null) =>
  await bot.discord.until(`the line ${status}`, () => writtenUnder(bot) === status);
const line = '● A practice interview: I am listening to people who agreed';

describe.concurrent('a bot that listens on Discord', () => {
  it('says so in its name as long as it does, and in a post', async ({ onTestFinished }) => {
    const bot = await listening(onTestFinished);
    const { alice, discord } = bot;
    await bot.shown('I am listening');
    await nameIs(bot, '● listening · greenroom');
    await alice.click('Pause').acknowledgement();
    await nameIs(bot, null);
    await alice.click('Pause').acknowledgement();
    await nameIs(bot, '● listening · greenroom');
    await alice.click('Stop').acknowledgement();
    await nameIs(bot, null);
    expect(writtenUnder(bot)).toBeNull();
    expect(discord.violations()).toEqual([]);
  });

  it('takes the mark away once Discord lets it, where it first does not', async ({ onTestFinished }) => {
    const bot = await listening(onTestFinished, { timings: { returnFirstMs: 200 } });
    await nameIs(bot, '● listening · greenroom');
    bot.discord.rest.fail({ match: /PATCH .guilds.\d+.members/, status: 403, times: 2 });
    await bot.alice.click('Stop').acknowledgement();
    await nameIs(bot, null);
  });

  it('has the name back that it was given, and keeps one that it is given meanwhile', async ({
    onTestFinished,
  }) => {
    const bot = await listening(onTestFinished, {
      before: (one) => {
        self(one).nick = 'The interviewer of the week';
      },
    });
    const { alice, discord } = bot;
    await nameIs(bot, '● The interviewer of the week');
    await alice.click('Pause').acknowledgement();
    await nameIs(bot, 'The interviewer of the week');
    await alice.click('Pause').acknowledgement();
    await nameIs(bot, '● The interviewer of the week');
    discord.rename('Coach');
    await alice.click('Stop').acknowledgement();
    await discord.until('the bot to leave', () => !discord.world.guild().voice.has(discord.world.bot.id));
    expect(self(bot).nick).toBe('Coach');
  });

  it.for([
    ['● listening · Coach', 'Coach'],
    ['● listening · greenroom', null],
    ['Coach', 'Coach'],
  ] as const)('loses the mark that a crash left: %s', async ([left, name], { onTestFinished }) => {
    const bot = await runningBot({ finished: onTestFinished });
    self(bot).nick = left;
    await bot.start();
    await nameIs(bot, name);
  });

  it('says it under the channel where its name cannot be changed', async ({ onTestFinished }) => {
    const bot = await listening(onTestFinished, {
      ...mayNotBeRenamed,
      before: ({ discord }) =>
        discord.overwrite('Interview', 'bot', { allow: permission.setVoiceChannelStatus }),
    });
    await statusIs(bot, line);
    expect(self(bot).nick).toBeNull();
    await bot.alice.click('Stop').acknowledgement();
    await statusIs(bot, null);
    expect(bot.discord.violations()).toEqual([]);
  });

  it('leaves alone what people have written under the channel', async ({ onTestFinished }) => {
    const bot = await listening(onTestFinished, {
      ...mayNotBeRenamed,
      before({ discord }) {
        discord.overwrite('Interview', 'bot', { allow: permission.setVoiceChannelStatus });
        discord.world.voiceStatuses.set(discord.world.channel('Interview').id, 'Algebra tonight');
      },
    });
    await bot.alice.click('Stop').acknowledgement();
    await bot.shown('How it went');
    expect(writtenUnder(bot)).toBe('Algebra tonight');
  });

  it('interviews all the same, and logs nothing, where neither is allowed', async ({ onTestFinished }) => {
    const lines: string[] = [];
    const log = pino({ level: 'info' }, { write: (text: string) => void lines.push(text) });
    const bot = await listening(onTestFinished, { ...mayNotBeRenamed, log });
    await bot.alice.click('Stop').acknowledgement();
    await bot.shown('How it went');
    const asked = bot.discord.rest.requests.map(({ method, path }) => `${method} ${path}`);
    expect(asked.filter((one) => /PATCH .guilds|voice-status/.test(one))).toEqual([]);
    expect(lines.filter((text) => /"level":[456]0/.test(text))).toEqual([]);
  });

  it('shows the code of the encrypted call, the same that everybody in it sees', async ({
    onTestFinished,
  }) => {
    const bot = await listening(onTestFinished);
    const { alice, discord } = bot;
    const hers = () => alice.speaker().dave?.privacyCode() || null;
    await discord.until('her code', hers);
    // The keys may just be changing, since the bot has joined.
    await until(async () => {
      const shown = textOf(await alice.click('Encryption code').reply());
      const [code] = shown.replaceAll(' ', '').match(/\d{30}/) ?? [];
      return code !== undefined && code === hers() && shown.includes('the tab Privacy');
    });
  });

  it('says that there is no code in a call without encryption, or without the bot', async ({
    onTestFinished,
  }) => {
    const bot = await listening(onTestFinished, { discord: { dave: false } });
    const { alice, discord } = bot;
    expect(textOf(await alice.click('Encryption code').reply())).toContain('There is no code now');
    discord.kickBot();
    await bot.shown('I was disconnected from the voice channel');
    expect(textOf(await alice.click('Encryption code').reply())).toContain('in no voice channel');
  });

  it('comes back by itself when the channel can be reached again, and the interview goes on', async ({
    onTestFinished,
  }) => {
    const quick = { movedMs: 300, rejoinFirstMs: 100, rejoinLongestMs: 500, outageMs: 100, joinMs: 1_500 };
    const bot = await listening(onTestFinished, { timings: { ...quick, returnFirstMs: 200 } });
    const { alice, discord } = bot;
    await alice.click('Agree').reply();
    discord.overwrite('Interview', 'bot', { deny: permission.connect });
    discord.voice.breakSockets(discord.world.guild().id, 4006);
    await bot.shown('I could not rejoin after three tries');
    await nameIs(bot, null);
    discord.overwrite('Interview', 'bot', { allow: permission.connect });
    await bot.shown('I am back and listening again');
    await nameIs(bot, '● listening · greenroom');
    await until(async () => {
      const session = await bot.coach.store.db.selectFrom('sessions').select('state').executeTakeFirst();
      return session?.state === 'active';
    });
    await alice.speak('test/fixtures/audio/discord-short.ogg');
    await bot.shown('64 of 100');
  });
});
