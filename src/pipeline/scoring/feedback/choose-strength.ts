import type { Concept, Evidence, Finding, FindingCode } from '../../../domain.ts';
import { isDoubtful } from '../../questions/gaps.ts';
import { matchesOf, mentions } from '../languages/rule-lists.ts';
import { rulesFor } from '../languages/rules.ts';
import { hasNumber } from '../structure/part.ts';
import { lengthOf } from '../text/sentence-shape.ts';
import { type FeedbackContext, partOf } from './context.ts';
import { sharedWords, topicShare } from './substance.ts';

/** One thing that was good, with the words that show it; null if nothing stands out. */
export function chooseStrength(context: FeedbackContext): Finding | null {
  const { substance } = context;
  if (substance === 'unknown') return { code: 'admitted-unknown', dimension: 'technical' };
  if (substance !== 'answer' && substance !== 'short' && substance !== 'loop') return null;
  return (
    story(context) ??
    understanding(context, 'covered') ??
    argument(context) ??
    understanding(context, 'partial') ??
    form(context) ??
    manner(context)
  );
}

function story(context: FeedbackContext): Finding | null {
  const rules = rulesFor(context.answer.language);
  if (context.answer.question.kind !== 'behavioural' || !rules) return null;
  const wrong = statedWrongly(context);
  // A story that shows the opposite of what was asked for is not praised for how it is told.
  if (wrong.size >= 2) return null;
  const told = (name: string, code: FindingCode): Finding | null => {
    const part = partOf(context, name);
    const words = part?.code === 'covered' ? part.evidence?.quote : undefined;
    const isWrong = words !== undefined && wrong.has(context.sentenceOf(words)?.start);
    const evidence = isWrong ? undefined : context.quote(words);
    return evidence ? { code, dimension: 'structure', about: name, evidence } : null;
  };
  const isMeasured = hasNumber(partOf(context, 'result')?.evidence?.quote ?? '', rules);
  return (
    told('result', isMeasured ? 'measured-result' : 'told-result') ??
    told('action', 'own-steps') ??
    told('situation', 'set-scene')
  );
}

/** Where sentences with a wrong statement begin. */
const statedWrongly = ({ concepts, sentenceOf }: FeedbackContext): ReadonlySet<number | undefined> =>
  new Set(
    concepts.flatMap(({ verdict, quote }) =>
      verdict === 'contradicted' && quote !== undefined ? [sentenceOf(quote)?.start] : [],
    ),
  );

/** The words that show the weightiest concept with this verdict; never a sentence that also stated something wrongly. */
function understanding(context: FeedbackContext, verdict: 'covered' | 'partial'): Finding | null {
  const { concepts, quoteAbout, sentenceOf, substance, answer, dimensions, isSure } = context;
  const startOf = (words: string | undefined) => (words === undefined ? undefined : sentenceOf(words)?.start);
  const wrong = statedWrongly(context);
  // Below this the judge found next to nothing, and that may be chance.
  const score = dimensions.technical.score ?? 100;
  if (score < 15 || substance === 'loop') return null;
  // Saying what one would do does not answer what one did.
  const story = answer.question.kind === 'behavioural';
  if (story && substance === 'answer' && partOf(context, 'action')?.code === 'missed') return null;
  const fewest = verdict === 'covered' ? 1 : 2;
  const certain = (concept: Concept, words = '') =>
    score >= 40 || sharedWords(context, concept, words) >= fewest;
  const candidates = (['must', 'should', 'bonus'] as const).flatMap((weight) =>
    concepts
      .filter(
        (one) =>
          one.verdict === verdict &&
          one.concept.weight === weight &&
          !isDoubtful(one) &&
          !wrong.has(startOf(one.quote)) &&
          certain(one.concept, one.quote),
      )

      .map((one) => ({ weight, about: one.concept.id, evidence: quoteAbout(one.concept, one.quote) })),
  );
  const best = candidates.find(({ evidence }) => evidence !== undefined);
  if (!best?.evidence) return null;
  const { about, evidence } = best;
  const code =
    verdict === 'partial' || substance === 'short'
      ? 'on-track'
      : story
        ? 'fitting-point'
        : !isSure
          ? // Words alone show what a sentence is about, not that it is right.
            'on-point'
          : best.weight === 'must'
            ? 'main-point'
            : 'deep-point';
  return { code, dimension: 'technical', about, evidence };
}

