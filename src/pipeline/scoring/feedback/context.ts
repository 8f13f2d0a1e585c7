import type { Concept, Evidence, Finding, Substance } from '../../../domain.ts';
import { quoteFrom } from '../../questions/quote.ts';
import { createRandom, type Random } from '../../questions/random.ts';
import { analyse } from '../text/analyse.ts';
import type { AnswerToScore, Sentence } from '../text/analysis.ts';
import { timelineOf } from '../text/timeline.ts';
import type { FeedbackInput } from './feedback-input.ts';
import { substanceOf } from './substance.ts';

export type FeedbackContext = FeedbackInput & {
  substance: Substance;
  /** Whether the answer is right could not be judged, although right and wrong exist here. */
  contentUnknown: boolean;
  /** A model that understands sentences said so; words alone do not show that something is missing. */
  isSure: boolean;
  random: Random;
  /**
   * The person's words, at most twelve of them, with the time for a spoken answer; undefined if too few.
   * `around` is a word or phrase that must be among them.
   */
  quote(words: string | undefined, around?: string): Evidence | undefined;
  /** The same, cut so that the words about a concept are among them. */
  quoteAbout(concept: Concept, words: string | undefined): Evidence | undefined;
  sentenceOf(words: string): Sentence | undefined;
};

export function feedbackContext(input: FeedbackInput): FeedbackContext {
  const quote = (words: string | undefined, around?: string): Evidence | undefined => {
    if (words === undefined) return undefined;
    const short = quoteFrom(words.replace(/…$/, ''), around);
    if (short === null) return undefined;
    const place = placeOf(input.answer, words);
    return { quote: short, ...(place && timelineOf(input.answer).of(place.start, place.end)) };
  };
  return {
    ...input,
    // Statements are in English: they prove nothing about an answer in another language.
    concepts: input.answer.language === 'en' ? input.concepts : [],
    substance: substanceOf(input),
    contentUnknown: input.dimensions.technical.score === null && input.answer.question.kind !== 'behavioural',
    isSure: /grader/.test(input.dimensions.technical.scorer),
    random: createRandom(`feedback\n${input.answer.seed}`),
    sentenceOf: (words) => findSentence(input.answer, words),
    quote,
    quoteAbout(concept, words) {
      // Evidence is cut; the words that matter may come after the cut.
      const cut = words?.endsWith('…') ? (findSentence(input.answer, words)?.text ?? words) : words;
      return quote(cut, cut === undefined ? undefined : focusOf(concept, cut));
    },
  };
}

/** The first word of a quote that is also in the concept's statement. */
function focusOf({ statement }: Concept, words: string): string | undefined {
  const wanted = new Set(
    analyse(statement)
      .words.filter(({ isFunction }) => !isFunction)
      .map(({ stem }) => stem),
  );
  return analyse(words).words.find(({ isFunction, stem }) => !isFunction && wanted.has(stem))?.text;
}

/** Where quoted words are in the answer, whatever was done to their white space and their end. */
function placeOf({ text }: AnswerToScore, words: string): { start: number; end: number } | null {
  const parts = words.replace(/…$/, '').trim().split(/\s+/).slice(0, 40);
  const escaped = parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const match = parts[0] ? new RegExp(escaped.join('\\s+'), 'i').exec(text) : null;
  return match ? { start: match.index, end: match.index + match[0].length } : null;
}

function findSentence(answer: AnswerToScore, words: string): Sentence | undefined {
  const place = placeOf(answer, words);
  return place ? answer.analysis.sentences.findLast(({ start }) => start <= place.start) : undefined;
}

/** The verdict on a part of a story or an argument, with the words it was found in. */
export const partOf = ({ dimensions }: FeedbackInput, name: string): Finding | undefined =>
  dimensions.structure.findings.find(({ about }) => about === name);

/** The words of a part that is present. */
export const wordsOfPart = (context: FeedbackInput, name: string): string | undefined =>
  partOf(context, name)?.evidence?.quote;

/** A statement as it is written after a colon, with its full stop. */
export const asSentence = (statement: string): string =>
  /[.!?]$/.test(statement.trim()) ? statement.trim() : `${statement.trim()}.`;

/** A statement in the first person belongs to the person telling the story: nobody else can say it. */
export const isOwnStory = ({ statement }: Concept): boolean => /^(?:I|We|My|Our)\b/.test(statement.trim());
