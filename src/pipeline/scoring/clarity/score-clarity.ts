import type { DimensionScore, Evidence, FindingCode, FindingValues } from '../../../domain.ts';
import { type LanguageRules, matchesOf } from '../languages/rule-lists.ts';
import { rulesFor } from '../languages/rules.ts';
import { otherLanguage, tooShort } from '../not-judged.ts';
import { hasNumber } from '../structure/part.ts';
import { longestAnalysed } from '../text/analyse.ts';
import type { AnswerToScore } from '../text/analysis.ts';
import {
  findFillers,
  findHedges,
  findRepetitions,
  findRestarts,
  type TextMatch,
} from '../text/disfluencies.ts';
import { quoteAt, sentenceAt } from '../text/quoting.ts';
import { isLoose, lengthOf, saysSomething } from '../text/sentence-shape.ts';
import { countWords, endsWithMark, markedSentences } from '../text/sentences.ts';
import { countSpokenWords } from '../text/spoken-words.ts';
import { unexplainedTerms } from './jargon.ts';

/** What an answer loses or gains, and the finding behind it. */
type Remark = { points: number; code: FindingCode; values?: FindingValues; evidence?: Evidence };

/** The score of an answer with nothing for or against it. */
const plain = 85;

/**
 * How easy an answer is to follow: sentences of 8 to 25 words that vary, words that connect them, no pile of
 * hedges, restarts or vague words, terms that are explained, and something specific. Bands in
 * docs/scoring.md.
 */
export function scoreClarity(answer: AnswerToScore): DimensionScore {
  const short = tooShort(answer, 'clarity');
  if (short) return short;
  const rules = rulesFor(answer.language);
  if (!rules) return otherLanguage(answer, 'clarity');
  const words = countSpokenWords(answer.analysis);
  const remarks = [
    ...sentenceLength(answer),
    ...connection(answer, rules, words),
    ...hedging(answer, rules, words),
    ...stumbling(answer, rules, words),
    ...vagueness(answer, rules, words),
    ...jargon(answer),
    ...specifics(answer, rules),
  ];
  const score = remarks.reduce((sum, { points }) => sum + points, plain);
  return {
    score: Math.round(Math.min(ceiling(answer), Math.max(0, score), 100)),
    scorer: 'clarity rules',
    confidence: words < 40 || isLoose(answer.analysis) ? 'low' : 'medium',
    findings: remarks
      .toSorted((a, b) => a.points - b.points)
      .map(({ points, ...finding }) => ({ ...finding, dimension: 'clarity' as const }))
      .slice(0, 6),
  };
}

