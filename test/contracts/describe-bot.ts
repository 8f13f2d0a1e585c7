import { describe, expect, it } from 'vitest';
import { commandSpecs, fullName } from '../../src/bots/command-specs.ts';
import type { AtBot, BotPlatform } from '../support/bots/platform.ts';
import { insertPractised } from '../support/practised.ts';
import { sqliteOf, until } from '../support/temporary.ts';

/** A strong answer to the bank's only senior question. */
export const goodAnswer =
  'First I would ask everybody about allergies and diets before shopping, because otherwise somebody cannot eat. ' +
  'The single oven is the bottleneck, so at most one course depends on it at serving time. ' +
  'For example I prepare the cold starter and the dessert a day ahead, which leaves the hours before the dinner free.';

const hostile = '**salt** *water* `pot` <b>hot</b> <@1234> <!channel> @everyone \u001b[31mred, so I wait.';
const question = 'How would you plan a three-course dinner for twenty guests with one oven?';

/** Waits until the person sees a message with this, and returns the newest such text. */
export const seen = (at: AtBot, what: RegExp): Promise<string> =>
  until(() => at.shown().findLast((text) => what.test(text)));
const count = (at: AtBot, what: RegExp): number => at.shown().filter((text) => what.test(text)).length;

/** Waits until the person is told that an answer could not be processed, without the pauses between the tries. */
async function triedInVain(at: AtBot): Promise<void> {
  const wake = sqliteOf(at.store).sqlite.prepare(
    "update jobs set run_at = ? where queue in ('evaluate', 'transcribe') and state = 'waiting'",
  );
  await until(() => {
    wake.run(new Date(0).toISOString());
    at.store.queue.wake();
    return count(at, /Your answer could not be processed\. Please answer once more\./) > 0;
  });
}

/** Answers the open question and returns the card. */
export async function answer(at: AtBot, text: string): Promise<string> {
  await at.say(text);
  await at.finish();
  return await seen(at, /confidence (low|medium|high)/);
}

