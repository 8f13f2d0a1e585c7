import { partOf } from './feedback-context.ts';
import type { Propose } from './fix-kinds.ts';

/** What somebody would do is no story; interviewers ask for a time when it happened. */
export const realStory: Propose = ({ answer, dimensions, quote, pick }) => {
  const supposed = answer.analysis.sentences.filter(({ text }) => /\bI(?:'d|’d| would)\b/i.test(text));
  const told = dimensions.structure.evidence.some(
    ({ concept, verdict }) => concept === 'action' && verdict === 'covered',
  );
  const first = supposed[0]?.text;
  const nothingHappens = ['situation', 'task', 'result'].every((name) =>
    dimensions.structure.evidence.some(({ concept, verdict }) => concept === name && verdict === 'missed'),
  );
  if (!told && nothingHappens && first === undefined) {
    const opening = quote(answer.analysis.sentences[0]?.text);
    return {
      kind: 'real',
      text: `${opening ? `${opening} says who you are` : 'This says who you are'}; ${pick(['one time that shows it says more. Where was it, what did you do, what came of it?', 'tell of one day that proves it: where, what you did, how it ended.'])}`,
    };
  }
  if (told || first === undefined || supposed.length < answer.analysis.sentences.length / 2) return null;
  return {
    kind: 'real',
    text: `${quote(first) ?? 'This'} is what you would do. ${pick(['Tell of one time that you did: where, what you did, what came of it.', 'Pick one time when it happened, and tell what you did and how it ended.'])}`,
  };
};

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

/** What grew or shrank, so that a number would say by how much. */
export const grows =
  /\b(?:faster|slower|better|fewer|less|more|cheaper|shorter|smaller|quicker|easier|improved?|reduced?|cut|dropped|increased?|grew|saved?|lower(?:ed)?|higher|raised|fell|halved|doubled)\b/i;
/** A lesson has no size. */
const lesson = /\b(?:learn(?:ed|t)|taught|realised|realized|next time|hindsight)\b/i;

export const number: Propose = (context) => {
  const part = partOf(context, 'result');
  if (part?.verdict !== 'partial' || part.quote === undefined) return null;
  const said = grows.test(part.quote) && !lesson.test(part.quote) ? context.quote(part.quote) : null;
  if (!said) return null;
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
