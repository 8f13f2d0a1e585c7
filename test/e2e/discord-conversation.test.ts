import { expect, it } from 'vitest';
import type { Speaker } from '../../src/models/ports.ts';
import { runningBot } from '../support/discord-bot.ts';
import { scriptedEvaluator } from '../support/scripted.ts';

const aliceSays = 'test/fixtures/audio/discord-alice.ogg';
const shortSpeech = 'test/fixtures/audio/discord-short.ogg';

/** A voice that hums for a minute: long enough to be cut in on. What it was told is kept. */
function hummingSpeaker(): Speaker & { told: string[] } {
  const told: string[] = [];
  return {
    ...{ name: 'humming', voices: [], told },
    async say(sentence) {
      told.push(sentence);
      return Int16Array.from({ length: 48_000 * 60 }, (_, index) => 3_000 * Math.sin(index / 20));
    },
    close: async () => undefined,
  };
}

it('holds a spoken interview: it can be cut in on, asked to repeat and to wait, and told that an answer is over', async () => {
  const speaker = hummingSpeaker();
  /** What is heard of her next stretch of speech; a second one, after a pause in it, is heard as nothing. */
  let says = '';
  const bot = await runningBot({
    speaker,
    hear: () => {
      const said = says;
      says = '';
      return said;
    },
    timings: { silenceMs: 1_000, openSentenceMs: 60_000, saidDoneMs: 300 },
  });
  await bot.start();
  const { alice, carol, discord } = bot;
  await carol.slash('settings', { 'speak-questions': true }).reply();
  alice.join('Interview');
  await alice
    .slash('interview start', { domain: 'cooking', level: 'junior', questions: 3, mode: 'voice' })
    .reply();
  await bot.shown('Question 1 of 3');
  await alice.click('Agree').reply();
  /** Resolves when the bot has been speaking for half a second. */
  const untilItSpeaks = async () => {
    const before = discord.voice.packetsFromBot();
    await discord.until('the voice of the bot', () => discord.voice.packetsFromBot() > before + 25);
  };
  const say = async (text: string, sound = shortSpeech) => {
    says = text;
    await alice.speak(sound);
    await discord.until('what she said', () => says === '');
  };
  await untilItSpeaks();
  await say('I keep the water boiling.', aliceSays);
  await bot.shown('Question 2 of 3');

  // Asked again: the second question is spoken twice, and her words to the bot are no part of her answer.
  await untilItSpeaks();
  await say('Can you repeat that?');
  await untilItSpeaks();
  await say('I salt it first, because.');
  await say('Let me think.');
  await bot.shown('Take your time');
  await say('The salt seasons it, and.');
  await say("That's it.");
  await bot.shown('Question 3 of 3');

  await untilItSpeaks();
  await say('Could you clarify the question?');
  await discord.until('other words', () => speaker.told.some((told) => told.startsWith('It is about')));
  await untilItSpeaks();
  await say('I drain it a minute early.');
  await bot.shown('How it went');
  const answers = await bot.coach.store.db
    .selectFrom('answers')
    .select('text')
    .orderBy('created_at')
    .execute();
  expect(answers.map(({ text }) => text)).toEqual([
    'I keep the water boiling.',
    'I salt it first, because. The salt seasons it, and.',
    'I drain it a minute early.',
  ]);
  expect(discord.violations()).toEqual([]);
});

it('opens an answer again when its author goes on after a pause, and judges all of it', async () => {
  const gate = Promise.withResolvers<void>();
  const judged: string[] = [];
  const evaluator = scriptedEvaluator(async ({ text }) => {
    judged.push(text);
    if (judged.length === 1) await gate.promise;
    return { overall: 64 };
  });
  const said = ['I salt the water first.', 'Then the pasta goes in.'];
  const bot = await runningBot({ evaluator, hear: () => said.shift() ?? '' });
  await bot.start();
  const { alice, discord } = bot;
  alice.join('Interview');
  const cooking = { domain: 'cooking', level: 'junior', questions: 1, mode: 'voice' };
  await alice.slash('interview start', cooking).reply();
  await bot.shown('Question 1 of 1');
  await alice.click('Agree').reply();
  await alice.speak(shortSpeech);
  await discord.until('the first judging', () => judged.length === 1);
  await alice.speak(shortSpeech);
  await discord.until('the second stretch', () => said.length === 0);
  gate.resolve();
  await bot.shown('How it went');
  expect(judged).toEqual(['I salt the water first.', 'I salt the water first. Then the pasta goes in.']);
  expect(discord.violations()).toEqual([]);
});
