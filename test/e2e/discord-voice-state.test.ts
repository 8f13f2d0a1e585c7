import { describe, expect, it, type TestContext } from 'vitest';
import type { DiscordOptions } from '../servers/discord/discord.ts';
import { permission } from '../servers/discord/protocol.ts';
import { type RunningBot, runningBot, textOf } from '../support/discord-bot.ts';
import { until } from '../support/temporary.ts';

const shortSpeech = 'test/fixtures/audio/discord-short.ogg';
const spoken = { domain: 'cooking', level: 'junior', questions: 1, mode: 'voice' };
const quickRejoins = { movedMs: 300, rejoinFirstMs: 100, rejoinLongestMs: 1_000, outageMs: 100 };
const withRoles: Partial<DiscordOptions> = {
  guilds: [
    {
      name: 'Study group',
      owner: 'carol',
      roles: [{ name: 'Recorded' }],
      memberRoles: { alice: ['Recorded'] },
    },
  ],
};

type Finished = TestContext['onTestFinished'];
/** A spoken interview of alice, its question open, everybody named in the channel and heard. */
async function speaking(
  finished: Finished,
  names: string[],
  options: Parameters<typeof runningBot>[0] = {},
  start = {},
): Promise<RunningBot> {
  const bot = await runningBot({ ...options, finished });
  await bot.start();
  const people = names.map((name) => bot.discord.person(name));
  for (const person of people) person.join('Interview');
  await people[0]?.slash('interview start', { ...spoken, ...start }).reply();
  await bot.shown('Question 1 of');
  for (const person of people) await person.click('Agree').reply();
  return bot;
}
const answers = (bot: RunningBot) =>
  bot.coach.store.db
    .selectFrom('answers')
    .innerJoin('participants', (join) =>
      join
        .onRef('participants.person_id', '=', 'answers.person_id')
        .onRef('participants.session_id', '=', 'answers.session_id'),
    )
    .select(['participants.user_id', 'answers.state'])
    .execute();
const stateOf = async (bot: RunningBot) =>
  (await bot.coach.store.db.selectFrom('sessions').select('state').executeTakeFirst())?.state;
const isBotIn = ({ discord }: RunningBot) => discord.world.guild().voice.has(discord.world.bot.id);

describe.concurrent('a voice connection on Discord that breaks', () => {
  it('ends no answer while it is away, and is opened again after an invalidated gateway session', async ({
    onTestFinished,
  }) => {
    const bot = await speaking(onTestFinished, ['alice'], { timings: quickRejoins });
    const { alice, discord } = bot;
    const saying = alice.speak(shortSpeech);
    await discord.until('the first sound', () => isBotIn(bot));
    discord.gateway.invalidate();
    await saying;
    await bot.shown('The interview is paused because I lost the connection');
    await until(async () => (await stateOf(bot)) === 'paused');
    expect((await answers(bot)).every(({ state }) => state === 'open')).toBe(true);
    await bot.shown('The interview goes on');
    await alice.speak(shortSpeech);
    await bot.shown('64 of 100');
  });

  it('ends no answer of somebody whom the bot can no longer hear, since it was taken out of the channel', async ({
    onTestFinished,
  }) => {
    const bot = await speaking(onTestFinished, ['alice']);
    const { alice, discord } = bot;
    await alice.speak(shortSpeech);
    const saying = alice.speak(shortSpeech);
    discord.kickBot();
    await saying;
    await bot.shown('I was disconnected from the voice channel');
    expect(await stateOf(bot)).toBe('paused');
    expect((await answers(bot)).every(({ state }) => state === 'open')).toBe(true);
    expect(isBotIn(bot)).toBe(false);
  });

  it('is given up after three tries, with what may help, and its interview stays paused', async ({
    onTestFinished,
  }) => {
    const bot = await speaking(onTestFinished, ['alice'], { timings: { ...quickRejoins, joinMs: 1_500 } });
    const { alice, discord } = bot;
    discord.overwrite('Interview', 'bot', { deny: permission.connect });
    discord.voice.breakSockets(discord.world.guild().id, 4006);
    await bot.shown('I could not rejoin after three tries');
    expect(await stateOf(bot)).toBe('paused');
    discord.overwrite('Interview', 'bot', { allow: permission.connect });
    await alice.click('Pause').acknowledgement();
    await bot.shown('I am back and listening again');
    await alice.speak(shortSpeech);
    await bot.shown('64 of 100');
  });
});

