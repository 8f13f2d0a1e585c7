import { describe, expect, it, type TestContext } from 'vitest';
import { createOpusDecoder } from '../../src/bots/discord/capture/opus.ts';
import { readOpusFile } from '../servers/discord/voice/ogg.ts';
import { likeness } from '../support/correlation.ts';
import { type RunningBot, runningBot, textOf } from '../support/discord-bot.ts';

const aliceSays = 'test/fixtures/audio/discord-alice.ogg';
const bobSays = 'test/fixtures/audio/discord-bob.ogg';
const shortSpeech = 'test/fixtures/audio/discord-short.ogg';
const spoken = { domain: 'cooking', level: 'junior', questions: 1, mode: 'voice' };

/** A spoken interview whose question is open, with everybody in the channel and heard. */
async function speaking(
  finished: TestContext['onTestFinished'],
  names: string[],
  options: Parameters<typeof runningBot>[0] = {},
  start: Record<string, string | boolean> = {},
): Promise<RunningBot> {
  const bot = await runningBot({ ...options, finished });
  await bot.start();
  const people = names.map((name) => bot.discord.person(name));
  for (const person of people) person.join('Interview');
  await people[0]?.slash('interview start', { ...spoken, ...start }).reply();
  await bot.shown('Question 1 of 1');
  for (const person of people) await person.click('Agree').reply();
  return bot;
}

/** What a perfect line would have carried. */
function soundOf(path: string): Float32Array {
  const packets = readOpusFile(path).map((opus, index) => ({ atMs: index * 20, opus, lostBefore: 0 }));
  return createOpusDecoder().decode(packets)[0]?.pcm ?? new Float32Array();
}
const everything = (bot: RunningBot): Float32Array => {
  const whole = new Float32Array(bot.heard.reduce((sum, pcm) => sum + pcm.length, 0));
  let at = 0;
  for (const pcm of bot.heard) {
    whole.set(pcm, at);
    at += pcm.length;
  }
  return whole;
};
const utterances = (bot: RunningBot) =>
  bot.coach.store.db
    .selectFrom('utterances')
    .innerJoin('answers', 'answers.id', 'utterances.answer_id')
    .select(['utterances.start_ms', 'utterances.end_ms', 'utterances.received_share', 'answers.person_id'])
    .orderBy('utterances.start_ms')
    .execute();