/** The weighing or the reason in an answer that is right enough to be praised for it. */
function argument(context: FeedbackContext): Finding | null {
  const { answer, dimensions } = context;
  if (answer.question.kind === 'behavioural' || (dimensions.technical.score ?? 100) < 40) return null;
  return ofPart(context, 'trade-off') ?? ofPart(context, 'reason');
}

/** The reason in an answer that stays on topic and got at least something right. */
function form(context: FeedbackContext): Finding | null {
  const { answer, concepts, substance, dimensions } = context;
  const wrong = concepts.some(({ verdict }) => verdict === 'contradicted');
  if (wrong || substance !== 'answer' || answer.question.kind === 'behavioural') return null;
  if ((dimensions.technical.score ?? 100) < leastRight) return null;
  if (answer.language === 'en' && topicShare(context) < 0.35) return null;
  return ofPart(context, 'reason');
}

/** Below this a reason is probably wrong. */
const leastRight = 25;

function ofPart(context: FeedbackContext, name: 'reason' | 'trade-off'): Finding | null {
  const evidence = quotedPart(context, name);
  const code = name === 'reason' ? 'gave-reason' : 'named-trade-off';
  return evidence ? { code, dimension: 'structure', about: name, evidence } : null;
}

/** The words that make the part, where nothing speaks against them: "because …", "the downside …". */
function quotedPart(context: FeedbackContext, name: 'reason' | 'trade-off'): Evidence | undefined {
  const part = partOf(context, name);
  const words = part?.code === 'covered' ? part.evidence?.quote : undefined;
  if (words === undefined || !mayBeRight(context, words)) return undefined;
  const cues = rulesFor(context.answer.language)?.argument[name === 'reason' ? 'reason' : 'tradeOff'];
  return context.quote(words, matchesOf(words, cues ?? [])[0]?.text);
}

/**
 * A reason is praised for its form, but a wrong one would be taken for right: where nobody knows what is right there is no
 * praise for it, and where the grader has read, the sentence has to make a point that it is sure of.
 */
function mayBeRight({ contentUnknown, isSure, concepts, sentenceOf }: FeedbackContext, words: string) {
  if (contentUnknown) return false;
  if (!isSure || concepts.length === 0) return true;
  const start = sentenceOf(words)?.start;
  return concepts.some(
    (one) =>
      one.verdict === 'covered' &&
      !isDoubtful(one) &&
      one.quote !== undefined &&
      sentenceOf(one.quote)?.start === start,
  );
}

/** A strength of form, if nothing in the content stands out. */
function manner({ dimensions, measures, answer, quote, overall }: FeedbackContext): Finding | null {
  const rules = rulesFor(answer.language);
  const honest = rules
    ? answer.analysis.sentences.find(({ text }) => mentions(text, rules.honestHedges))
    : undefined;
  const evidence = quote(honest?.text);
  if (evidence) return { code: 'admitted-doubt', dimension: 'clarity', evidence };
  if (overall !== null && overall < 30) return null;
  const { wordsPerMinute = 0 } = measures;
  if (dimensions.delivery.score !== null && wordsPerMinute >= 115 && wordsPerMinute <= 165)
    return { code: 'easy-pace', dimension: 'delivery', values: { wordsPerMinute } };
  const { sentences } = answer.analysis;
  const allShort = sentences.length >= 3 && sentences.every((sentence) => lengthOf(sentence) <= 25);
  return allShort && (dimensions.clarity.score ?? 0) >= 80
    ? { code: 'easy-sentences', dimension: 'clarity' }
    : null;
}
