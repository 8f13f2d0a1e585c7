import type { Concept, Evidence } from '../../../domain.ts';
import { quoteFrom } from '../../questions/quote.ts';
import { createRandom } from '../../questions/random.ts';
import { analyse } from '../text/analyse.ts';
import type { AnswerToScore, Sentence } from '../text/analysis.ts';
import { clock, timelineOf } from '../text/timeline.ts';
import type { FeedbackInput } from './feedback-input.ts';
import { type Standing, standingOf } from './standing.ts';

export type FeedbackContext = FeedbackInput & {
  standing: Standing;
  /** Nobody could judge whether it is right, where right and wrong exist. */
  contentUnknown: boolean;
  /** One of several ways to say the same, chosen by the seed. */
  pick(ways: readonly string[]): string;
  /**
   * The person's words in quotation marks, at most twelve of them, with the time for a spoken answer; null if too few.
   * `around` is a word or phrase that has to be among them.
   */
  quote(words: string | undefined, around?: string): string | null;
  /** The same, cut so that the words about a concept are among them. */
  quoteAbout(concept: Concept, words: string | undefined): string | null;
  sentenceOf(words: string): Sentence | undefined;
};

export function feedbackContext(input: FeedbackInput): FeedbackContext {
  const random = createRandom(`feedback\n${input.answer.seed}`);
  const quote = (words: string | undefined, around?: string) => {
    if (words === undefined) return null;
    const short = quoteFrom(words.replace(/…$/, ''), around);
    if (short === null) return null;
    const place = placeOf(input.answer, words);
    const { startMs } = place ? timelineOf(input.answer).of(place.start, place.end) : {};
    return `“${short}”${startMs === undefined ? '' : ` (${clock(startMs)})`}`;
  };
  return {
    ...input,
    // Statements are English: of an answer in another language they prove nothing.
    concepts: input.answer.language === 'en' ? input.concepts : [],
    standing: standingOf(input),
    contentUnknown: input.dimensions.technical.score === null && input.answer.question.kind !== 'behavioural',
    pick: (ways) => random.pick(ways) ?? '',
    sentenceOf: (words) => findSentence(input.answer, words),
    quote,
    quoteAbout(concept, words) {
      // Evidence is cut; the words that matter may stand behind the cut.
      const cut = words?.endsWith('…') ? (findSentence(input.answer, words)?.text ?? words) : words;
      return quote(cut, cut === undefined ? undefined : focusOf(concept, cut));
    },
  };
}

/** The first word of a quote that the concept's statement has too. */
function focusOf({ statement }: Concept, words: string): string | undefined {
  const wanted = new Set(
    analyse(statement)
      .words.filter(({ isFunction }) => !isFunction)
      .map(({ stem }) => stem),
  );
  return analyse(words).words.find(({ isFunction, stem }) => !isFunction && wanted.has(stem))?.text;
}

/** Where quoted words stand in the answer, whatever was done to their white space and their end. */
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

/** A part of a story or an argument as the judge of structure found it. */
export const partOf = ({ dimensions }: FeedbackInput, name: string): Evidence | undefined =>
  dimensions.structure.evidence.find(({ concept }) => concept === name);

/** A statement as it stands inside a sentence after a colon, with its full stop. */
export const asSentence = (statement: string): string =>
  /[.!?]$/.test(statement.trim()) ? statement.trim() : `${statement.trim()}.`;

/** A statement in the first person belongs to the one who tells the story: it cannot be put into another mouth. */
export const isPersonal = ({ statement }: Concept): boolean => /^(?:I|We|My|Our)\b/.test(statement.trim());
