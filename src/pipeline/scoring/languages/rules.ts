import { englishRules } from './english.ts';
import { frenchRules } from './french.ts';
import { germanRules } from './german.ts';
import type { LanguageRules } from './rule-lists.ts';
import { spanishRules } from './spanish.ts';

const known: Record<string, LanguageRules> = {
  en: englishRules,
  de: germanRules,
  es: spanishRules,
  fr: frenchRules,
};

/**
 * The rule lists of a language (`en`); null for one that has none: then what they measure is unknown, not
 * zero.
 */
export const rulesFor = (language: string): LanguageRules | null => known[language] ?? null;
