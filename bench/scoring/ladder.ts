/** Answers to a question of the bank whose order is known: from its model answer down to nothing. */
import type { Question } from '../../src/domain.ts';
import { analyse } from '../../src/pipeline/scoring/text/analyse.ts';
import { everydaySynonyms } from './synonyms.ts';
import { negate } from './turned-answers.ts';

export const junk = ['keywords', 'keyword list', 'echo', 'off-topic', 'five words', 'fine'] as const;
export const negations = ['negated at once', 'negated throughout'] as const;
export const rungs = ['gold', 'paraphrase', 'partial', ...negations, ...junk] as const;
export type Rung = (typeof rungs)[number];

/**
 * The rungs of one question. Paraphrase: sentences in another order (the second half first) and everyday words replaced by
 * synonyms. Partial: the first two fifths of the sentences. Off-topic: the model answer of another domain.
 */
export function ladderOf(question: Question, other: Question): Record<Rung, string> {
  const gold = question.modelAnswer ?? '';
  const { sentences, words } = analyse(gold);
  const texts = sentences.map(({ text }) => text);
  const half = Math.ceil(texts.length / 2);
  const keywords = words.filter(({ isFunction }) => !isFunction).map(({ text }) => text);
  return {
    gold,
    paraphrase: [...texts.slice(half), ...texts.slice(0, half)].map(withSynonyms).join(' '),
    partial: texts.slice(0, Math.ceil(texts.length * 0.4)).join(' '),
    'negated at once': `It is not true that ${gold.charAt(0).toLowerCase()}${gold.slice(1)}`,
    'negated throughout': texts.map(negate).join(' '),
    keywords: keywords.join(' '),
    'keyword list': [...new Set(keywords)].join(', '),
    echo: `${question.text} ${question.text}`,
    'off-topic': other.modelAnswer ?? '',
    'five words': words
      .slice(0, 5)
      .map(({ text }) => text)
      .join(' '),
    fine: 'fine.',
  };
}

const withSynonyms = (text: string): string =>
  text.replace(/[A-Za-z]+/g, (word) => everydaySynonyms.get(word.toLowerCase()) ?? word);
