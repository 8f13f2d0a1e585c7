import { completions } from '../languages/english.ts';
import { rulesFor } from '../languages/rules.ts';
import { hasNumber } from '../structure/part.ts';
import type { Sentence } from '../text/analysis.ts';
import { lengthOf, saysSomething } from '../text/sentence-shape.ts';
import { endsWithMark } from '../text/sentences.ts';
import type { ChosenFix } from './chosen-fix.ts';
import { bare, cleanSentence } from './clean-sentence.ts';
import { type FeedbackContext, wordsOfPart } from './context.ts';
import { grows } from './fix-story.ts';

/** Longer sentences are not a good model. */
const longestWords = 45;

/**
 * One of the person's own sentences, said better, for the given fix: what they left out becomes `[number]`,
 * `[result]` or `[reason]`, because only they know it. Undefined if nothing is worth saying better.
 */
export function rewriteOf(context: FeedbackContext, chosen: ChosenFix): string | undefined {
  const { answer, substance } = context;
  const { kind } = chosen.fix;
  if (substance !== 'answer' && substance !== 'short') return undefined;
  // For these the fix already says how it should be.
  if (kind === 'real' || kind === 'wrong') return undefined;
  const english = answer.language === 'en';
  const about = chosen.sentence === undefined ? undefined : context.sentenceOf(chosen.sentence);
  const completed = english && about ? complete(context, chosen, about) : undefined;
  if (completed !== undefined) return completed;
  if (about && (kind === 'long' || kind === 'hedges' || kind === 'fillers' || kind === 'wording')) {
    const better = kind === 'long' ? shortened(context, about) : improved(context, about);
    if (better !== undefined) return better;
  }
  return mostImproved(context) ?? shortenedRun(context);
}

/** The beginning of a sentence that is too long for clarity, as two sentences. */
function shortenedRun(context: FeedbackContext): string | undefined {
  const run = context.dimensions.clarity.findings.find(
    ({ code }) => code === 'run-on' || code === 'long-sentence',
  );
  const sentence = run?.evidence?.quote === undefined ? undefined : context.sentenceOf(run.evidence.quote);
  return sentence ? shortened(context, sentence) : undefined;
}

/** The sentence with a placeholder for what is missing, in the answer's language. */
function complete(context: FeedbackContext, { fix }: ChosenFix, about: Sentence): string | undefined {
  const { answer, random } = context;
  const clean = cleanSentence(answer, about);
  if (!speakable(clean) || !saysSomething(about) || /\?$/.test(clean)) return undefined;
  const open = clean.replace(/[.!]+$/, '');
  const pick = (name: keyof typeof completions) => random.pick(completions[name]) ?? '';
  switch (fix.kind) {
    case 'result':
      return lastDeed(context) === undefined ? undefined : `${lastDeed(context)} ${pick('result')}`;
    case 'number':
      if (/\b(?:by|from|to)$/.test(open)) return `${open} [number].`;
      // After anything else, the number would refer to that.
      return grows.test(open.split(/\s+/).slice(-wordsBeforeNumber).join(' '))
        ? `${open}, ${pick('number')}.`
        : undefined;
    case 'action':
      if (!/\bwe\b/i.test(open)) return undefined;
      return `${open}; ${pick('action')}.`;
    case 'reason':
      return !isRight(context) || /\bbecause\b/i.test(open) ? undefined : `${open}, ${pick('reason')}.`;
    case 'trade-off':
      return isRight(context) ? `${clean} ${pick('trade-off')}` : undefined;
    default:
      return undefined;
  }
}

/** A statement that may be wrong is not offered as a sentence to learn. */
const isRight = ({ dimensions, isSure }: FeedbackContext): boolean =>
  isSure && (dimensions.technical.score ?? 0) >= 60;

const wordsBeforeNumber = 5;

/** The last thing the person did, as the sentence that a result follows. */
function lastDeed(context: FeedbackContext): string | undefined {
  const { answer, sentenceOf } = context;
  const quote = wordsOfPart(context, 'action');
  const sentence = quote === undefined ? undefined : sentenceOf(quote);
  const clean = sentence ? cleanSentence(answer, sentence) : undefined;
  return clean !== undefined && speakable(clean) && /^(?:I|We|So I|Then I)\b/.test(clean) ? clean : undefined;
}

const countWords = (text: string): number => text.split(/\s+/).length;
const speakable = (text: string): boolean => countWords(text) >= 4 && countWords(text) <= longestWords;

