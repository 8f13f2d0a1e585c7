import type { Word } from '../../text/analysis.ts';
import type { Passage } from '../concepts/passage.ts';
import { type Term, termsOf } from '../concepts/terms.ts';

/** A part of a sentence that can be true or false on its own, with its terms in the order said. */
export type Clause = { words: readonly Word[]; terms: readonly Term[] };

const joints = new Set('and but while whereas'.split(' '));
const fewestTerms = 2;

/** The whole passage, and its parts between commas and joints where each part has enough to be compared. */
export function clausesOf(passage: Passage): Clause[] {
  const whole = { words: passage.words, terms: passage.sequence };
  const parts = partsOf(passage).map((words) => ({ words, terms: termsOf(words, passage.source) }));
  const joined: Clause[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (last && (part.terms.length < fewestTerms || last.terms.length < fewestTerms))
      joined[joined.length - 1] = {
        words: [...last.words, ...part.words],
        terms: [...last.terms, ...part.terms],
      };
    else joined.push(part);
  }
  return joined.length > 1 ? [whole, ...joined] : [whole];
}

function partsOf({ words, source }: Passage): Word[][] {
  const parts: Word[][] = [[]];
  let end = words[0]?.start ?? 0;
  for (const word of words) {
    if (/[,;:.!?\n–—]/.test(source.slice(end, word.start)) || joints.has(word.lower)) parts.push([]);
    parts.at(-1)?.push(word);
    end = word.end;
  }
  return parts.filter((part) => part.length > 0);
}
