import type { Feedback } from '../../../domain.ts';
import { chooseFix } from './choose-fix.ts';
import { chooseStrength } from './choose-strength.ts';
import { feedbackContext } from './context.ts';
import type { FeedbackInput } from './feedback-input.ts';
import { rewriteOf } from './rewrite.ts';

/** How many wordings there may be for one message. */
const ways = 3;

/**
 * What a coach would say about an answer: one strength, one fix, and one sentence of the person's own said
 * better. It never praises what is not there, invents nothing, and tells nobody whether they would be hired.
 */
export function composeFeedback(input: FeedbackInput): Feedback {
  const context = feedbackContext(input);
  const chosen = chooseFix(context);
  const rewrite = rewriteOf(context, chosen);
  const { concepts, random, substance } = context;
  return {
    substance,
    strength: chooseStrength(context),
    fix: chosen.fix,
    ...(rewrite === undefined ? {} : { rewrite }),
    points: { made: concepts.filter(({ verdict }) => verdict === 'covered').length, of: concepts.length },
    way: Math.floor(random.next() * ways),
  };
}
