import { describe, expect, it } from 'vitest';
import { type RunningBot, runningBot, textOf } from '../support/discord-bot.ts';

const aliceSays = 'test/fixtures/audio/discord-alice.ogg';
const bobSays = 'test/fixtures/audio/discord-bob.ogg';
const spoken = { domain: 'cooking', level: 'junior', questions: 1, mode: 'voice' };

async function started(options: Parameters<typeof runningBot>[0] = {}): Promise<RunningBot> {
  const bot = await runningBot(options);
  await bot.start();
  return bot;
}

describe('a spoken interview on Discord', () => {
  it('hears the one who agreed, ends the answer by silence, and gives feedback', async () => {
    const bot = await started();
    const { alice, discord } = bot;
    alice.join('Interview');
    const start = alice.slash('interview start', spoken);
    expect(textOf(await start.reply())).toContain('I am in “Interview”');
    await bot.shown('I am listening');
    await bot.shown('Question 1 of 1');
    await alice.click('Agree').reply();
    await alice.speak(aliceSays);
    await bot.shown('64 of 100');
    expect(bot.heard.length).toBeGreaterThan(0);
    await bot.shown('How it went');
    expect(discord.violations()).toEqual([]);
  });

  it('hears two people at once, each with an answer of their own, and shows the results together', async () => {
    const bot = await started();
    const { alice, bob, discord } = bot;
    alice.join('Interview');
    bob.join('Interview');
    await alice.slash('interview start', { ...spoken, style: 'everyone', private: false }).reply();
    await bot.shown('Question 1 of 1');
    await alice.click('Agree').reply();
    await bob.click('Agree').reply();
    await Promise.all([alice.speak(aliceSays), bob.speak(bobSays)]);
    const results = await bot.shown('the answers');
    expect(textOf(results)).toContain(`<@${alice.id}>`);
    expect(textOf(results)).toContain(`<@${bob.id}>`);
    expect(discord.violations()).toEqual([]);
  });
});
