import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createLinks } from '../../src/pipeline/progress/link.ts';
import { type AtBot, type BotPlatform, recording } from '../support/bots/platform.ts';
import { until } from '../support/temporary.ts';
import { goodAnswer, seen } from './describe-bot.ts';

const count = (at: Pick<AtBot, 'shown'>, what: RegExp): number =>
  at.shown().filter((text) => what.test(text)).length;

const everything = (at: AtBot): string[] => [...at.shown(), ...(at.replies?.() ?? [])];

/** What was said in answers, oldest first. */
const saidIn = async ({ store }: Pick<AtBot, 'store'>): Promise<string[]> => {
  const rows = await store.db.selectFrom('answers').select(['text', 'state']).orderBy('created_at').execute();
  return rows.map(({ text }) => text ?? '');
};

const longPaste = [
  'First I ask about allergies, because otherwise somebody cannot eat.',
  '```js\nconst oven = 1;\n\nif (oven < guests) plan();\n```',
  `Then I write a plan. ${'The oven is the bottleneck, so one course depends on it. '.repeat(60)}`.trim(),
].join('\n\n');

const file = (name: string, type: string, text: string) => ({ name, type, bytes: Buffer.from(text) });

/** What a conversation does alike on every platform. */
export function describeConversation(bot: BotPlatform): void {
  const opened = async (questions: number, options: Parameters<BotPlatform['open']>[0] = {}) => {
    const at = await bot.open(options);
    await at.begin({ level: questions === 1 ? 'senior' : 'junior', questions });
    await seen(at, new RegExp(`Question 1 of ${questions}`));
    return at;
  };
  const facts = (text: string) => bot.displayed(text).replace(/\s+/g, ' ');

  describe(`a conversation on ${bot.platform}`, () => {
    it.runIf(bot.ends === 'by word').each(['I’m done!', 'finished', 'Done 🎉', 'that’s it.'])(
      'takes “%s” alone as the end of the answer, not as part of it',
      async (word) => {
        const at = await opened(1);
        await at.say(goodAnswer);
        await at.say(word);
        await seen(at, /\d+ of 100/);
        expect(await saidIn(at)).toEqual([goodAnswer]);
      },
    );

    it('skips, helps and stops by a word that stands alone, and scores none of them', async () => {
      const at = await opened(2);
      await at.say('Help!');
      await at.endLine?.();
      await seen(at, /How this works/);
      await at.say('skip.');
      await at.endLine?.();
      await seen(at, /Question 2 of 2/);
      await at.say('Quit 👋');
      await at.endLine?.();
      await seen(at, /How it went/);
      expect((await saidIn(at)).filter((text) => text !== '')).toEqual([]);
    });

    it('recognises a command in mid-interview, and treats an answer that begins like one as an answer', async () => {
      const at = await opened(1);
      await at.say('progress');
      await at.endLine?.();
      await seen(at, /Your progress/);
      const said = `History repeats itself, so I ask first. ${goodAnswer}`;
      await at.say(said);
      await at.finish();
      await seen(at, /\d+ of 100/);
      expect(await saidIn(at)).toEqual([said]);
    });

    // Discord itself lets nobody give anything but yes or no.
    it.skipIf(bot.platform === 'discord')('refuses unknown values, and never takes them as yes', async () => {
      const at = await opened(1);
      const given = bot.options ?? ((words: string) => words);
      expect(facts((await at.command(given('preferences share=never'))).text)).toMatch(/yes, no/);
      expect(facts((await at.command(given('preferences'))).text)).toContain('share: no');
    });

    it('takes a long paste whole, with its blank lines and its code', async () => {
      const at = await opened(1);
      await (at.paste ?? at.say)(longPaste);
      await at.finish();
      await seen(at, /\d+ of 100/);
      expect((await saidIn(at)).map((text) => text.replace(/\r/g, ''))).toEqual([longPaste]);
    });

    it('asks whose account a code is from, and shares nothing before both have confirmed', async () => {
      const at = await opened(1);
      const links = createLinks({ store: at.store, now: () => new Date() });
      const maker = { tenant: 'discord:elsewhere', userId: 'eve' } as const;
      const { code } = await links.makeCode(maker, 'Eve @eve');
      const given = bot.options ?? ((words: string) => words);
      const asked = facts((await at.command(given(`link code=${code}`))).text);
      expect(asked).toContain('Eve @eve, on Discord');
      expect(asked).toContain('share one history');
      if (at.press) await at.press('Both are mine: link them');
      else await at.command('confirm');
      await until(() => everything(at).find((text) => /Nothing is shared yet/.test(text)));
      const other = await until(() => links.asked(maker));
      expect(other.tenant).toBe(at.tenant);
      const accounts = () => at.store.db.selectFrom('accounts').select('person_id').distinct().execute();
      expect(await accounts()).toHaveLength(2);
      await links.join(maker, other.id);
      expect(await accounts()).toHaveLength(1);
      expect(facts((await at.command(given('link code=undo'))).text)).toMatch(/a history of its own again/);
      expect(await accounts()).toHaveLength(2);
    });

    it('does not mention scorers, a language model that judges nothing, or what was not counted', async () => {
      const at = await opened(1);
      await at.say(goodAnswer);
      await at.finish();
      const card = facts(await seen(at, /confidence (low|medium|high)/));
      expect(card).not.toMatch(/scored by|Judged without|at least 0|To close|\boff\b/);
      const summary = facts(await seen(at, /How it went/));
      expect(summary).toMatch(/1\. How would you plan a three-course dinner/);
      expect(summary).toMatch(/Continue with: \S+/);
    });

    it.runIf(bot.presses)('does nothing for a button of an earlier question, and says so', async () => {
      const at = await opened(2);
      await at.press?.('Skip');
      await seen(at, /Question 2 of 2/);
      await at.press?.('Skip', 1);
      await until(() => everything(at).find((text) => /earlier question|question is closed/i.test(text)));
      expect(count(at, /How it went/)).toBe(0);
      await at.press?.('Done', 1);
      await at.press?.('Repeat', 1);
      expect(count(at, /Question 2 of 2/)).toBe(1);
      await at.say('I cut towards the board.');
      await at.finish();
      await seen(at, /How it went/);
      await at.press?.('Skip', 1);
      await until(() => everything(at).find((text) => /This interview has ended/.test(text)));
    });

    it('asks a spoken question again, and takes a spoken answer to it', async () => {
      const said = ['I salt the water.', 'I salt the water, because it is tasteless otherwise.'];
      // A terminal is left when its interview has ended; elsewhere an answer can be given again afterwards too.
      const questions = bot.presses ? 1 : 2;
      const at = await opened(questions, { hear: () => said.shift() ?? '' });
      await at.record();
      await seen(at, bot.presses ? /How it went/ : /Question 2 of 2/);
      if (at.press) await at.press('Re-answer');
      else await at.command('again');
      await seen(at, /Once more/);
      await at.record();
      await seen(at, /against your first try/);
      expect(said).toEqual([]);
    });

    it('asks about a word that may have been misheard, and judges again with what was really said', async () => {
      const heard = goodAnswer.replace('allergies', 'energies');
      expect(heard).not.toBe(goodAnswer);
      // A terminal is left when its interview has ended.
      const hear = () => ({ text: heard, maybe: { energies: 'allergies' } });
      const at = await opened(bot.presses ? 1 : 2, { hear });
      await at.record();
      expect(facts(await seen(at, /Did you say/))).toContain('I heard “energies”. Did you say “allergies”?');
      if (at.press) await at.press('I said “allergies”');
      else await at.command('said');
      await until(() => everything(at).find((text) => /again with “allergies” in it/.test(facts(text))));
      await until(async () => (await saidIn(at))[0] === goodAnswer);
      await until(() => !/Did you say/.test(facts(at.card().join(' '))));
    });

    it.each([
      goodAnswer,
      'Um, I think I would maybe ask what everybody eats and, um, plan the oven, I guess.',
    ])('shows a usual card in at most 16 lines: “%s”', async (text) => {
      const at = await opened(1, { hear: () => text });
      await at.record();
      await seen(at, /confidence (low|medium|high)/);
      expect(at.card().length).toBeGreaterThan(8);
      expect(at.card().length).toBeLessThanOrEqual(16);
    });

    it.runIf(bot.presses)('offers no follow-up on a card that closes, and details on request', async () => {
      const at = await opened(1);
      await at.say(goodAnswer);
      await at.finish();
      await seen(at, /confidence (low|medium|high)/);
      await at.press?.('Details');
      await until(() => everything(at).find((text) => /scores are based on/.test(text)));
    });

    it.runIf(bot.presses)(
      'asks about words that come seconds after an answer, and adds them when told to',
      async () => {
        const at = await opened(2, { lateTextMs: 60_000 });
        await at.say('I stir the pasta at once.');
        await at.finish();
        await seen(at, /Question 2 of 2/);
        await at.say('And I use much water.');
        await until(() => everything(at).find((text) => /Shall I add it/.test(text)));
        await at.press?.('Add to my last answer');
        await until(async () => /much water/.test((await saidIn(at))[0] ?? ''));
        expect(await saidIn(at)).toEqual(['I stir the pasta at once.\nAnd I use much water.']);
      },
    );

    it.runIf(bot.attaches)(
      'asks about late words, the files of text and the recordings beside them together',
      async () => {
        const at = await opened(2, { lateTextMs: 60_000, hear: () => 'The oven is the bottleneck.' });
        await at.say('I stir the pasta at once.');
        await at.finish();
        await seen(at, /Question 2 of 2/);
        const files = [
          file('plan.md', 'text/markdown', 'First the starter, then the roast.'),
          { name: 'answer.ogg', type: 'audio/ogg', bytes: readFileSync(recording) },
          file('oven.png', 'image/png', 'png'),
        ];
        await at.attach?.(files, 'My plan:');
        const asked = await until(() => everything(at).find((text) => /Shall I add it/.test(text)));
        expect(facts(asked)).toMatch(/My plan: First the starter/);
        expect(facts(asked)).toMatch(/, and answer\.ogg\. Shall I add it/);
        expect(facts(asked)).toMatch(/left out oven\.png/);
        await at.press?.('Add to my last answer');
        const said =
          'I stir the pasta at once.\nMy plan:\nFirst the starter, then the roast. The oven is the bottleneck.';
        await until(async () => (await saidIn(at))[0] === said);
        expect(await saidIn(at)).toEqual([said]);
      },
    );

    it.runIf(bot.attaches)('asks about a recording that comes seconds after an answer', async () => {
      const at = await opened(2, { lateTextMs: 60_000, hear: () => 'And I use much water.' });
      await at.say('I stir the pasta at once.');
      await at.finish();
      await seen(at, /Question 2 of 2/);
      await at.attach?.([{ name: 'more.ogg', type: 'audio/ogg', bytes: readFileSync(recording) }]);
      const asked = await until(() => everything(at).find((text) => /Shall I add it/.test(text)));
      expect(facts(asked)).toMatch(/when this came: more\.ogg\. Shall I add it/);
      await at.press?.('Add to my last answer');
      await until(async () => /much water/.test((await saidIn(at))[0] ?? ''));
    });

    it.runIf(bot.attaches)(
      'takes text beside a recording, files of text whole, and says what it cannot use',
      async () => {
        const at = await opened(1, { hear: () => 'The oven is the bottleneck.' });
        const files = [
          file('plan.md', 'text/markdown', longPaste),
          file('oven.png', 'image/png', 'png'),
          { name: 'answer.ogg', type: 'audio/ogg', bytes: readFileSync(recording) },
        ];
        await at.attach?.(files, 'My plan:');
        await until(() => everything(at).find((text) => /oven\.png/.test(text)));
        await seen(at, /\d+ of 100/);
        const [said = ''] = await saidIn(at);
        expect(said.replace(/\r/g, '')).toBe(`My plan:\n${longPaste} The oven is the bottleneck.`);
      },
    );
  });
}
