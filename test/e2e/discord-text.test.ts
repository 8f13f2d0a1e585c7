import { describe, expect, it } from 'vitest';
import { type RunningBot, runningBot, textOf } from '../support/discord-bot.ts';

const cooking = { domain: 'cooking', level: 'junior', questions: 1 };

async function started(options: Parameters<typeof runningBot>[0] = {}): Promise<RunningBot> {
  const bot = await runningBot(options);
  await bot.start();
  return bot;
}

describe('a typed interview on Discord', () => {
  it('is held in direct messages when it is private: question, answer, feedback, summary', async () => {
    const bot = await started();
    const { alice, discord } = bot;
    const start = alice.slash('interview start', cooking);
    expect((await start.acknowledgement()).ms).toBeLessThan(3000);
    expect(textOf(await start.reply())).toContain('direct messages');
    await discord.until('the question', () => alice.directMessages().some((one) => textOf(one).includes('Question 1 of 1')));
    alice.say('I salt the water', { dm: true });
    alice.say('and I wait until it boils.', { dm: true });
    const card = await bot.shown('64 of 100');
    expect(alice.directMessages()).toContain(card);
    await bot.shown('How it went');
    expect(discord.violations()).toEqual([]);
  });
});