/** The sentence that loses most words by being cleaned; undefined when all are fine as they are. */
function mostImproved(context: FeedbackContext): string | undefined {
  const { answer, concepts } = context;
  const wrong = concepts.flatMap(({ verdict, quote }) =>
    verdict === 'contradicted' && quote !== undefined ? [quote.replace(/…$/, '')] : [],
  );
  const candidates = answer.analysis.sentences
    .filter(
      ({ text }) =>
        endsWithMark(text) && !wrong.some((quote) => text.includes(quote) || quote.includes(text)),
    )
    .slice(0, 200)
    .map((sentence) => ({
      better: improved(context, sentence),
      gain: gainOf(context, sentence) + (hesitation.test(sentence.text) ? 1 : 0),
    }))
    .filter(({ better, gain }) => better !== undefined && gain >= leastGain && !stillUnsure(better))
    .toSorted((a, b) => b.gain - a.gain);
  return candidates[0]?.better;
}

/** A word or two less is not worth a lesson. */
const leastGain = 3;
const hesitation = /\b(?:um+|uh+m?|er|erm)\b/i;

/** Cleaned and still full of doubt, or still thinking aloud: it would need different words. */
const stillUnsure = (text: string): boolean =>
  (text.match(/\b(?:maybe|perhaps|probably|not sure|I think|I guess)\b/gi)?.length ?? 0) > 1 ||
  thinkingAloud.test(text);

/** "Pagination, right, so, there's two kinds", "like a pointer I guess?" */
const thinkingAloud = /\?$|, (?:right|so|like|well|okay|ok),/i;

function gainOf({ answer }: FeedbackContext, sentence: Sentence): number {
  const removed = lengthOf(sentence) - countWords(cleanSentence(answer, sentence));
  const rules = rulesFor(answer.language);
  const substance = rules && hasNumber(sentence.text, rules) ? 1 : 0;
  return removed > 0 || lengthOf(sentence) > 30
    ? removed + Math.max(0, lengthOf(sentence) - 30) / 4 + substance
    : 0;
}

/** A sentence that runs on, as two: at its own joint, or where the analyser already cut it. */
function shortened(context: FeedbackContext, sentence: Sentence): string | undefined {
  const { answer } = context;
  const next = answer.analysis.sentences[answer.analysis.sentences.indexOf(sentence) + 1];
  if (endsWithMark(sentence.text) || !next) return improved(context, sentence);
  const pieces = [
    cleanSentence(answer, sentence),
    cleanSentence(answer, next).replace(/^And (?=\p{L})/u, ''),
  ];
  if (!pieces.every(speakable)) return undefined;
  return pieces.map((piece) => piece.charAt(0).toUpperCase() + piece.slice(1)).join(' ');
}

/** A sentence cleaned and, if it is long, cut in two; undefined if that makes no audible difference. */
function improved({ answer }: FeedbackContext, sentence: Sentence): string | undefined {
  const clean = cleanSentence(answer, sentence);
  const better = answer.language === 'en' && countWords(clean) > 25 ? cutInTwo(clean) : clean;
  if (!better.split(/(?<=[.!?]) /).every((part) => countWords(part) <= longestWords)) return undefined;
  if (countWords(better) < 5 || countWords(better) > 2 * longestWords) return undefined;
  if (answer.language === 'en' && !saysSomething(sentence)) return undefined;
  return bare(better) === bare(sentence.text) &&
    better.split(/[.!?] /).length === sentence.text.split(/[.!?] /).length
    ? undefined
    : better;
}

const joints =
  /,?\s+(and then|and so|and|so|but|because)\s+(?=(?:I|we|it|they|the|this|that|he|she|you|there|our|my|then)\b)/gi;

function cutInTwo(text: string): string {
  const middle = text.length / 2;
  const joint = [...text.matchAll(joints)]
    .filter((match) => {
      const left = countWords(text.slice(0, match.index));
      return left >= 6 && countWords(text.slice(match.index)) >= 6 && match[1]?.toLowerCase() !== 'because';
    })
    .toSorted((a, b) => Math.abs(a.index - middle) - Math.abs(b.index - middle))[0];
  if (!joint) return text;
  const word = joint[1]?.toLowerCase() ?? '';
  const lead = word === 'and' ? '' : `${word.replace(/^and /, '')} `;
  const rest = lead + text.slice(joint.index + joint[0].length);
  return `${text.slice(0, joint.index)}. ${rest.charAt(0).toUpperCase()}${rest.slice(1)}`;
}
