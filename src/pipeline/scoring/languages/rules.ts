import { english } from './english.ts';
import { french } from './french.ts';
import { german } from './german.ts';
import type { LanguageRules } from './rule-lists.ts';
import { spanish } from './spanish.ts';

const known: Record<string, LanguageRules> = { en: english, de: german, es: spanish, fr: french };

/** The rule lists of a language (`en`); null for one that has none: then what they measure is not known, not zero. */
export const rulesFor = (language: string): LanguageRules | null => known[language] ?? null;
