import { partOf } from './feedback-context.ts';
import type { Propose } from './fix-kinds.ts';

export const result: Propose = (context) => {
  if (partOf(context, 'result')?.verdict !== 'missed') return null;
  const { answer, quote, pick } = context;
  const about = answer.analysis.sentences.at(-1)?.text;
  const said = quote(about);
  return {
    kind: 'result',
    text: `${said ? `You ended on ${said}, and` : 'The story stops before its end;'} ${pick(['I did not hear what came of it. Add one sentence with the result, and a number if you have one.', 'the result is missing. Say what changed, by how much if you know.'])}`,
    ...(about === undefined ? {} : { about }),
  };
};

export const ownAction: Propose = (context) => {
  const part = partOf(context, 'action');
  const { quote, pick } = context;
  if (part?.verdict === 'missed')
    return {
      kind: 'action',
      text: pick([
        'I did not hear what you did yourself. Add two or three steps that begin with “I”.',
        'Your own part is missing. Say what you did, step by step, with “I”.',
      ]),
    };
  const said = quote(part?.quote);
  if (!part?.note?.includes('“we”') || !said) return null;
  return {
    kind: 'action',
    text: pick([
      `${said} tells what the team did. Say which part was yours.`,
      `In ${said} I cannot see you. Say what you did yourself.`,
    ]),
    ...(part.quote === undefined ? {} : { about: part.quote }),
  };
};

export const number: Propose = (context) => {
  const part = partOf(context, 'result');
  const said = part?.verdict === 'partial' ? context.quote(part.quote) : null;
  if (!said || part?.quote === undefined) return null;
  return {
    kind: 'number',
    text: context.pick([
      `${said} says that it got better. Say by how much: a rough number is enough.`,
      `Put a number on ${said}: time, money, errors or people.`,
    ]),
    about: part.quote,
  };
};

export const setting: Propose = (context) => {
  const { pick, answer, quote } = context;
  const first = quote(answer.analysis.sentences[0]?.text);
  if (partOf(context, 'situation')?.verdict === 'missed')
    return {
      kind: 'setting',
      text: `${first ? `Before ${first}, say` : 'First say'} where and when this was, in one sentence.`,
    };
  if (partOf(context, 'task')?.verdict !== 'missed') return null;
  return {
    kind: 'setting',
    text: `${first ? `After ${first}, say` : 'Say'} ${pick(['what you were meant to achieve.', 'what your task was, so that the result can be measured against it.'])}`,
  };
};
