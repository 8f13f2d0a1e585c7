import type { Propose } from './chosen-fix.ts';
import { partOf, wordsOfPart } from './context.ts';

/** What somebody would do is not a story; interviewers ask for a time when it happened. */
export const realStory: Propose = (context) => {
  const { answer, quote, dimensions } = context;
  if (dimensions.structure.score === null) return null;
  const supposed = answer.analysis.sentences.filter(({ text }) => /\bI(?:'d|’d| would)\b/i.test(text));
  const told = partOf(context, 'action')?.code === 'covered';
  const first = supposed[0]?.text;
  const nothingHappens = ['situation', 'task', 'result'].every(
    (name) => partOf(context, name)?.code === 'missed',
  );
  const isOpinion = nothingHappens && first === undefined;
  const isSupposed = first !== undefined && supposed.length >= answer.analysis.sentences.length / 2;
  if (told || (!isOpinion && !isSupposed)) return null;
  const evidence = quote(isOpinion ? answer.analysis.sentences[0]?.text : first);
  return {
    fix: {
      kind: 'real',
      values: { case: isOpinion ? 'opinion' : 'supposed' },
      ...(evidence && { evidence }),
    },
  };
};

export const result: Propose = (context) => {
  if (partOf(context, 'result')?.code !== 'missed') return null;
  const sentence = context.answer.analysis.sentences.at(-1)?.text;
  const evidence = context.quote(sentence);
  return {
    fix: { kind: 'result', ...(evidence && { evidence }) },
    ...(sentence === undefined ? {} : { sentence }),
  };
};

export const ownAction: Propose = (context) => {
  if (partOf(context, 'action')?.code === 'missed')
    return { fix: { kind: 'action', values: { case: 'missed' } } };
  const shared = context.dimensions.structure.findings.find(({ code }) => code === 'we-only');
  const evidence = context.quote(shared?.evidence?.quote);
  return evidence
    ? {
        fix: { kind: 'action', values: { case: 'we' }, evidence },
        ...(shared?.evidence?.quote === undefined ? {} : { sentence: shared.evidence.quote }),
      }
    : null;
};

/** What grew or shrank, so that a number would say by how much. */
export const grows =
  /\b(?:faster|slower|better|fewer|less|more|cheaper|shorter|smaller|quicker|easier|improved?|reduced?|cut|dropped|increased?|grew|saved?|lower(?:ed)?|higher|raised|fell|halved|doubled)\b/i;
/** A lesson has no size. */
const lesson = /\b(?:learn(?:ed|t)|taught|realised|realized|next time|hindsight)\b/i;

export const number: Propose = (context) => {
  const sentence = wordsOfPart(context, 'result');
  if (partOf(context, 'result')?.code !== 'partial' || sentence === undefined) return null;
  const evidence = grows.test(sentence) && !lesson.test(sentence) ? context.quote(sentence) : undefined;
  return evidence ? { fix: { kind: 'number', evidence }, sentence } : null;
};

export const setting: Propose = (context) => {
  const missing = (['situation', 'task'] as const).find((name) => partOf(context, name)?.code === 'missed');
  if (!missing) return null;
  const evidence = context.quote(context.answer.analysis.sentences[0]?.text);
  return { fix: { kind: 'setting', values: { case: missing }, ...(evidence && { evidence }) } };
};
