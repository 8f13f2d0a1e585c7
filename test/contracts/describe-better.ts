import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { AtBot, BotPlatform } from '../support/bots/platform.ts';
import { insertPractised } from '../support/practised.ts';
import { until } from '../support/temporary.ts';
import { seen } from './describe-bot.ts';

const bank = fileURLToPath(new URL('../fixtures/bank-stories/', import.meta.url));

/** A story that stops before its end. */
const withoutEnd =
  'Last year I worked in the kitchen of a small hotel, and we had to cook for a wedding with ninety guests. ' +
  'My task was to plan the order of the courses. The head cook wanted to roast everything on the day. ' +
  'I disagreed, so I wrote down how long the oven would be busy, showed him the list, and proposed to roast the meat the evening before.';
const ending =
  'In the end we served all ninety guests within forty minutes, and the head cook has used my list for every wedding since.';

const everything = (at: AtBot): string[] => [...at.shown(), ...(at.replies?.() ?? [])];

/** What helps people to do better next time, alike on every platform. */
export function describeBetter(bot: BotPlatform): void {
  const facts = (text: string) => bot.displayed(text).replace(/\s+/g, ' ');
  /** The newest text with this, wherever the person sees it. */
  const told = (at: AtBot, what: RegExp) =>
    until(() =>
      everything(at)
        .map(facts)
        .findLast((text) => what.test(text)),
    );
  const press = (at: AtBot, label: string, word: string) => (at.press ? at.press(label) : at.command(word));
  const answered = async (text: string) => {
    const at = await bot.open({ bank });
    await at.begin({ level: 'junior', questions: 2 });
    await seen(at, /Question 1 of 2/);
    await at.say(text);
    await at.finish();
    await told(at, /confidence (low|medium|high)/);
    await seen(at, /Question 2 of 2/);
    return at;
  };

  describe(`doing better next time on ${bot.platform}`, () => {
    it('takes one part of a story again, and tells what changed before and after', async () => {
      const at = await answered(withoutEnd);
      await press(at, 'Try this part again', 'part');
      const asked = await told(at, /That part once more[\s\S]*Say only this part again/);
      expect(asked).toMatch(/Fix one thing:/);
      await at.say(ending);
      await at.finish();
      const card = await told(at, /Better: that part is in now/);
      expect(card).toContain('result: missing → there');
      expect(card).toContain('we served all ninety guests within forty minutes');
      expect(card).toMatch(/\d+ → \d+ of 100/);
      expect(card).toContain('Your progress keeps your first try');
      // The other question is asked again, so that nobody has to look for it.
      await until(() => at.shown().filter((text) => /Question 2 of 2/.test(text)).length === 2);
      const judged = await at.store.db.selectFrom('evaluations').selectAll().execute();
      expect(judged).toHaveLength(1);
    });

    it('keeps a whole story only when asked, with the part that was said again, and lists it to its teller', async () => {
      const at = await answered(withoutEnd);
      expect(facts((await at.command('stories')).text)).toContain('You keep no stories yet');
      await press(at, 'Try this part again', 'part');
      await told(at, /Say only this part again/);
      await at.say(ending);
      await at.finish();
      await told(at, /Better: that part is in now/);
      expect(await at.store.db.selectFrom('kept_stories').selectAll().execute()).toEqual([]);
      await press(at, 'Keep this story', 'keep');
      await told(at, /Only you see it, until you delete it/);
      const [kept] = await at.store.db.selectFrom('kept_stories').select('told').execute();
      expect(kept?.told).toBe(`${withoutEnd} ${ending}`);
      const listed = await at.command('stories');
      expect(listed.private).toBe(true);
      expect(facts(listed.text)).toMatch(
        /1 story.*1\. For “Tell me about .*Last year I worked in the kitchen/,
      );
    });

    it.runIf(bot.presses)(
      'welcomes somebody new in three steps, with a question to try and no consent',
      async () => {
        const at = await bot.open();
        await at.say('hello');
        const hello = await told(at, /Shall we practise\?/);
        for (const step of ['1.', '2.', '3.']) expect(hello).toContain(step);
        await at.press?.('Try one about my work');
        await seen(at, /Question 1 of 1[\s\S]*In three or four sentences/);
        await at.say(`${withoutEnd} ${ending}`);
        await at.finish();
        await told(at, /confidence (low|medium|high)/);
        expect(await at.store.db.selectFrom('consents').selectAll().execute()).toEqual([]);
        // Whoever has answered once is no longer new.
        await seen(at, /How it went/);
        await at.say('hello again');
        expect(await told(at, /Write “start/)).not.toContain('1. Press');
      },
    );

    it.runIf(bot.presses)(
      'warms up with two easy questions, without a score and without counting them',
      async () => {
        const at = await bot.open();
        await at.command('practice warm-up');
        await seen(at, /Question 1 of 2[\s\S]*no score/);
        await at.say('Because it needs less force, so the hand keeps control of where it goes.');
        await at.finish();
        const card = await told(at, /Warm-up, 1 of 2/);
        expect(card).not.toMatch(/\d+ of 100|Content/);
        await seen(at, /Question 2 of 2[\s\S]*opening of a story/);
        await at.say('I moved our orders to a new supplier in spring, and I made the plan for it.');
        await at.finish();
        await seen(at, /You are warm/);
        expect(await at.store.db.selectFrom('evaluations').selectAll().execute()).toEqual([]);
        expect(await at.store.db.selectFrom('concept_cards').selectAll().execute()).toEqual([]);
        expect(facts((await at.command('history')).text)).not.toContain('opening of a story');
      },
    );

    it.runIf(bot.presses)(
      'plans a week from what was missed, and starts each practice by one press',
      async () => {
        const at = await bot.open();
        expect(facts((await at.command('practice week')).text)).toContain(
          'I know too little about your answers yet',
        );
        const { tenant, userId } = at;
        const concepts = [{ id: 'stir-early', verdict: 'missed' }] as const;
        for (const daysAgo of [9, 5]) {
          const moment = new Date(Date.now() - daysAgo * 86_400_000).toISOString();
          const fix = { kind: 'result' } as const;
          await insertPractised(at.store, {
            tenant,
            userId,
            at: moment,
            overall: 50,
            fix,
            concepts: [...concepts],
          });
        }
        const week = await at.command('practice week');
        expect(week.private).toBe(true);
        const text = facts(week.text);
        expect(text).toMatch(/3 short practices/);
        expect(text).toContain('Stirring in the first minutes separates the pieces');
        expect(text).toContain('a story, told to its end: this came up 2 times in your last answers');
        await at.press?.('Start 1');
        await seen(at, /Question 1 of 1[\s\S]*How do you cook pasta/);
      },
    );

    it.runIf(bot.presses)('reads a story out in full, and deletes it', async () => {
      const at = await answered(`${withoutEnd} ${ending}`);
      await at.press?.('Keep this story');
      await told(at, /Only you see it/);
      await at.command('stories');
      await at.press?.('Read 1');
      expect(await told(at, /Your story/)).toContain('used my list for every wedding since');
      await at.press?.('Delete 1');
      await told(at, /I no longer keep that story/);
      expect(facts((await at.command('stories')).text)).toContain('You keep no stories yet');
    });
  });
}
