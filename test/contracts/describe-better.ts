import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { AtBot, BotPlatform } from '../support/bots/platform.ts';
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
