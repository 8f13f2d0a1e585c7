/** Somebody who practises on Discord's stand-in, presses again when nothing happens, and counts what they are shown. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Discord } from '../../test/servers/discord/discord.ts';
import type { Message } from '../../test/servers/discord/protocol.ts';
import { textOf } from '../../test/support/discord-bot.ts';

export type Figures = {
  /** From the submitted form to the card on the screen. */
  cardMs: number[];
  interviews: number;
  /** Answers whose card never came, and cards or summaries that came twice. */
  lost: number;
  doubled: number;
};

export const noFigures = (): Figures => ({ cardMs: [], interviews: 0, lost: 0, doubled: 0 });

/** After this long without any answer, people press again. */
const againMs = 6_000;
const patienceMs = 180_000;

export function openSimulatedPerson(discord: Discord, name: string) {
  const { world } = discord;
  const person = discord.person(name);
  const room = world.channel(`room-${name}`);
  const shows = (what: string): Message[] =>
    [...world.messagesOf(room.id).values()].filter(
      (message) => message.author.id === world.bot.id && textOf(message).includes(what),
    );
  const questions = () => shows('Question 1 of 1').filter((message) => !textOf(message).includes('of 100 ·'));
  const cards = () => shows('of 100 ·');
  const summaries = () => shows('How it went');
  const seen = async (what: () => boolean, timeoutMs: number) =>
    await world.until('it', what, timeoutMs).then(
      () => true,
      () => false,
    );

  /** Repeats an action until what it leads to can be seen; false after a long time. */
  async function insist(act: () => Promise<void>, done: () => boolean): Promise<boolean> {
    for (const giveUpAt = Date.now() + patienceMs; Date.now() < giveUpAt && !done(); ) {
      // A button may be gone because its answer has arrived.
      await act().catch(() => undefined);
      if (await seen(done, againMs)) return true;
    }
    return done();
  }

  return {
    /** One interview of one question, answered in writing. */
    async practise(figures: Figures): Promise<void> {
      const [asked, carded, summed] = [questions().length, cards().length, summaries().length];
      const isAsked = await insist(
        async () => {
          person.slash(
            'interview start',
            { domain: 'backend', level: 'junior', questions: 1, private: false },
            { channel: room },
          );
        },
        () => questions().length > asked,
      );
      if (!isAsked) {
        console.log(`${name} was shown no question within ${patienceMs / 1_000} s`);
        figures.lost += 1;
        return;
      }
      let submittedAt = Date.now();
      const isCarded = await insist(
        async () => {
          const press = person.click('Answer', questions().at(-1));
          await world.until('the form', () => press.modal, againMs);
          submittedAt = Date.now();
          person.submitModal(press, {
            answer: `I would measure first, says ${name}, and then change one thing.`,
          });
          await seen(() => cards().length > carded, patienceMs / 6);
        },
        () => cards().length > carded,
      );
      if (isCarded) figures.cardMs.push(Date.now() - submittedAt);
      else {
        console.log(`${name} was shown no card within ${patienceMs / 1_000} s`);
        figures.lost += 1;
      }
      await seen(() => summaries().length > summed, patienceMs);
      figures.interviews += 1;
    },
    /** What came twice since the beginning, after `interviews` of them. */
    extra: (interviews: number): number =>
      Math.max(0, cards().length - interviews) + Math.max(0, summaries().length - interviews),
    rest: (ms: number) => sleep(ms),
  };
}
