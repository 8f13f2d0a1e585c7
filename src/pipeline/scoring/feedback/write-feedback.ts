import type { Feedback } from '../../../domain.ts';
import { type FeedbackContext, feedbackContext } from './feedback-context.ts';
import type { FeedbackInput } from './feedback-input.ts';
import { fixOf } from './fix.ts';
import type { FixKind } from './fix-kinds.ts';
import { rewriteOf } from './rewrite.ts';
import { strengthOf } from './strength.ts';

/**
 * What a coach would say of an answer: one strength, one fix, one sentence of the person's own said better, and a summary
 * of two short sentences. The same answer and seed give the same words. Nothing is praised that is not there, nothing is
 * invented, and nobody is told whether they would be hired.
 */
export function writeFeedback(input: FeedbackInput): Feedback {
  const context = feedbackContext(input);
  const strength = strengthOf(context);
  const fix = fixOf(context);
  const rewrite = rewriteOf(context, fix);
  return {
    strength,
    fix: fix.text,
    ...(rewrite === undefined ? {} : { rewrite }),
    summary: `${wholeOf(context)} ${nextSteps[fix.kind]}`,
  };
}

function wholeOf({ standing, band, concepts, contentUnknown, pick }: FeedbackContext): string {
  if (standing === 'empty') return 'There was nothing to judge yet.';
  if (standing === 'unknown') return 'This one is new to you.';
  if (standing === 'echo') return 'So far this is the question again.';
  if (standing === 'terms') return 'These are words, and not an answer yet.';
  if (standing === 'loop') return 'This says one thing several times.';
  if (standing === 'off') return 'This does not answer the question yet.';
  if (standing === 'short') return 'It is a start, and too short to judge well.';
  if (contentUnknown) return 'This speaks of form only: what is right here could not be judged.';
  const covered = concepts.filter(({ verdict }) => verdict === 'covered').length;
  const points =
    concepts.length > 0 && covered > 0
      ? `, with ${covered} of ${concepts.length} ${concepts.length === 1 ? 'point' : 'points'} made`
      : '';
  switch (band) {
    case 'strong':
      return pick([`A strong answer${points}.`, `This is very good${points}.`]);
    case 'good':
      return pick([`A good answer${points}.`, `This holds up well${points}.`]);
    case 'fair':
      return pick([`The base is there${points}.`, `You are on your way${points}.`]);
    default:
      return pick([`There is still a good way to go${points}.`, `This one needs another round${points}.`]);
  }
}

const nextSteps: Record<FixKind, string> = {
  begin: 'Try one sentence next time.',
  real: 'Next: tell one real story.',
  sentences: 'Next: say it in sentences.',
  once: 'Next: say it once and go on.',
  answer: 'Next: answer it in the first sentence.',
  longer: 'Next: say more.',
  wrong: 'Next: set the one claim right.',
  doubt: 'Next: say what you learned from it.',
  missed: 'Next: add the missing point.',
  partial: 'Next: finish the thought.',
  result: 'Next: tell how it ended.',
  number: 'Next: put a number on it.',
  action: 'Next: say what you did yourself.',
  setting: 'Next: set the scene in one sentence.',
  reason: 'Next: say why.',
  'trade-off': 'Next: name the price of your choice.',
  example: 'Next: one example.',
  long: 'Next: shorter sentences.',
  vague: 'Next: name things.',
  hedges: 'Next: say it plainly.',
  fillers: 'Next: pause where the fillers are.',
  pace: 'Next: mind the pace.',
  pause: 'Next: pause between sentences.',
  wording: 'Next: one small slip to fix.',
  build: 'Next: go one step further.',
  polish: 'Next: a harder question.',
};
