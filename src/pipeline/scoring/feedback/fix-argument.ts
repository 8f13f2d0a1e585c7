import type { ChosenFix, Propose } from './chosen-fix.ts';
import { type FeedbackContext, partOf, wordsOfPart } from './context.ts';

export const reason: Propose = (context) => {
  // If nearly everything is right, the reason is in it even without a “because”.
  if (partOf(context, 'reason')?.code !== 'missed' || (context.dimensions.technical.score ?? 0) >= 80)
    return null;
  const cue = context.answer.language === 'en' ? { values: { cue: 'because' } } : {};
  return { ...afterClaim(context), fix: { kind: 'reason', ...cue, ...evidenceOfClaim(context) } };
};

export const tradeOff: Propose = (context) =>
  partOf(context, 'trade-off')?.code === 'missed'
    ? { ...afterClaim(context), fix: { kind: 'trade-off', ...evidenceOfClaim(context) } }
    : null;

export const example: Propose = (context) => {
  const name = context.answer.question.kind === 'design' ? 'example-or-number' : 'example-or-trade-off';
  return partOf(context, name)?.code === 'missed'
    ? { fix: { kind: 'example', ...evidenceOfClaim(context) } }
    : null;
};

function evidenceOfClaim(context: FeedbackContext): Pick<ChosenFix['fix'], 'evidence'> {
  const evidence = context.quote(wordsOfPart(context, 'claim'));
  return evidence ? { evidence } : {};
}

function afterClaim(context: FeedbackContext): Pick<ChosenFix, 'sentence'> {
  const sentence = wordsOfPart(context, 'claim');
  return sentence === undefined ? {} : { sentence };
}
