import { describe, expect, it } from 'vitest';
import type { AtGroup, BotPlatform, InGroup } from '../support/bots/platform.ts';
import { until } from '../support/temporary.ts';
import { goodAnswer } from './describe-bot.ts';

const give = async (person: InGroup, text = goodAnswer): Promise<void> => {
  await person.say(text);
  await person.finish();
};
const seenBy = (shown: () => string[], ...all: readonly RegExp[]): Promise<string> =>
  until(() => shown().find((text) => all.every((what) => what.test(text))));
/** How often the room, or somebody alone, was shown this. */
const count = (shown: () => string[], what: RegExp): number =>
  shown().filter((text) => what.test(text)).length;

/** What is alike on every platform where two people interview each other. */
export function describeRoles({ platform, openGroup }: BotPlatform): void {
  if (!openGroup) return;
  const opened = async (options: Partial<Parameters<typeof openGroup>[0]> = {}): Promise<AtGroup> =>
    await openGroup({ style: 'peer', private: true, ...options });
  const accepted = async (options: Parameters<typeof opened>[0] = {}) => {
    const group = await opened(options);
    const [alice, bob] = group.people;
    await bob.press('Take part');
    await seenBy(group.shown, /Question 1 of/);
    return { ...group, alice, bob };
  };

  describe(`two people who interview each other on ${platform}`, () => {
    it('change roles: each is asked by the other, scored by both, and summed up alone', async () => {
      const { alice, bob, shown } = await accepted();
      await seenBy(shown, /answers, and .* asks/, new RegExp(`<@${alice.userId}>`));
      const guide = await seenBy(bob.privately, /Your guide: question 1 of 1/);
      expect(guide).toMatch(/Listen for[\s\S]*\(essential\)[\s\S]*allergies and diets/);
      for (const label of ['Ask 1', 'No more questions', 'Nothing to add', 'Good'])
        expect(guide).toContain(label);
      expect(alice.privately().join('\n')).not.toContain('Your guide');
      await give(alice);
      await seenBy(alice.privately, /\d+ of 100 ·/);
      await bob.press('Good');
      await seenBy(bob.privately, /You gave 70/);
      await seenBy(alice.privately, /Your interviewer gave 70; I gave \d+\./);
      await bob.press('Ask 2');
      await seenBy(shown, /Follow-up/, new RegExp(`For <@${alice.userId}>|<@${alice.userId}>`));
      await give(alice, 'I would ask everybody a week before, because then there is time to plan.');
      await until(() => count(alice.privately, /\d+ of 100 ·/) === 2 || null);
      await bob.press('No more questions');
      await seenBy(shown, /You change roles/);
      await until(() => count(shown, /Question 1 of 1/) === 2 || null);
      await seenBy(alice.privately, /Your guide: question 1 of 1/);
      await give(bob);
      await seenBy(bob.privately, /\d+ of 100 ·/);
      await alice.press('Nothing to add');
      await seenBy(shown, /Who practised/);
      for (const one of [alice, bob]) await seenBy(one.privately, /How it went/);
      const room = shown().join('\n');
      expect(room).not.toMatch(/Your guide|allergies and diets|Listen for|\d+ of 100/);
    });

    it('take nothing for an answer that the interviewer writes, and let nobody else have the guide', async () => {
      const { alice, bob, shown, store } = await accepted();
      await seenBy(bob.privately, /Your guide/);
      await give(bob, 'Take your time, and begin with the guests.');
      await alice.press('Guide');
      await seenBy(alice.privately, /Only the person who asks the questions now/);
      await give(alice);
      await seenBy(alice.privately, /\d+ of 100 ·/);
      const utterances = await store.db.selectFrom('utterances').select('text').execute();
      expect(utterances.map(({ text }) => text).join('\n')).not.toContain('Take your time');
      expect(count(shown, /Question 1 of 1/)).toBe(1);
    });

    it('go on alone when the one who was asked would rather not', async () => {
      const { people, shown } = await opened();
      const [alice, bob] = people;
      await alice.press('Take part');
      await seenBy(alice.privately, /Only the person who was asked/);
      await bob.press('Not now');
      await seenBy(shown, /only one of you takes part/);
      await seenBy(shown, /Question 1 of 1/);
      await bob.press('Take part');
      await seenBy(bob.privately, /settled already/);
      await give(alice);
      await seenBy(alice.privately, /\d+ of 100 ·/);
    });

    it('go on when the interviewer has everything erased, and the scores that they gave are gone', async () => {
      const { alice, bob, shown, store } = await accepted({ questions: 2 });
      await seenBy(bob.privately, /Your guide/);
      await give(alice);
      await seenBy(alice.privately, /\d+ of 100 ·/);
      await bob.press('Strong');
      await seenBy(alice.privately, /Your interviewer gave 90/);
      await bob.forget();
      await seenBy(shown, /One of you has left/);
      await seenBy(shown, /Question 2 of 2/);
      expect(await store.db.selectFrom('ratings').selectAll().execute()).toEqual([]);
    });

    it('go on after a restart: the guide is behind its button, and an old one says so', async () => {
      const { alice, bob, shown, restart } = await accepted({ questions: 2 });
      await seenBy(bob.privately, /Your guide: question 1 of 2/);
      await restart();
      const before = count(bob.privately, /Your guide: question 1 of 2/);
      await bob.press('Guide');
      await until(() => count(bob.privately, /Your guide: question 1 of 2/) > before || null);
      await give(alice);
      await seenBy(alice.privately, /\d+ of 100 ·/);
      await bob.press('Next question');
      await seenBy(shown, /Question 2 of 2/);
    });

    it('let the one who starts interview first, with questions of the other one’s level', async () => {
      const { alice, bob, shown } = await accepted({
        more: { role: 'interviewer', 'partner-level': 'junior' },
      });
      await seenBy(shown, /Question 1 of 1/, /junior/, new RegExp(`<@${bob.userId}>`));
      await seenBy(alice.privately, /Your guide: question 1 of 1/);
    });
  });
}
