import { describe, expect, it } from 'vitest';
import { type RunningBot, runningBot, textOf } from '../support/discord-bot.ts';

async function started(): Promise<RunningBot> {
  const bot = await runningBot();
  await bot.start();
  return bot;
}

describe('the commands on Discord', () => {
  it('take documents with /prepare, and show the plan to the person who sent them alone', async () => {
    const { alice } = await started();
    const file = (name: string, type: string) => ({ path: `test/fixtures/prepare/${name}`, type });
    const asked = alice.slash('prepare', {
      job: file('data-job.txt', 'text/plain'),
      resume: file('backend-resume.pdf', 'application/pdf'),
    });
    const plan = textOf(await asked.reply());
    expect(plan).toMatch(/Your interview: data-engineering, mid/);
    expect(plan).toMatch(/Airflow[\s\S]*Larder/);
    expect(asked.isEphemeral()).toBe(true);
    const refused = alice.slash('prepare', { job: file('encrypted.pdf', 'application/pdf') });
    expect(textOf(await refused.reply())).toContain('That PDF has a password');
  });

  it('all answer, only to the person who asked unless they are about the group', async () => {
    const bot = await started();
    const { alice, carol, discord } = bot;
    const schedule = { when: 'weekly monday 18:00', domain: 'cooking', level: 'junior' };
    const asked = [
      ...[
        'help',
        'models',
        'interview status',
        'progress',
        'history',
        'preferences',
        'link',
        'practice weak',
      ],
      ...['privacy show', 'privacy consent', 'privacy revoke', 'schedule list'],
    ].map((name) => alice.slash(name));
    for (const one of asked) {
      const reply = await one.reply();
      expect(textOf(reply)).not.toMatch(/undefined|NaN|Something went wrong/);
      expect(one.isEphemeral()).toBe(true);
    }
    expect(textOf(await alice.slash('interview status').reply())).toMatch(
      /<\/interview start:\d+> domain:backend level:mid/,
    );
    const board = alice.slash('leaderboard');
    await board.reply();
    const added = carol.slash('schedule add', schedule);
    expect(textOf(await added.reply())).toContain('cooking');
    expect([board.isEphemeral(), added.isEphemeral()]).toEqual([false, false]);
    expect(discord.violations()).toEqual([]);
  });

  it('are refused in private', async () => {
    const bot = await started();
    const schedule = { when: 'weekly monday 18:00', domain: 'cooking', level: 'junior' };
    const stranger = bot.bob.slash('schedule add', schedule);
    expect(textOf(await stranger.reply())).toContain('Only people who manage');
    expect(stranger.isEphemeral()).toBe(true);
    const wrong = bot.carol.slash('schedule add', { ...schedule, when: 'whenever' });
    const refusal = await wrong.followup();
    expect(textOf(refusal)).toContain('That did not work');
    expect(refusal.flags & 64).toBe(64);
    expect(bot.discord.violations()).toEqual([]);
  });

  it('offer the domains that fit what was typed so far', async () => {
    const bot = await started();
    const choices = await bot.alice.autocomplete('interview start', { domain: 'cook' }, 'domain');
    expect(choices.map((choice) => choice.value)).toEqual(['cooking']);
  });

  it('change the settings of a server only for people who manage it', async () => {
    const bot = await started();
    expect(() => bot.bob.slash('settings')).toThrow('may not use settings');
    const wrong = await bot.carol.slash('settings', { language: 'Eng1' }).reply();
    expect(textOf(wrong)).toContain('does not fit language');
    const nowhere = await bot.carol.slash('settings', { 'time-zone': 'Mars/Base' }).reply();
    expect(textOf(nowhere)).toContain('“Mars/Base” does not fit time-zone');
    const zoned = await bot.carol.slash('settings', { 'time-zone': 'Europe/Berlin' }).reply();
    expect(textOf(zoned)).toContain('Time zone: Europe/Berlin');
    const set = { language: 'de', channel: 'general', 'retention-days': 30, 'public-results': true };
    expect(textOf(await bot.carol.slash('settings', set).reply())).toMatch(
      /Language: de(.|\n)*#general(.|\n)*30 days(.|\n)*in the channel/,
    );
    expect(textOf(await bot.carol.slash('settings', { reset: 'language' }).reply())).not.toContain(
      'Language: de',
    );
    await bot.alice.slash('interview start', { domain: 'cooking', level: 'junior', questions: 1 }).reply();
    const question = await bot.shown('Question 1 of 1');
    expect(question.channel_id).toBe(bot.discord.world.channel('general').id);
  });

  it('name what is wrong with what was given', async () => {
    const bot = await started();
    const reply = await bot.alice.slash('interview start', { domain: 'knitting', level: 'junior' }).reply();
    expect(textOf(reply)).toContain('For domain I do not know “knitting”; choose one of: ');
  });
});