/** A list of terms, or one sentence over and over, is not clear, however short its sentences. */
function ceiling({ analysis, language }: AnswerToScore): number {
  const { sentences } = analysis;
  const told = language === 'en' ? sentences.filter(saysSomething).length / sentences.length : 1;
  const different = new Set(sentences.map(({ text }) => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ')));
  const fresh = different.size / sentences.length;
  const kinds = new Set(analysis.words.map(({ lower }) => lower)).size / analysis.words.length;
  const glue = analysis.words.filter(({ isFunction }) => isFunction).length / analysis.words.length;
  if (told < 0.5 || fresh < 0.6 || kinds < 0.15 || glue < 0.15) return 35;
  return told < 0.75 || fresh < 0.8 ? 65 : 100;
}

const longSentence = 35;

function sentenceLength(answer: AnswerToScore): Remark[] {
  const { sentences } = answer.analysis;
  const lengths = sentences.map(lengthOf);
  const mean = lengths.reduce((sum, length) => sum + length, 0) / lengths.length;
  const spread = Math.sqrt(lengths.reduce((sum, length) => sum + (length - mean) ** 2, 0) / lengths.length);
  const remarks: Remark[] = [];
  const longest = sentences.toSorted((a, b) => lengthOf(b) - lengthOf(a))[0];
  const loose = isLoose(answer.analysis);
  const run = runOn(answer);
  if (run)
    remarks.push({
      points: -Math.min(25, 8 + (run.words - longestRunOn) / 4),
      code: 'run-on',
      values: { words: run.words },
      evidence: quoteAt(answer, run),
    });
  else if (longest && lengthOf(longest) > longSentence)
    remarks.push({
      points: -Math.min(20, 4 + (lengthOf(longest) - longSentence) / 2),
      code: 'long-sentence',
      values: { words: lengthOf(longest) },
      evidence: quoteAt(answer, longest),
    });
  const values = { words: Math.round(mean) };
  if (mean > 25) remarks.push({ points: -Math.min(15, (mean - 25) * 1.5), code: 'long-sentences', values });
  if (mean < 8 && !loose)
    remarks.push({ points: -Math.min(12, (8 - mean) * 3), code: 'short-sentences', values });
  if (sentences.length >= 5 && spread / mean < 0.2 && !loose)
    remarks.push({ points: -3, code: 'even-sentences' });
  return remarks;
}

const longestRunOn = 45;

/** The longest sentence that the author wrote without a mark; nothing in speech, or where no marks are used at all. */
function runOn(answer: AnswerToScore): { start: number; end: number; words: number } | null {
  if (answer.recognised || !endsWithMark(answer.text.trim())) return null;
  const runs = markedSentences(answer.text.slice(0, longestAnalysed)).map((span) => ({
    ...span,
    words: countWords(answer.text.slice(span.start, span.end)),
  }));
  const longest = runs.toSorted((a, b) => b.words - a.words)[0];
  return longest && longest.words > longestRunOn ? longest : null;
}

function connection(answer: AnswerToScore, rules: LanguageRules, words: number): Remark[] {
  const found = inAll(answer, rules.connectives);
  const per100 = (found.length / words) * 100;
  if (words >= 30 && per100 < 1.5) return [{ points: per100 === 0 ? -12 : -6, code: 'unconnected' }];
  return per100 >= 4 ? [{ points: 3, code: 'connected' }] : [];
}

function hedging(answer: AnswerToScore, rules: LanguageRules, words: number): Remark[] {
  const honest = Math.min(1, inAll(answer, rules.honestHedges).length);
  const found = findHedges(answer.analysis, rules);
  const per100 = ((found.length - honest) / words) * 100;
  const [first] = found;
  if (per100 <= 3 || found.length - honest < 2 || !first) return [];
  return [
    {
      points: -Math.min(15, (per100 - 3) * 3 + 2),
      code: 'hedges',
      values: { count: found.length, examples: differentWords(found) },
      evidence: quoteAt(answer, sentenceAt(answer, first.start) ?? first),
    },
  ];
}

function stumbling(answer: AnswerToScore, rules: LanguageRules, words: number): Remark[] {
  const found = [
    ...findRestarts(answer.analysis, rules),
    ...findRepetitions(answer.analysis, findFillers(answer.analysis, rules), rules),
  ];
  const per100 = (found.length / words) * 100;
  const [first] = found;
  if (per100 <= 1 || found.length < 2 || !first) return [];
  return [
    {
      points: -Math.min(15, 4 * per100),
      code: 'restarts',
      values: { count: found.length },
      evidence: quoteAt(answer, first),
    },
  ];
}

function vagueness(answer: AnswerToScore, rules: LanguageRules, words: number): Remark[] {
  const found = inAll(answer, rules.vague);
  const [first] = found;
  if (!first) return [];
  return [
    {
      points: -Math.min(20, (found.length / words) * 100 * 4 + 2),
      code: 'vague',
      values: { word: first.text },
      evidence: quoteAt(answer, sentenceAt(answer, first.start) ?? first),
    },
  ];
}

function jargon(answer: AnswerToScore): Remark[] {
  const terms = unexplainedTerms(answer);
  const [first] = terms;
  if (terms.length < 3 || !first) return [];
  return [
    {
      points: -Math.min(10, 3 * (terms.length - 2)),
      code: 'unexplained',
      values: { terms: terms.map(({ text }) => text).slice(0, 4) },
      evidence: quoteAt(answer, first),
    },
  ];
}

function specifics(answer: AnswerToScore, rules: LanguageRules): Remark[] {
  const measured = answer.analysis.sentences.find(({ text }) => hasNumber(text, rules));
  const opening = new Set(answer.analysis.sentences.map(({ start }) => start));
  const named = answer.analysis.words.find(
    ({ pos, text, start }) =>
      !opening.has(start) &&
      (pos === 'PROPN' || /\p{Ll}\p{Lu}|\p{L}\d/u.test(text)) &&
      /\p{Lu}|\d/u.test(text),
  );
  const remarks: Remark[] = [];
  if (measured) remarks.push({ points: 6, code: 'number-given', evidence: quoteAt(answer, measured) });
  if (named && !answer.recognised)
    remarks.push({ points: 3, code: 'names-given', evidence: quoteAt(answer, named) });
  if (!measured && !named && answer.question.kind !== 'technical')
    remarks.push({ points: -8, code: 'nothing-specific' });
  return remarks;
}

const inAll = (answer: AnswerToScore, patterns: readonly string[]): TextMatch[] =>
  answer.analysis.sentences.flatMap((sentence) =>
    matchesOf(sentence.text, patterns).map(({ start, end, text }) => ({
      start: sentence.start + start,
      end: sentence.start + end,
      text,
    })),
  );

const differentWords = (found: readonly TextMatch[]): string[] =>
  [...new Set(found.map(({ text }) => text.toLowerCase()))].slice(0, 3);
