/** Practices of a question or two, for one person alone: a first try, a warm-up, and those of a week's plan. */
import type { Question } from '../../domain.ts';
import { CoachError } from '../../errors.ts';
import type { Progress } from '../../pipeline/progress/progress-types.ts';
import { weekPlan } from '../../pipeline/progress/week-plan.ts';
import type { Bank } from '../../pipeline/questions/bank.ts';
import type { Wording } from '../../wording/wording.ts';
import type { Happened, Press } from '../happened.ts';
import type { Button } from '../message.ts';
import type { ChatPlatform } from '../platform.ts';
import { viewWeek } from '../views/week.ts';
import { type Reply, toOne } from './replies.ts';
import { firstQuestion, mainDomain, questionOfWeek, warmUpQuestions } from './short-questions.ts';
import type { Starting } from './starting.ts';
import { tryButtons } from './welcome.ts';

export type ShortPractices = {
  /** One easy question and the opening of a story; neither is scored nor counted. */
  warmUp(from: Happened): Promise<Reply | null>;
  week(from: Happened): Promise<Reply>;
  press(press: Press): Promise<Reply | null>;
};

export function createShortPractices({
  platform,
  starting,
  progress,
  bank,
  wording,
  now,
}: {
  platform: ChatPlatform;
  starting: Pick<Starting, 'startAlone'>;
  progress: Pick<Progress, 'overview'>;
  bank: Bank;
  wording: Wording;
  now: () => Date;
}): ShortPractices {
  const { say } = wording;
  const partsFor = async ({ person }: Happened) => ({
    ...{ bank, wording },
    overview: await progress.overview(person),
  });

  async function begin(
    from: Happened,
    planned: readonly Question[],
    hello: string,
    { isWarmUp = false } = {},
  ): Promise<Reply | null> {
    const [first] = planned;
    if (!first) throw new CoachError('not_found', 'fault.no-practice');
    const { domain, level } = first;
    return await starting.startAlone(from, { planned, domain, level, followUps: 0, isWarmUp }, hello);
  }

  return {
    async warmUp(from) {
      const questions = warmUpQuestions(await partsFor(from));
      return await begin(from, questions, say('warm-up.hello'), { isWarmUp: true });
    },
    async week(from) {
      const { overview } = await partsFor(from);
      const practices = weekPlan(overview, { bank, now: now() });
      const words = `weekly monday 18:00 ${mainDomain({ bank, overview })} mid`;
      const schedule = platform.can.has('schedule add') ? platform.writeCommand('schedule add', words) : null;
      const buttons = practices.map(
        ({ key }, at): Button => ({
          action: 'week-start',
          label: say('button.week-start', { number: String(at + 1) }),
          about: key,
          ...(at === 0 ? { style: 'primary' } : {}),
        }),
      );
      const view = viewWeek(wording, practices, { schedule });
      return toOne(view, practices.length === 0 ? tryButtons(wording) : buttons);
    },
    async press(press) {
      const { action, about } = press.pressed;
      const parts = await partsFor(press);
      const isTry = action === 'try-story' || action === 'try-technical';
      const question = isTry
        ? firstQuestion(parts, action === 'try-story' ? 'story' : 'technical')
        : questionOfWeek(parts, about);
      return await begin(press, question ? [question] : [], say(isTry ? 'welcome.hello' : 'week.hello'));
    },
  };
}
