import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

const entry = z.strictObject({
  name: z.string(),
  words: z.array(z.string()).default([]),
  exact: z.array(z.string()).default([]),
  domains: z.array(z.string()),
  about: z.array(z.string()),
  behavioural: z.boolean().default(false),
});

export type Skill = {
  name: string;
  /** Where a text names it first; null where it does not. */
  find(text: string): Match | null;
  /** Domains that it points to, the strongest first. */
  domains: string[];
  /** Tags and words of questions about it. */
  about: string[];
  behavioural: boolean;
};
export type Match = { index: number; length: number };

let known: readonly Skill[] | null = null;

/** Every skill that can be recognised; read once. */
export function skillList(): readonly Skill[] {
  known ??= z
    .array(entry)
    .parse(parse(readFileSync(new URL('./skills.yaml', import.meta.url), 'utf8')))
    .map(({ words, exact, ...skill }) => {
      const any = words.length + exact.length === 0 ? [skill.name] : words;
      const finders = [
        ...any.map((word) => finderOf(word, true)),
        ...exact.map((word) => finderOf(word, false)),
      ];
      return { ...skill, find: (text) => firstOf(finders.map((find) => find(text))) };
    });
  return known;
}

const firstOf = (matches: readonly (Match | null)[]): Match | null =>
  matches.reduce(
    (best, one) => (one !== null && (best === null || one.index < best.index) ? one : best),
    null,
  );

/** Finds a word that stands alone, or a pattern between slashes. Expressions for all of them would take seconds to compile. */
function finderOf(word: string, anyCase: boolean): (text: string) => Match | null {
  const [, source, flags] = /^\/(.*)\/([a-z]*)$/.exec(word) ?? [];
  if (source !== undefined) {
    const pattern = new RegExp(source, flags);
    return (text) => {
      const match = pattern.exec(text);
      return match && { index: match.index, length: match[0].length };
    };
  }
  const wanted = anyCase ? word.toLowerCase() : word;
  return (text) => {
    const searched = anyCase ? text.toLowerCase() : text;
    for (let at = searched.indexOf(wanted); at >= 0; at = searched.indexOf(wanted, at + 1)) {
      const end = at + wanted.length;
      if (!isPart(searched[at - 1]) && !isPart(searched[end])) return { index: at, length: wanted.length };
    }
    return null;
  };
}

const isPart = (letter: string | undefined): boolean =>
  letter !== undefined && /[\p{L}\p{N}+#]/u.test(letter);
