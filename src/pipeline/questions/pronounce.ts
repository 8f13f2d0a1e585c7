/** A question as a voice should read it: terms, signs and code in words. */
import { glossary } from './expected-terms.ts';
import { pronunciations } from './pronunciations.ts';

/** The same text for a voice to read. Only English has words for what voices misread; other languages stay as written. */
export function pronounce(text: string, language = 'en'): string {
  const plain = text
    // What is set apart for the eye: code marks, emphasis, links.
    .replaceAll(/`+|\*\*|__/g, '')
    .replaceAll(/\[([^\]]+)\]\([^)]+\)/g, '$1')
    .replaceAll(/https?:\/\/\S+/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return language === 'en'
    ? signs.reduce((said, [sign, word]) => said.replaceAll(sign, word), terms(plain))
    : plain;
}

const said = new Map(pronunciations.map(([written, words]) => [written, words]));
const escaped = (term: string) => term.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&');
/** Longer terms first: `NoSQL` before `SQL`. A term is a whole word; letters and digits beside it make it another. */
const known = new RegExp(
  `(?<![\\p{L}\\d])(?:${[...said.keys()]
    .sort((one, other) => other.length - one.length)
    .map(escaped)
    .join('|')})(?![\\p{L}\\d])`,
  'gu',
);
/** Names in the glossary are words of their own, however they are spelt: `Kubernetes`, `GitHub`. */
const names = new Set(glossary);

function terms(text: string): string {
  return text
    .replaceAll(known, (term) => said.get(term) ?? term)
    .replaceAll(/(?<![\p{L}\d])[\p{L}\d]+(?![\p{L}\d])/gu, (word) =>
      names.has(word) ? word : word.replaceAll(/(?<=\p{Ll}{2})(?=\p{Lu}\p{Ll})/gu, ' '),
    );
}

const signs: readonly (readonly [RegExp, string])[] = [
  // Big O: O(n log n), O(1), O(n²).
  [/\bO\(([^)]*)\)/g, 'O of $1'],
  [/\blog(?:₂|2)\b/g, 'log two'],
  [/(?<=\w)(?:²|\^2\b)/g, ' squared'],
  // A percentile: p99, p99.9.
  [/\bp(\d{2})\.(\d)\b/g, 'p $1 point $2'],
  [/\bp(\d{2})\b/g, 'p $1'],
  [/\b([nN])\+1\b/g, '$1 plus one'],
  [/(?<=\d)\s?ms\b/g, ' milliseconds'],
  [/(?<=\d)\s?GB\b/g, ' gigabytes'],
  [/(?<=\d)\s?MB\b/g, ' megabytes'],
  [/(?<=\d)\s?KB\b/gi, ' kilobytes'],
  [/\s(?:→|->|=>)\s/g, ' to '],
  [/\s>=\s/g, ' at least '],
  [/\s<=\s/g, ' at most '],
  [/\s&\s/g, ' and '],
  [/(?<=\p{L}{2})_(?=\p{L}{2})/gu, ' '],
  [/(?<=\p{L}{2})\/(?=\p{L}{2})/gu, ' or '],
  [/(?<=\p{L})\(\)/gu, ''],
];
