import { type LanguageRules, matchesOf } from '../languages/rule-lists.ts';
import type { Analysis } from './analysis.ts';
import { spokenWords } from './spoken-words.ts';

/** A place in the answer, with its words. */
export type TextMatch = { start: number; end: number; text: string };
export type Filler = TextMatch & { kind: 'hard' | 'soft' };

/** All fillers in order: sounds anywhere, words like "like" only where they carry no meaning. */
export function findFillers(analysis: Analysis, rules: LanguageRules): Filler[] {
  const hard = inSentences(analysis, rules.hardFillers).filter(({ text }) => !isAcronym(text));
  const soft = rules.softFillers.flatMap(({ pattern, atLeast = 1 }) => {
    const found = inSentences(analysis, listOf(pattern));
    return found.length >= atLeast ? found : [];
  });
  return withoutOverlap([
    ...hard.map((finding): Filler => ({ ...finding, kind: 'hard' })),
    ...soft.map((finding): Filler => ({ ...finding, kind: 'soft' })),
  ]);
}

/** "ER" is a kind of diagram; "er" is a hesitation. */
const isAcronym = (text: string): boolean => /^\p{Lu}{2,}$/u.test(text);

const lists = new Map<string, readonly string[]>();
function listOf(pattern: string): readonly string[] {
  const known = lists.get(pattern) ?? [pattern];
  lists.set(pattern, known);
  return known;
}

export const findHedges = (analysis: Analysis, rules: LanguageRules): TextMatch[] =>
  inSentences(analysis, rules.hedges);

export const findRestarts = (analysis: Analysis, rules: LanguageRules): TextMatch[] =>
  inSentences(analysis, rules.restarts);

/**
 * Where the same one to three words come twice in a row once fillers are removed; never numbers, never "very
 * very".
 */
export function findRepetitions(
  analysis: Analysis,
  fillers: readonly TextMatch[],
  rules: LanguageRules | null,
): TextMatch[] {
  const fine = new Set(rules?.doubles ?? []);
  const words = wordsOutside(spokenWords(analysis), fillers);
  const found: TextMatch[] = [];
  for (let at = 0; at < words.length; at += 1) {
    for (const size of [3, 2, 1]) {
      if (words[at]?.lower !== words[at + size]?.lower) continue;
      const first = words.slice(at, at + size);
      const second = words.slice(at + size, at + 2 * size);
      if (second.length < size || first.some((word, index) => word.lower !== second[index]?.lower)) continue;
      if (first.some(({ lower }) => /\d/.test(lower)) || (size === 1 && fine.has(first[0]?.lower ?? '')))
        continue;
      const start = first[0]?.start ?? 0;
      const end = second.at(-1)?.end ?? start;
      // Two sentences that begin alike are a figure of speech, not a stumble.
      if (/[.!?;:]/.test(analysis.text.slice(first.at(-1)?.end ?? 0, second[0]?.start ?? 0))) continue;
      found.push({ start, end, text: analysis.text.slice(start, end) });
      at += size - 1;
      break;
    }
  }
  return found;
}

/**
 * The words outside all matches. Both lists are in order, so each is read only once, however long the answer
 * is.
 */
export function wordsOutside<Item extends { start: number; end: number }>(
  words: readonly Item[],
  matches: readonly TextMatch[],
): Item[] {
  let at = 0;
  return words.filter((word) => {
    while ((matches[at]?.end ?? Infinity) < word.end) at += 1;
    return !((matches[at]?.start ?? Infinity) <= word.start);
  });
}

function inSentences(analysis: Analysis, patterns: readonly string[]): TextMatch[] {
  return analysis.sentences.flatMap((sentence) =>
    matchesOf(sentence.text, patterns).map((match) => ({
      start: sentence.start + match.start,
      end: sentence.start + match.end,
      text: match.text,
    })),
  );
}

function withoutOverlap(fillers: Filler[]): Filler[] {
  const kept: Filler[] = [];
  for (const filler of fillers.sort((a, b) => a.start - b.start || b.end - a.end))
    if ((kept.at(-1)?.end ?? -1) <= filler.start) kept.push(filler);
  return kept;
}
