/** Model answers of the bank made wrong by rule: two things exchanged, every sentence denied, numbers changed. */
import type { Question } from '../../src/domain.ts';
import { figuresOf } from '../../src/pipeline/scoring/technical/rules/figures.ts';
import { analyse } from '../../src/pipeline/scoring/text/analyse.ts';

export const turns = ['swapped', 'negated', 'number changed'] as const;
export type Turn = (typeof turns)[number];

/** The wrong answers that can be made of a model answer; a turn is left out where there is nothing to turn. */
export function turnedAnswersOf(question: Question): Partial<Record<Turn, string>> {
  const answer = question.modelAnswer ?? '';
  const [swapped, changed] = [swap(question, answer), changeNumbers(question, answer)];
  return {
    ...(swapped === null ? {} : { swapped }),
    negated: analyse(answer)
      .sentences.map(({ text }) => negate(text))
      .join(' '),
    ...(changed === null ? {} : { 'number changed': changed }),
  };
}

/** What a question holds against each other: "between A and B", "A or B", "A versus B". */
const contrasts = [
  /\bbetween (?:an? |the )?([\w-]+(?: [\w-]+)?) and (?:an? |the )?([\w-]+(?: [\w-]+)?)/i,
  /\bcompare (?:an? |the )?([\w-]+(?: [\w-]+)?) (?:with|and) (?:an? |the )?([\w-]+(?: [\w-]+)?)/i,
  /\bdo (?:an? |the )?([\w-]+(?: [\w-]+)?) and (?:an? |the )?([\w-]+(?: [\w-]+)?)/i,
  /\b([\w-]+) (?:vs\.?|versus|or) (?:an? |the |in )*([\w-]+(?: [\w-]+)?)/i,
  /\b([\w-]{4,}) and ([\w-]{4,}(?: [\w-]+)?)/i,
];
const leastMentions = 2;

/** Every mention of the one exchanged for the other, where the answer names both at least twice. */
function swap({ text }: Question, answer: string): string | null {
  for (const form of contrasts)
    for (const found of text.matchAll(new RegExp(form, 'gi'))) {
      const [left, right] = [nameIn(found[1] ?? '', answer), nameIn(found[2] ?? '', answer)];
      if (!left || !right || left.toLowerCase() === right.toLowerCase() || left.length < 3) continue;
      const both = new RegExp(`\\b(?:(${escaped(left)})|(${escaped(right)}))(?=s?\\b)`, 'gi');
      return answer.replace(both, (_, isLeft: string | undefined) => (isLeft ? right : left));
    }
  return null;
}

/** The longest beginning of a name that the answer mentions often enough. */
function nameIn(name: string, answer: string): string | null {
  // "in batches and when as a stream" names no second thing after the "and".
  if (/^(?:when|why|how|what|which|where|who)\b/i.test(name)) return null;
  const words = name.split(' ');
  for (let length = words.length; length > 0; length -= 1) {
    const tried = words.slice(0, length).join(' ').replace(/s$/, '');
    const mentions = answer.match(new RegExp(`\\b${escaped(tried)}s?\\b`, 'gi'))?.length ?? 0;
    if (tried.length > 1 && mentions >= leastMentions) return tried;
  }
  return null;
}

const escaped = (text: string): string => text.replace(/[^\w\s]/g, '\\$&');

/** Where the answer has numbers that a point has too: all of those replaced by others. */
function changeNumbers({ concepts }: Question, answer: string): string | null {
  const wanted = new Set(
    concepts.flatMap(({ statement }) => figuresOf(analyse(statement).words).map(({ value }) => value)),
  );
  const own = figuresOf(analyse(answer).words).filter(
    ({ value }) => wanted.has(value) && /^\d+$/.test(value),
  );
  if (own.length === 0) return null;
  return own.reduce(
    (text, { value }) => text.replace(new RegExp(`\\b${value}\\b`, 'g'), String(Number(value) * 3 + 4)),
    answer,
  );
}

const auxiliary =
  /\b(is|are|was|were|can|could|will|would|should|must|has|have|had|does|do|did|may|might)\b(?!\s+not)(?!n't)/i;

/** The sentence denied: after its first auxiliary, or else as a whole. */
export const negate = (sentence: string): string =>
  auxiliary.test(sentence)
    ? sentence.replace(auxiliary, '$1 not')
    : `It is not true that ${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}`;
