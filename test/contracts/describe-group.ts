import { describe, expect, it } from 'vitest';
import type { Evaluator } from '../../src/pipeline/evaluation-types.ts';
import type { AtGroup, BotPlatform, InGroup } from '../support/bots/platform.ts';
import { scriptedEvaluator } from '../support/scripted.ts';
import { until } from '../support/temporary.ts';
import { goodAnswer } from './describe-bot.ts';

const dayMs = 86_400_000;

const give = async (person: InGroup, text = goodAnswer): Promise<void> => {
  await person.say(text);
  await person.finish();
};
const seenBy = (shown: () => string[], ...all: readonly RegExp[]): Promise<string> =>
  until(() => shown().find((text) => all.every((what) => what.test(text))));

/** A judge that asks a follow-up quoting the answer. */
function asksOnWith(quote: string, ask: string): Evaluator {
  const usual = scriptedEvaluator(() => ({ overall: 64, aimedAt: 'the spice' }));
  return {
    ...usual,
    async evaluate(answer) {
      const judged = await usual.evaluate(answer);
      const about = { source: 'template', aimedAt: 'vague', ask, lead: 0, quote } as const;
      const followUp = { text: `You said “${quote}” ${ask}`, ...about };
      return { ...judged, evaluation: { ...judged.evaluation, followUp } };
    },
  };
}

/** What an interview does alike on every platform where others read along. */
export function describeGroup({ platform, openGroup }: BotPlatform): void {
  if (!openGroup) return;
  const everyone = async (isPrivate: boolean): Promise<AtGroup> =>
    await openGroup({ style: 'everyone', private: isPrivate });

  describe(`a group on ${platform}`, () => {
    it.each([true, false])(
      'gives each person their own card with all its buttons at the reveal (private: %s)',
      async (isPrivate) => {
        const group = await everyone(isPrivate);
        const [alice, bob] = group.people;
        await give(alice);
        await until(() =>
          group.shown().find((text) => /when the results are shown|Waiting for others/.test(text)),
        );
        await give(bob);
        for (const one of [alice, bob]) {
          const card = await seenBy(one.privately, /\d+ of 100 ·/);
          for (const label of ['Re-answer', 'Transcript', 'Delete', 'Details']) expect(card).toContain(label);
        }
        const results = await seenBy(group.shown, /Results of question/);
        if (isPrivate) expect(results).not.toMatch(/\d+ of 100/);
        else expect(results).toMatch(/\d+ of 100/);
        await until(
          () => !group.shown().some((text) => /when the results are shown|being scored/.test(text)),
        );
        expect(group.shown().join('\n')).not.toMatch(/allergies and diets/);
      },
    );

    it('redraws public results and the summary without a person who had everything erased', async () => {
      const group = await everyone(false);
      const [alice, bob] = group.people;
      await give(alice);
      await give(bob);
      await seenBy(group.shown, /How it went/);
      const named = (person: InGroup) => group.shown().filter((text) => text.includes(`<@${person.userId}>`));
      const before = named(bob).length;
      await alice.forget();
      await until(() => named(alice).length === 0 || null);
      expect(named(bob)).toHaveLength(before);
      expect(group.shown().find((text) => /Results of question/.test(text))).toMatch(
        new RegExp(`<@${bob.userId}>: \\d+ of 100`),
      );
      expect(alice.privately().join('\n')).not.toMatch(/\d+ of 100 ·/);
    });

    it('lets a manager of the place pause and stop an interview that others have left', async () => {
      const group = await everyone(true);
      await group.moderator.press('Pause');
      await seenBy(group.shown, /manages this place paused/);
      await group.moderator.press('Stop');
      await seenBy(group.shown, /manages this place ended/);
    });
  });

  describe(`a hot seat on ${platform}`, () => {
    it.each([true, false])(
      'lets the last answer be rated for a day, even after a restart (private: %s)',
      async (isPrivate) => {
        let laterMs = 0;
        const now = () => new Date(Date.now() + laterMs);
        const group = await openGroup({ style: 'hot-seat', private: isPrivate, now });
        const [alice, bob] = group.people;
        await give(alice);
        await seenBy(group.shown, /Who practised|How it went/);
        const card = () => seenBy(() => [...group.shown(), ...alice.privately()], /\d+ of 100 ·/);
        const score = /(\d+) of 100 ·/.exec(await card())?.[1];
        await bob.press('Good');
        const review = await seenBy(group.shown, /1 person rated it; their median is 70\./);
        // The machine's number stands beside a name in public only where all were told that before.
        if (isPrivate) expect(review).not.toMatch(/I gave/);
        else expect(review).toContain(`I gave ${score}.`);
        const beside = (median: number) => new RegExp(`peers gave ${median} .*I gave ${score}`);
        await until(async () => beside(70).test(await card()) || null);
        await group.restart();
        await bob.press('Strong');
        await until(async () => beside(90).test(await card()) || null);
        laterMs = dayMs + 60_000;
        await bob.press('Weak');
        await seenBy(bob.privately, /can no longer be rated/);
        expect(await card()).toMatch(beside(90));
      },
    );

    it('takes the score of somebody who had everything erased off the card', async () => {
      const group = await openGroup({ style: 'hot-seat', private: false });
      const [alice, bob] = group.people;
      await give(alice);
      const card = () => seenBy(() => [...group.shown(), ...alice.privately()], /\d+ of 100 ·/);
      await card();
      await bob.press('Good');
      await until(async () => /peers gave 70/.test(await card()) || null);
      await seenBy(group.shown, /1 person rated it/);
      await bob.forget();
      await until(async () => !/peers gave/.test(await card()) || null);
      await until(() => !group.shown().some((text) => /their median is 70/.test(text)));
    });
  });

  describe(`an interview in a channel on ${platform}`, () => {
    it('never quotes a private answer where others can read it', async () => {
      const quote = 'I add saffron.';
      const evaluator = asksOnWith(quote, 'Why is that?');
      const group = await openGroup({
        ...{ style: 'solo', private: true, closed: true, followUps: 1, evaluator },
      });
      const [alice, bob] = group.people;
      await give(alice, `${quote} It is for the colour.`);
      await seenBy(group.shown, /Follow-up/, /Why is that\?/);
      expect(group.shown().join('\n')).not.toContain('saffron');
      expect(bob.privately().join('\n')).not.toContain('saffron');
    });

    it('is paused when the bot may no longer write there, and its owner is told in private', async () => {
      const group = await openGroup({ style: 'solo', private: false, questions: 2 });
      const [alice] = group.people;
      group.muteBot();
      await alice.press('Skip');
      await seenBy(alice.privately, /Your interview is paused/, /general|<#/);
      const session = await until(() =>
        group.store.db
          .selectFrom('sessions')
          .select('state')
          .where('state', '=', 'paused')
          .executeTakeFirst(),
      );
      expect(session.state).toBe('paused');
    });
  });
}
