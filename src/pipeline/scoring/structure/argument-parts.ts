import { type LanguageRules, mentions } from '../languages/rule-lists.ts';
import type { AnswerToScore, Sentence } from '../text/analysis.ts';
import { findHedges } from '../text/disfluencies.ts';
import { quoteAt } from '../text/quoting.ts';
import { lengthOf, saysSomething } from '../text/sentence-shape.ts';
import { hasNumber, type Part } from './part.ts';

/** House weights: what is claimed, why, and what makes it concrete. */
const technical = { claim: 40, reason: 35, 'example-or-trade-off': 25 };
const design = { claim: 25, reason: 25, 'trade-off': 30, 'example-or-number': 20 };

/** The parts of an argument: claim, reason, example or trade-off, each with the sentence that makes it. */
export function argumentParts(answer: AnswerToScore, rules: LanguageRules): Part[] {
  const { sentences } = answer.analysis;
  const say = sentences.filter((sentence) => says(answer, sentence));
  const first = (patterns: readonly string[]) => say.find(({ text }) => mentions(text, patterns));
  const reason = first(rules.argument.reason);
  const example = first(rules.argument.example);
  const tradeOff = first(rules.argument.tradeOff);
  const measured = say.find(({ text }) => hasNumber(text, rules));
  if (answer.question.kind === 'design')
    return [
      claimPart(answer, rules, say, design.claim),
      part(answer, 'reason', design.reason, reason),
      part(answer, 'trade-off', design['trade-off'], tradeOff),
      part(answer, 'example-or-number', design['example-or-number'], example ?? measured),
    ];
  return [
    claimPart(answer, rules, say, technical.claim),
    part(answer, 'reason', technical.reason, reason),
    part(answer, 'example-or-trade-off', technical['example-or-trade-off'], example ?? tradeOff ?? measured),
  ];
}

const part = (answer: AnswerToScore, name: string, weight: number, found: Sentence | undefined): Part =>
  found ? { name, weight, share: 1, at: quoteAt(answer, found) } : { name, weight, share: 0 };

/**
 * A claim is a plain statement early on: it counts in full in the first or second sentence, without hedging.
 */
function claimPart(answer: AnswerToScore, rules: LanguageRules, say: Sentence[], weight: number): Part {
  const claim = say[0];
  if (!claim) return { name: 'claim', weight, share: 0 };
  const position = answer.analysis.sentences.indexOf(claim);
  const hedged = findHedges({ ...answer.analysis, sentences: [claim] }, rules).length > 0;
  const base = { name: 'claim', weight, at: quoteAt(answer, claim) };
  if (position > 1) return { ...base, share: 0.5, flaw: 'claim-late' };
  if (hedged) return { ...base, share: 0.75, flaw: 'claim-hedged' };
  return { ...base, share: 1 };
}

/**
 * A sentence that states something: not a question, not the question again, and with a verb, if verbs are
 * known.
 */
function says(answer: AnswerToScore, sentence: Sentence): boolean {
  if (/\?\s*$/.test(sentence.text) || lengthOf(sentence) < 4) return false;
  if (answer.language === 'en' && !saysSomething(sentence)) return false;
  const asked = new Set(answer.question.text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []);
  const own = sentence.words.filter((word) => !word.isFunction && !asked.has(word.lower));
  return own.length >= 2;
}
