import type { Concept, Verdict } from '../../../domain.ts';
import { isUnclear } from '../../judged-points.ts';
import { isDoubtful } from '../../questions/gaps.ts';
import { contentWords } from '../../questions/words.ts';
import type { ChosenFix, Propose } from './chosen-fix.ts';
import { asSentence, type FeedbackContext, isOwnStory, partOf } from './context.ts';

/**
 * What was stated wrongly, and what is true. In a story it is not an error but something that leaves a doubt.
 */
export const wrong: Propose = ({ concepts, quoteAbout }) => {
  const found = concepts.find(({ verdict }) => verdict === 'contradicted');
  if (!found) return null;
  const evidence = quoteAbout(found.concept, found.quote);
  const sentence = found.quote === undefined ? {} : { sentence: found.quote };
  const about = found.concept.id;
  if (isOwnStory(found.concept))
    return evidence ? { fix: { kind: 'doubt', about, evidence }, ...sentence } : null;
  const statement = asSentence(found.concept.statement);
  const misconception = misconceptionIn(found.concept, found.quote);
  const values = { statement, ...(misconception === undefined ? {} : { misconception }) };
  return { fix: { kind: 'wrong', about, values, ...(evidence && { evidence }) }, ...sentence };
};

/**
 * The common mistake that the words are an instance of: the one that shares most of their distinctive words,
 * if at least half.
 */
function misconceptionIn({ misconceptions }: Concept, words: string | undefined): string | undefined {
  const said = contentWords(words ?? '');
  const shares = misconceptions.map((text) => {
    const own = contentWords(text);
    return { text, share: own.size === 0 ? 0 : own.intersection(said).size / own.size };
  });
  const best = shares.toSorted((a, b) => b.share - a.share)[0];
  return best && best.share >= 0.5 ? asSentence(best.text) : undefined;
}

/** A concept that was left out or only touched on, and where in the answer it belongs. */
export function conceptFix(
  verdict: Extract<Verdict, 'missed' | 'partial'>,
  weight: 'must' | 'should',
): Propose {
  return (context) => {
    const found = context.concepts.find(
      (one) =>
        one.verdict === verdict &&
        one.concept.weight === weight &&
        !isDoubtful(one) &&
        !toldAlready(context, one.concept) &&
        !isUnclear(context.dimensions.technical, one.concept.id),
    );
    if (!found) return null;
    return verdict === 'partial' ? finish(context, found) : add(context, found.concept, weight);
  };
}

/** Asking how a story ended that already has an end would only show that nobody listened. */
function toldAlready(context: FeedbackContext, concept: Concept): boolean {
  const asksForEnd = /\b(?:came of it|in the end|result|outcome|turned? out|how (?:do|did) you know)\b/i;
  return (
    isOwnStory(concept) &&
    partOf(context, 'result')?.code === 'covered' &&
    asksForEnd.test(concept.followUps[0] ?? '')
  );
}

type Touched = { concept: Concept; quote?: string };

function finish({ quoteAbout }: FeedbackContext, { concept, quote: words }: Touched): ChosenFix | null {
  const evidence = quoteAbout(concept, words);
  const values = whatToSay(concept);
  if (!evidence || words === undefined || !values) return null;
  return { fix: { kind: 'partial', about: concept.id, values, evidence }, sentence: words };
}

function add(context: FeedbackContext, concept: Concept, weight: 'must' | 'should'): ChosenFix | null {
  const { concepts, quote, quoteAbout, answer } = context;
  const anchor = concepts.find(
    (one) => one.quote !== undefined && (one.verdict === 'covered' || one.verdict === 'partial'),
  );
  const words = anchor?.quote ?? answer.analysis.sentences.at(-1)?.text;
  const evidence = anchor ? quoteAbout(anchor.concept, words) : quote(words);
  const values = whatToSay(concept);
  if (!values) return null;
  return {
    fix: {
      kind: 'missed',
      about: concept.id,
      values: { ...values, weight, ...(context.isSure ? {} : { sure: 'no' }) },
      ...(evidence && { evidence }),
    },
    ...(words === undefined ? {} : { sentence: words }),
  };
}

/** The point itself; for a story only what to ask for, because nobody else can tell it. */
function whatToSay(concept: Concept): { statement: string } | { ask: string } | null {
  if (!isOwnStory(concept)) return { statement: asSentence(concept.statement) };
  const [ask] = concept.followUps;
  return ask === undefined ? null : { ask };
}
