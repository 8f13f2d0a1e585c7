/**
 * What must be known about a language to judge how something was said in it. Every entry is the source of a
 * regular expression that is matched without regard to case, on whole words, within one sentence: `^` is its
 * beginning.
 */
export type LanguageRules = {
  /** Sounds that are never a word of this language. "um" is one in English and a preposition in German. */
  hardFillers: readonly string[];
  /**
   * Words that are fillers only in some contexts; `atLeast`: counted once they occur this often in one
   * answer.
   */
  softFillers: readonly { pattern: string; atLeast?: number }[];
  hedges: readonly string[];
  /** An honest admission followed by an answer: no deduction. */
  honestHedges: readonly string[];
  /** Where a speaker takes a sentence back and begins again. */
  restarts: readonly string[];
  /** Words that may come twice in a row. */
  doubles: readonly string[];
  connectives: readonly string[];
  vague: readonly string[];
  /** Number words that say how much; "one" is too often an article. */
  numbers: readonly string[];
  /** The parts of a story: situation, task, action, result. */
  story: {
    situation: readonly string[];
    task: readonly string[];
    /** What got in the way or went wrong: it says what there was to do. */
    trouble: readonly string[];
    /** What the speaker did alone, and what a group did. */
    action: readonly string[];
    sharedAction: readonly string[];
    result: readonly string[];
    learning: readonly string[];
  };
  argument: {
    reason: readonly string[];
    example: readonly string[];
    tradeOff: readonly string[];
  };
};

/** One expression for a list: whole words, any case, any white space; null for an empty list. */
export function anyOf(patterns: readonly string[]): RegExp | null {
  const known = compiled.get(patterns);
  if (known) return known;
  if (patterns.length === 0) return null;
  const body = patterns.map((pattern) => pattern.replace(/ /g, '\\s+')).join('|');
  const expression = new RegExp(`(?<![\\p{L}\\p{N}])(?:${body})(?![\\p{L}\\p{N}]|['’]\\p{L})`, 'giu');
  compiled.set(patterns, expression);
  return expression;
}
const compiled = new WeakMap<readonly string[], RegExp>();

/** Where a list matches in a text, in order. */
export function matchesOf(
  text: string,
  patterns: readonly string[],
): { start: number; end: number; text: string }[] {
  const expression = anyOf(patterns);
  if (!expression) return [];
  return [...text.replace(/’/g, "'").matchAll(expression)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    text: match[0],
  }));
}

export const mentions = (text: string, patterns: readonly string[]): boolean =>
  matchesOf(text, patterns).length > 0;
