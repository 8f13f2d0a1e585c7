import type { Evidence, FindingCode } from '../../../domain.ts';
import { type LanguageRules, mentions } from '../languages/rule-lists.ts';

/** One part that this kind of answer should have. */
export type Part = {
  name: string;
  weight: number;
  /** How complete it is, 0–1. */
  share: number;
  /** What keeps it from being complete. */
  flaw?: FindingCode;
  /** Where it is in the answer. */
  at?: Evidence;
};

/** Whether a text states an amount, in figures or words. */
export const hasNumber = (text: string, rules: LanguageRules): boolean =>
  /(?<![\p{L}\d.])\d/u.test(text) || mentions(text, rules.numbers);