describe.concurrent('a spoken interview on Discord', () => {
  it('hears two people at once, end-to-end encrypted, each as they sounded, and shows the results together', async ({
    onTestFinished,
  }) => {
    const bot = await speaking(onTestFinished, ['alice', 'bob'], {}, { style: 'everyone', private: false });
    const { alice, bob, discord } = bot;
    await Promise.all([alice.speak(aliceSays), bob.speak(bobSays)]);
    const results = textOf(await bot.shown('Results of question'));
    expect(results).toContain(`<@${alice.id}>: 64 of 100`);
    expect(results).toContain(`<@${bob.id}>: 64 of 100`);
    for (const path of [aliceSays, bobSays])
      expect(Math.max(...bot.heard.map((pcm) => likeness(pcm, soundOf(path))))).toBeGreaterThan(0.95);
    await bot.shown('How it went');
    expect(discord.violations()).toEqual([]);
  });

  it('keeps pauses as long as they were, transcribes while the person speaks on, and ends by Done', async ({
    onTestFinished,
  }) => {
    const bot = await speaking(onTestFinished, ['alice'], { timings: { silenceMs: 60_000 } });
    const { alice, discord } = bot;
    const first = await alice.speak(shortSpeech);
    await discord.until('the first half', () => bot.heard.length === 1);
    await discord.until('a pause', () => performance.now() - first.beganMs > 4_500);
    const second = await alice.speak(shortSpeech);
    await alice.click('Done').acknowledgement();
    await bot.shown('64 of 100');
    const [one, two] = await utterances(bot);
    const between = (two?.start_ms ?? 0) - (one?.start_ms ?? 0);
    expect(Math.abs(between - (second.beganMs - first.beganMs))).toBeLessThan(100);
    expect(bot.heard).toHaveLength(2);
  });

  it('shows how much of the sound arrived over a bad line, and still makes sense of it', async ({
    onTestFinished,
  }) => {
    const bot = await speaking(onTestFinished, ['alice']);
    const { lostFrames, frames } = await bot.alice.speak(shortSpeech, {
      lossPercent: 5,
      jitterMs: 40,
      seed: 3,
    });
    expect(lostFrames.length).toBeGreaterThan(3);
    const card = textOf(await bot.shown('64 of 100'));
    const shown = Number(/(\d+) % of your audio received/.exec(card)?.[1]);
    const sent = 100 * (1 - lostFrames.filter((index) => index < frames).length / frames);
    expect(Math.abs(shown - sent)).toBeLessThan(3);
    expect(likeness(everything(bot), soundOf(shortSpeech))).toBeGreaterThan(0.8);
  });

  it.for(['plain', 'garbage'] as const)(
    'hears somebody again after frames that nobody could decrypt: %s',
    async (encryption, { onTestFinished }) => {
      const bot = await speaking(onTestFinished, ['alice']);
      await bot.alice.speak(aliceSays, { encryption, speedup: 3 });
      await bot.alice.speak(shortSpeech);
      await bot.shown('64 of 100');
      expect(likeness(everything(bot), soundOf(shortSpeech))).toBeGreaterThan(0.85);
    },
  );

  it('counts down while somebody is silent, and stops when they go on', async ({ onTestFinished }) => {
    const bot = await speaking(onTestFinished, ['alice'], { timings: { silenceMs: 60_000 } });
    await bot.alice.speak(shortSpeech);
    await bot.shown('Your answer ends');
    const saying = bot.alice.speak(shortSpeech);
    await bot.shown('Listening to');
    await saying;
    await bot.alice.click('Done').acknowledgement();
    await bot.shown('64 of 100');
    expect(bot.heard).toHaveLength(2);
  });

  it.for([
    ['a voice connection that can be resumed', 4015],
    ['a voice session that is lost', 4006],
  ] as const)(
    'goes on hearing over %s, and loses nothing that was heard before',
    async ([_what, code], { onTestFinished }) => {
      const bot = await speaking(onTestFinished, ['alice'], { timings: { silenceMs: 60_000 } });
      const { alice, discord } = bot;
      await alice.speak(shortSpeech);
      const ready = () =>
        discord.world.log.filter(({ kind }) => kind === 'voice.ready' || kind === 'voice.resumed').length;
      const before = ready();
      discord.voice.breakSockets(discord.world.guild().id, code);
      await discord.until('the voice connection', () => ready() > before);
      await alice.speak(shortSpeech);
      await alice.click('Done').acknowledgement();
      await bot.shown('64 of 100');
      const [whole, once] = [everything(bot), soundOf(shortSpeech)];
      expect(likeness(whole.subarray(0, once.length), once)).toBeGreaterThan(0.9);
      expect(likeness(whole.subarray(-once.length), once)).toBeGreaterThan(0.9);
    },
  );

  it('goes on hearing while the gateway reconnects in the middle of an answer', async ({
    onTestFinished,
  }) => {
    const bot = await speaking(onTestFinished, ['alice']);
    const { alice, discord } = bot;
    const saying = alice.speak(shortSpeech);
    discord.gateway.drop();
    await saying;
    await bot.shown('64 of 100');
    expect(likeness(everything(bot), soundOf(shortSpeech))).toBeGreaterThan(0.95);
    expect(discord.world.log.some(({ kind }) => kind === 'gateway.resumed')).toBe(true);
  });

  it('hears six people at once, and keeps each one’s words apart', async ({ onTestFinished }) => {
    const names = ['alice', 'bob', 'carol', 'dave', 'erin', 'frank'];
    const bot = await speaking(
      onTestFinished,
      names,
      { discord: { users: names } },
      { style: 'everyone', private: false },
    );
    await Promise.all(names.map((name) => bot.discord.person(name).speak(shortSpeech)));
    await bot.shown('Results of question');
    const said = await utterances(bot);
    expect(new Set(said.map((one) => one.person_id)).size).toBe(6);
    for (const { received_share } of said) expect(received_share).toBe(1);
    for (const pcm of bot.heard) expect(likeness(pcm, soundOf(shortSpeech))).toBeGreaterThan(0.9);
  });

  it('holds interviews in four servers at once', async ({ onTestFinished }) => {
    const names = ['alice', 'bob', 'carol', 'dave'];
    const guilds = names.map((owner) => ({
      name: owner,
      owner,
      channels: [
        { name: `text-${owner}`, type: 'text' as const },
        { name: `voice-${owner}`, type: 'voice' as const },
      ],
    }));
    const bot = await runningBot({ discord: { users: names, guilds }, finished: onTestFinished });
    await bot.start();
    const people = names.map((name) => bot.discord.person(name));
    for (const person of people) {
      person.join(`voice-${person.username}`);
      const channel = `text-${person.username}`;
      await person.slash('interview start', { ...spoken, private: false }, { channel }).reply();
      await bot.discord.until('the question', () =>
        person.messagesIn(channel).some((one) => textOf(one).includes('Question 1 of 1')),
      );
      await person.click('Agree').reply();
    }
    await Promise.all(people.map((person) => person.speak(shortSpeech)));
    for (const { username, ...person } of people)
      await bot.discord.until('the feedback', () =>
        person.messagesIn(`text-${username}`).some((one) => textOf(one).includes('64 of 100')),
      );
    for (const pcm of bot.heard) expect(likeness(pcm, soundOf(shortSpeech))).toBeGreaterThan(0.95);
    expect(bot.heard).toHaveLength(4);
  });
});