/** What every bot does alike. */
export function describeBot(bot: BotPlatform): void {
  const opened = async (questions: number, level: 'junior' | 'senior' = 'junior') => {
    const at = await bot.open();
    await at.begin({ level, questions });
    await seen(at, new RegExp(`Question 1 of ${questions}`));
    return at;
  };
  const facts = (text: string) => bot.displayed(text).replace(/\s+/g, ' ');

  describe(`the ${bot.platform} bot`, () => {
    it('asks, takes a typed answer, shows one card with what earned the score, and sums up', async () => {
      const at = await opened(1, 'senior');
      expect(facts(await seen(at, /Question 1 of 1/))).toContain(question);
      const card = facts(await answer(at, goodAnswer));
      expect(card).toMatch(/\d+ of 100 · \w+/);
      expect(card).not.toMatch(/scored by|Judged without|at least 0/);
      expect(card).toMatch(/Keep:\W+\w+/);
      expect(card).toMatch(/Fix one thing:\W+\w+/);
      // Nothing is left to ask: the card no longer mentions a follow-up.
      expect(card).not.toMatch(/Follow-up:|To close:|Answer follow-up/);
      for (const label of ['Content', 'Structure', 'Clarity', 'Wording']) expect(card).toContain(label);
      // A typed answer has no delivery, and its card does not mention one.
      expect(card).not.toContain('Delivery');
      expect(facts(await seen(at, /How it went/))).toContain('1 answer');
      expect(count(at, /confidence (low|medium|high)/)).toBe(1);
    });

    it('tells whose quota is used up, and judges what was begun before', async () => {
      const at = await bot.open({ environment: { QUOTA_TENANT_ANSWERS_PER_DAY: '1' } });
      await at.begin({ level: 'junior', questions: 2 });
      await seen(at, /Question 1 of 2/);
      await at.say(goodAnswer);
      await at.finish();
      await seen(at, /confidence (low|medium|high)/);
      const told = facts(await seen(at, /for today/));
      const whose = { discord: 'This server', slack: 'This workspace', terminal: 'This installation' };
      expect(told).toContain(
        `${whose[bot.platform]} has used its 1 answer for today; it goes on at 00:00 UTC.`,
      );
      await seen(at, /How it went/);
      expect(count(at, /Question 2 of 2/)).toBe(0);
    });

    it('gives junk a low score and no praise', async () => {
      const at = await opened(1, 'senior');
      const card = facts(await answer(at, 'asdf qwer zxcv hjkl uiop'));
      const overall = /(\d+) of 100/.exec(card)?.[1];
      expect(Number(overall ?? 0)).toBeLessThan(25);
      expect(card).not.toMatch(/Keep:/);
      expect(card).not.toMatch(/well done|good answer|you made it|strong|clear(?:ly)? (?:said|put)/i);
    });

    it('asks the next question when one is skipped', async () => {
      const at = await opened(2);
      await at.command('interview skip');
      await seen(at, /Question 2 of 2/);
      expect(count(at, /confidence/)).toBe(0);
    });

    it('shows the same question again', async () => {
      const at = await opened(2);
      const first = await seen(at, /Question 1 of 2/);
      const asked = facts(first).includes('pasta') ? 'pasta' : 'sharp knife';
      await at.command('interview repeat');
      await until(() => count(at, /Question 1 of 2/) === 2);
      expect(facts(await seen(at, /Question 1 of 2/))).toContain(asked);
      expect(count(at, /Question 2 of 2/)).toBe(0);
    });

    it('ends with a summary when it is stopped', async () => {
      const at = await opened(2);
      await at.command('interview stop');
      await seen(at, /How it went/);
      expect(count(at, /Question 2 of 2/)).toBe(0);
    });

    it('lists the commands that there are here, and no others', async () => {
      const at = await opened(2);
      const help = await at.command('help');
      const names = commandSpecs.map(fullName);
      const written = (name: string) => bot.written?.(name) ?? name;
      const listed = names.filter((name) => facts(help.text).includes(`${written(name)}: `));
      expect(listed).toEqual(names.filter((name) => !bot.lacks.includes(name)));
      expect(help.private).toBe(true);
    });

    it('tells the person who asks, and nobody else, the same as everywhere', async () => {
      const at = await opened(2);
      const { tenant, userId } = at;
      for (const [daysAgo, overall] of [
        [3, 41],
        [2, 58],
        [1, 83],
      ] as const) {
        const moment = new Date(Date.now() - daysAgo * 86_400_000).toISOString();
        const fix = { kind: 'pace', values: { wordsPerMinute: overall, case: 'slow' } } as const;
        await insertPractised(at.store, {
          tenant,
          userId,
          at: moment,
          overall,
          dimensions: { technical: overall },
          fix,
        });
      }
      const told = {
        progress: [
          '3 answers',
          'streak 3 days (longest 3 days)',
          'Overall: last 83, best 83',
          'cooking: 3 answers, last 83, best 83',
          'You spoke at 83 words a minute, which is slow.',
        ],
        history: [
          ...[41, 58, 83].flatMap((overall) => [
            `${overall} of 100`,
            `You spoke at ${overall} words a minute`,
          ]),
          `“Said by ${userId} in ${tenant}.”`,
        ],
        preferences: [
          `zone: ${bot.timeZone}`,
          'goal: 3 days a week',
          'leaderboard: no',
          'share: no',
          'audio: no',
        ],
        models: ['Speech to text: scripted, ready on cpu', 'Meaning: not installed.'],
        'privacy show': [
          '3 answers, 0 transcripts, 3 evaluations, 0 recordings',
          'transcripts 365 days, evaluations 730 days',
          'You have not agreed to be heard',
        ],
      };
      for (const [words, sentences] of Object.entries(told)) {
        const reply = await at.command(words);
        expect(reply.private).toBe(true);
        for (const sentence of sentences) expect(facts(reply.text)).toContain(sentence);
      }
    });

    it('names a command as it is written there', async () => {
      const at = await opened(1);
      const { text } = await at.command('leaderboard');
      const written = bot.platform === 'discord' ? 'leaderboard:True' : 'leaderboard=yes';
      expect(facts(text)).toContain(`To appear on it, use: /preferences ${written}`);
    });

    it('asks for confirmation before it erases everything about a person', async () => {
      const at = await opened(1);
      const held = await at.store.db.selectFrom('people').select('id').execute();
      expect((await at.command('privacy forget')).text).toContain('Erase everything about you?');
      expect(await at.store.db.selectFrom('people').select('id').execute()).toEqual(held);
    });

    it('says in one sentence that an answer could not be judged', async () => {
      const at = await bot.open({
        evaluator: {
          evaluate: async () => {
            throw new Error('ENOENT: /secret/path');
          },
          close: async () => undefined,
        },
      });
      await at.begin({ level: 'senior', questions: 1 });
      await seen(at, /Question 1 of 1/);
      await at.say(goodAnswer);
      await at.finish();
      await triedInVain(at);
      expect(at.shown().join('\n')).not.toMatch(/ENOENT|secret|\bat .*\.ts:\d+/);
    });

    it('hears a recording, and when that fails takes the answer once more', async () => {
      let fails = true;
      const at = await bot.open({
        hear: () => {
          if (fails) throw new Error('ENOENT: /secret/path');
          return goodAnswer;
        },
      });
      await at.begin({ level: 'senior', questions: 1 });
      await seen(at, /Question 1 of 1/);
      await at.record();
      await triedInVain(at);
      fails = false;
      await at.record();
      expect(await seen(at, /confidence (low|medium|high)/)).toMatch(/[1-9]\d* of 100/);
      await seen(at, /How it went/);
    });

    it('shows markup and mentions in an answer as text that pings nobody', async () => {
      const at = await opened(2);
      await answer(at, hostile);
      await seen(at, /Question 2 of 2/);
      const { text } = await at.command('history');
      expect(facts(text)).toContain('**salt** *water* `pot` <b>hot</b>');
      for (const one of [text, ...at.shown()]) expect(one).not.toMatch(bot.live);
    });

    it('continues the open interview after a restart', async () => {
      const at = await opened(1, 'senior');
      await at.restart();
      const card = await answer(at, goodAnswer);
      expect(card).toMatch(/\d+ of 100/);
      await seen(at, /How it went/);
    });
  });
}
