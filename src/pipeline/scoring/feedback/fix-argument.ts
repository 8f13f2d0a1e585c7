import { partOf } from './feedback-context.ts';
import type { Propose } from './fix-kinds.ts';

export const reason: Propose = (context) => {
  // Where nearly everything is right, the why is in it even without a “because”.
  if (partOf(context, 'reason')?.verdict !== 'missed' || (context.dimensions.technical.score ?? 0) >= 80)
    return null;
  const claim = partOf(context, 'claim')?.quote;
  const said = context.quote(claim);
  const word = context.answer.language === 'en' ? ' with “because”' : '';
  return {
    kind: 'reason',
    text: said
      ? context.pick([
          `${said} needs a reason. Add one sentence${word}.`,
          `Say why after ${said}: one sentence${word} is enough.`,
        ])
      : `Add a reason: one sentence${word}.`,
    ...(claim === undefined ? {} : { about: claim }),
  };
};

export const tradeOff: Propose = (context) => {
  if (partOf(context, 'trade-off')?.verdict !== 'missed') return null;
  const claim = partOf(context, 'claim')?.quote;
  const said = context.quote(claim);
  return {
    kind: 'trade-off',
    text: said
      ? context.pick([
          `Every choice costs something. After ${said}, say what yours costs.`,
          `Say what you give up with ${said}, and why that is fine here.`,
        ])
      : 'Say what your choice costs, and why that is fine here.',
    ...(claim === undefined ? {} : { about: claim }),
  };
};

export const example: Propose = (context) => {
  const name = context.answer.question.kind === 'design' ? 'example or number' : 'example or trade-off';
  if (partOf(context, name)?.verdict !== 'missed') return null;
  const claim = partOf(context, 'claim')?.quote;
  const said = context.quote(claim);
  return {
    kind: 'example',
    text: `${said ? `Make ${said} concrete` : 'Make it concrete'}: one example, or a case where it does not hold.`,
  };
};