describe.concurrent('people who leave a voice channel on Discord', () => {
  it('pause their own interview although others stay, go on when they return, and end it when they do not', async ({
    onTestFinished,
  }) => {
    const bot = await speaking(onTestFinished, ['alice'], { candidateAwayMs: 10_000 });
    const { alice, bob, discord } = bot;
    bob.join('Interview');
    alice.leave();
    await bot.shown('The interview is paused because its candidate left');
    alice.join('Interview');
    await until(async () => (await stateOf(bot)) === 'active');
    alice.leave();
    await until(async () => (await stateOf(bot)) === 'ended');
    await discord.until('the bot to leave', () => !isBotIn(bot));
  });

  it('have what they said to a question for everyone counted, and are not waited for', async ({
    onTestFinished,
  }) => {
    const bot = await speaking(
      onTestFinished,
      ['alice', 'bob', 'carol'],
      { timings: { silenceMs: 60_000 } },
      { style: 'everyone', private: false },
    );
    const { alice, bob, carol } = bot;
    await bob.speak(shortSpeech);
    bob.leave();
    carol.leave();
    await until(async () =>
      (await answers(bot)).some(({ user_id, state }) => user_id === bob.id && state !== 'open'),
    );
    await alice.speak(shortSpeech);
    await alice.click('Done').acknowledgement();
    const results = textOf(await bot.shown('Results of question 1'));
    expect(results).toContain(`<@${alice.id}>: 64 of 100`);
    expect(results).toContain(`<@${bob.id}>: 64 of 100`);
    expect(results).not.toContain(`<@${carol.id}>`);
  });

  it('are named while they are waited for, and their words are dropped when they take consent back', async ({
    onTestFinished,
  }) => {
    const bot = await speaking(
      onTestFinished,
      ['alice', 'bob'],
      { timings: { silenceMs: 60_000 } },
      { style: 'everyone', private: false },
    );
    const { alice, bob } = bot;
    await alice.speak(shortSpeech);
    await alice.click('Done').acknowledgement();
    await bot.shown(new RegExp(`Listening to <@${bob.id}>(.|\\n)*Answered: <@${alice.id}>`));
    await bob.speak(shortSpeech);
    await bob.click('Take my consent back').reply();
    const results = textOf(await bot.shown('Results of question 1'));
    expect(results).toContain(`<@${alice.id}>: 64 of 100`);
    expect(results).not.toContain(`<@${bob.id}>`);
    expect((await answers(bot)).filter(({ state }) => state === 'evaluated')).toHaveLength(1);
  });
});

describe.concurrent('a no on Discord', () => {
  it('overrides the consent role, at once and for good', async ({ onTestFinished }) => {
    const bot = await runningBot({ discord: withRoles, finished: onTestFinished });
    await bot.start();
    const { alice, carol, discord } = bot;
    await carol.slash('settings', { 'consent-role': 'Recorded' }).reply();
    alice.join('Interview');
    await alice.slash('interview start', spoken).reply();
    await bot.shown('Listening to');
    expect(textOf(await alice.slash('privacy show').reply())).toContain('through the role Recorded');
    await alice.speakUntil(shortSpeech, () => alice.click('Take my consent back').reply());
    await alice.speak(shortSpeech);
    await bot.shown(`Waiting for <@${alice.id}>`);
    expect(bot.heard).toEqual([]);
    expect(await bot.coach.store.db.selectFrom('utterances').selectAll().execute()).toEqual([]);
    await alice.click('Agree').reply();
    await alice.speak(shortSpeech);
    await bot.shown('64 of 100');
    expect(discord.violations()).toEqual([]);
  });

  it('is never taken from a role that everybody has', async ({ onTestFinished }) => {
    const bot = await runningBot({ discord: withRoles, finished: onTestFinished });
    await bot.start();
    const reply = await bot.carol.slash('settings', { 'consent-role': '@everyone' }).reply();
    expect(textOf(reply)).toContain('cannot be the consent role');
  });
});

it('asks a spoken question again by voice after the interview has ended', async ({ onTestFinished }) => {
  const bot = await speaking(onTestFinished, ['alice'], {}, { private: false });
  const { alice, discord } = bot;
  await alice.speak(shortSpeech);
  await bot.shown('64 of 100');
  await discord.until('the bot to leave', () => !isBotIn(bot));
  await alice.click('Re-answer').reply();
  await bot.shown('Answer the question once more');
  await alice.speak(shortSpeech);
  await until(async () => (await answers(bot)).filter(({ state }) => state === 'evaluated').length === 2);
  expect(bot.heard).toHaveLength(2);
});
