import { describe, expect, it, type TestContext } from 'vitest';
import type { DiscordOptions } from '../servers/discord/discord.ts';
import { permission } from '../servers/discord/protocol.ts';
import { type RunningBot, runningBot, textOf } from '../support/discord-bot.ts';
import { until } from '../support/temporary.ts';

const shortSpeech = 'test/fixtures/audio/discord-short.ogg';
const spoken = { domain: 'cooking', level: 'junior', questions: 1, mode: 'voice' };
const withRooms = (more: Partial<DiscordOptions['guilds'][number]> = {}): Partial<DiscordOptions> => ({
  guilds: [
    {
      name: 'Study group',
      owner: 'carol',
      channels: [
        { name: 'general', type: 'text' },
        { name: 'Interview', type: 'voice' },
        { name: 'Other', type: 'voice' },
        { name: 'Podium', type: 'stage' },
        { name: 'Adults', type: 'voice', nsfw: true },
        { name: 'Tiny', type: 'voice', userLimit: 1 },
      ],
      ...more,
    },
  ],
});

type Finished = TestContext['onTestFinished'];
async function started(
  finished: Finished,
  options: Parameters<typeof runningBot>[0] = {},
): Promise<RunningBot> {
  const bot = await runningBot({ discord: withRooms(), ...options, finished });
  await bot.start();
  return bot;
}
/** Alice's interview by voice, its question open; nobody has agreed yet. */
async function asked(
  finished: Finished,
  options: Parameters<typeof runningBot>[0] = {},
  start = {},
): Promise<RunningBot> {
  const bot = await started(finished, options);
  bot.alice.join('Interview');
  await bot.alice.slash('interview start', { ...spoken, ...start }).reply();
  await bot.shown('Question 1 of');
  return bot;
}
/** It ends before, once something has been said. */
const micTestMs = 120_000;
async function saidIntoTest({ alice, discord }: RunningBot) {
  alice.join('Interview');
  const test = alice.slash('mic-test');
  await discord.until('the connection', () => discord.voice.connected(discord.world.channel('Interview').id));
  await alice.speak(shortSpeech);
  return test;
}
const people = async (bot: RunningBot) =>
  (await bot.coach.store.db.selectFrom('accounts').select('user_id').execute()).map((row) => row.user_id);
const states = async (bot: RunningBot) =>
  (await bot.coach.store.db.selectFrom('answers').select('state').execute()).map((row) => row.state);
const kept = async (bot: RunningBot) =>
  await bot.coach.store.db.selectFrom('utterances').selectAll().execute();

describe.concurrent('consent to be heard on Discord', () => {
  it('keeps nothing of anybody who has not agreed, and hears them once they have', async ({
    onTestFinished,
  }) => {
    const bot = await asked(onTestFinished, {}, { style: 'everyone', private: false });
    const { alice, bob } = bot;
    bob.join('Interview');
    await bot.shown(`<@${bob.id}>, an interview is running here`);
    await alice.click('Agree').reply();
    await Promise.all([alice.speak(shortSpeech), bob.speak(shortSpeech)]);
    await until(async () => (await states(bot)).includes('evaluated'));
    await alice.click('Show results').acknowledgement();
    await bot.shown('64 of 100');
    expect(await people(bot)).not.toContain(bob.id);
    expect(bot.heard).toHaveLength(1);
  });

  it('asks somebody who joins late, and takes their answer when they agree', async ({ onTestFinished }) => {
    const bot = await asked(onTestFinished, {}, { style: 'everyone', private: false });
    bot.bob.join('Interview');
    await bot.shown(`<@${bot.bob.id}>, an interview is running here`);
    await bot.bob.click('Agree').reply();
    await bot.bob.speak(shortSpeech);
    await until(async () => (await states(bot)).includes('evaluated'));
    await bot.alice.click('Show results').acknowledgement();
    expect(textOf(await bot.shown('Results of question'))).toContain(`<@${bot.bob.id}>: 64 of 100`);
  });

  it('drops what is being said when consent is taken back', async ({ onTestFinished }) => {
    const bot = await asked(onTestFinished, { timings: { silenceMs: 60_000 } });
    const { alice, discord } = bot;
    await alice.click('Agree').reply();
    await alice.speak(shortSpeech);
    await discord.until('the first half', () => bot.heard.length === 1);
    const takeBack = () => alice.click('Take my consent back').reply();
    expect(textOf(await alice.speakUntil(shortSpeech, takeBack))).toContain('no longer listen to you');
    const refused = await alice.click('Done').followup();
    expect(textOf(refused)).toContain('Nothing was said yet');
    expect(await kept(bot)).toEqual([]);
    expect(bot.heard).toHaveLength(1);
  });

  it('needs no button from people with the consent role', async ({ onTestFinished }) => {
    const bot = await started(onTestFinished, {
      discord: withRooms({ roles: [{ name: 'Recorded' }], memberRoles: { alice: ['Recorded'] } }),
    });
    const { alice, carol } = bot;
    expect(textOf(await carol.slash('settings', { 'consent-role': 'Recorded' }).reply())).toContain(
      'Consent role: Recorded',
    );
    alice.join('Interview');
    await alice.slash('interview start', spoken).reply();
    await bot.shown('Listening to');
    await alice.speak(shortSpeech);
    await bot.shown('64 of 100');
  });

  it('hears nobody but the candidate in a solo interview', async ({ onTestFinished }) => {
    const bot = await asked(onTestFinished);
    bot.bob.join('Interview');
    expect(textOf(await bot.bob.click('Agree').reply())).toContain('for one person only');
    await bot.bob.speak(shortSpeech);
    await bot.alice.click('Agree').reply();
    await bot.alice.speak(shortSpeech);
    await bot.shown('64 of 100');
    expect(bot.heard).toHaveLength(1);
  });
});

