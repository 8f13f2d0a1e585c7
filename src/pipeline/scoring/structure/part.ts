import type { Evidence, FindingCode } from '../../../domain.ts';
import { type LanguageRules, mentions } from '../languages/rule-lists.ts';

/** One part that an answer of its kind should have. */
export type Part = {
  name: string;
  weight: number;
  /** How much of it is there, 0–1. */
  share: number;
  /** What keeps it from being whole. */
  flaw?: FindingCode;
  /** Where it stands in the answer. */
  at?: Evidence;
};

/** Whether a text says how much, in figures or in words. */
export const hasNumber = (text: string, rules: LanguageRules): boolean =>
  /(?<![\p{L}\d.])\d/u.test(text) || mentions(text, rules.numbers);