describe.concurrent('a voice channel on Discord', () => {
  it.for([
    ['Podium', 'is a stage'],
    ['Adults', 'age-restricted'],
    ['Tiny', 'is full'],
  ] as const)(
    'is not entered where no interview can be held: %s',
    async ([channel, why], { onTestFinished }) => {
      const bot = await started(onTestFinished);
      bot.alice.join(channel);
      await bot.discord.until('the member', () => true);
      expect(textOf(await bot.alice.slash('interview start', spoken).reply())).toContain(why);
      expect(bot.discord.world.guild().voice.has(bot.discord.world.bot.id)).toBe(false);
    },
  );

  it('is asked for when the person is in none, and the missing permission is named', async ({
    onTestFinished,
  }) => {
    const bot = await started(onTestFinished);
    expect(textOf(await bot.alice.slash('interview start', spoken).reply())).toContain(
      'Join a voice channel first',
    );
    bot.discord.overwrite('Interview', 'bot', { deny: permission.connect });
    bot.alice.join('Interview');
    expect(textOf(await bot.alice.slash('interview start', spoken).reply())).toContain('“Connect”');
  });

  it('is one at a time in a server', async ({ onTestFinished }) => {
    const bot = await asked(onTestFinished);
    bot.bob.join('Other');
    expect(textOf(await bot.bob.slash('interview start', spoken).reply())).toContain(
      'I am in “Interview” for another interview',
    );
  });

  it('is followed when somebody moves the bot, and speech there counts', async ({ onTestFinished }) => {
    const bot = await asked(onTestFinished);
    const { alice, discord } = bot;
    await alice.click('Agree').reply();
    alice.join('Other');
    discord.moveBot('Other');
    await bot.shown('The interview goes on in “Other”');
    await discord.until('the connection', () => discord.voice.connected(discord.world.channel('Other').id));
    await alice.speak(shortSpeech);
    await bot.shown('64 of 100');
  });

  it('pauses the interview when the bot is removed, and resuming calls it back', async ({
    onTestFinished,
  }) => {
    const bot = await asked(onTestFinished);
    const { alice, discord } = bot;
    await alice.click('Agree').reply();
    discord.kickBot();
    await bot.shown('I was disconnected from the voice channel');
    await bot.shown('The interview is paused');
    await alice.click('Pause').acknowledgement();
    const back = await bot.shown('I am back and listening again');
    expect(textOf(back)).not.toContain('restarted');
    await alice.speak(shortSpeech);
    await bot.shown('64 of 100');
  });

  it('takes a written answer from the button too, also from one person alone', async ({ onTestFinished }) => {
    const bot = await asked(onTestFinished);
    const press = bot.alice.click('Answer');
    await press.modalShown();
    await bot.alice.submitModal(press, { answer: 'I salt the water.' }).reply();
    await bot.shown('64 of 100');
    expect(bot.heard).toEqual([]);
  });

  it('says at once that there is no speech model, what to run, and that typing works', async ({
    onTestFinished,
  }) => {
    const bot = await started(onTestFinished, { deaf: true, timings: { micTestMs: 50 } });
    bot.alice.join('Interview');
    const hint = /greenroom( --)? models pull whisper-\w+(.|\n)*Typing works/;
    expect(textOf(await bot.alice.slash('mic-test').reply())).toMatch(hint);
    await bot.alice.slash('interview start', spoken).reply();
    await bot.shown(/I am listening(.|\n)*greenroom( --)? models pull whisper-/);
  });

  it('says that the bot is deafened', async ({ onTestFinished }) => {
    const bot = await asked(onTestFinished);
    bot.discord.deafenBot(true);
    await bot.shown('I am deafened');
    bot.discord.deafenBot(false);
    await bot.shown('I hear again');
  });

  it('ends the interview when it is deleted, and says so', async ({ onTestFinished }) => {
    const bot = await asked(onTestFinished);
    bot.discord.deleteChannel('Interview');
    await bot.discord.until('the message', () =>
      bot.alice
        .directMessages()
        .some((message) => textOf(message).includes('its channel is gone or closed to me')),
    );
    expect(await bot.coach.context.interview.openSessions('discord')).toEqual([]);
  });

  it('pauses when everybody has left, goes on when somebody returns, and ends when nobody does', async ({
    onTestFinished,
  }) => {
    const bot = await asked(onTestFinished, { candidateAwayMs: 10_000 });
    const { alice, discord } = bot;
    alice.leave();
    await bot.shown('The interview is paused because its candidate left');
    alice.join('Interview');
    await bot.shown('The interview goes on');
    alice.leave();
    await bot.shown('The interview was ended because its candidate left');
    await discord.until('the bot to leave', () => !discord.world.guild().voice.has(discord.world.bot.id));
  });

  it('says that nobody is heard, with the likely cause', async ({ onTestFinished }) => {
    const bot = await started(onTestFinished, { timings: { unheardMs: 400 } });
    bot.alice.join('Interview', { self_mute: true });
    await bot.alice.slash('interview start', spoken).reply();
    await bot.shown('Nobody here has agreed to be heard yet');
    await bot.alice.click('Agree').reply();
    await bot.alice.click('Pause').acknowledgement();
    await bot.shown('The interview is paused');
    await bot.alice.click('Pause').acknowledgement();
    await bot.shown('Your microphone is muted');
  });

  it('can be tested first: the microphone test plays back and reports what came, and keeps nothing', async ({
    onTestFinished,
  }) => {
    const bot = await started(onTestFinished, { timings: { micTestMs } });
    const reply = textOf(await (await saidIntoTest(bot)).reply());
    expect(reply).toContain('Your microphone works');
    expect(reply).toContain('100 % of your audio received');
    expect(reply).toContain('What you heard from me just now');
    // Two seconds of speech, and no more than was listened to.
    expect(bot.discord.voice.packetsFromBot()).toBeGreaterThan(60);
    expect(bot.discord.voice.packetsFromBot()).toBeLessThan(220);
    expect(await kept(bot)).toEqual([]);
  });

  it('says after a microphone test that what was heard could not be played back', async ({
    onTestFinished,
  }) => {
    const bot = await started(onTestFinished, { timings: { micTestMs } });
    const test = await saidIntoTest(bot);
    await bot.discord.until('the playing', () => bot.discord.voice.packetsFromBot() > 0);
    bot.discord.kickBot();
    const reply = textOf(await test.reply());
    expect(reply).toContain('Your microphone works');
    expect(reply).toContain('I could not play back what I heard');
  });
});

describe.concurrent('a hot seat on Discord', () => {
  it('takes one candidate after the other, and shows the others’ median next to the machine’s score', async ({
    onTestFinished,
  }) => {
    const bot = await asked(onTestFinished, {}, { style: 'hot-seat', questions: 2, private: false });
    const { alice, bob, discord } = bot;
    bob.join('Interview');
    await bot.shown(`<@${bob.id}>, an interview is running here`);
    for (const person of [alice, bob]) await person.click('Agree').reply();
    await Promise.all([alice.speak(shortSpeech), bob.speak(shortSpeech)]);
    await bot.shown('What do the others say?');
    const own = await alice.click('Good').followup();
    expect(textOf(own)).toContain('cannot rate your own');
    await bob.click('Good').acknowledgement();
    await bot.shown('1 person rated it; their median is 70');
    await bot.shown('64 of 100');
    expect(bot.heard).toHaveLength(1);
    await bot.shown('The seat is free');
    await bob.click('I am next').acknowledgement();
    await bot.shown(`For <@${bob.id}>`);
    await bob.speak(shortSpeech);
    await bot.shown('How it went');
    expect(bot.heard).toHaveLength(2);
    expect(discord.violations()).toEqual([]);
  });
});
