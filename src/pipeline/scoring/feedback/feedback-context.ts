import type { Band, Concept, Evaluation, Evidence, Measures, Verdict } from '../../../domain.ts';
import { quoteFrom } from '../../questions/quote.ts';
import { createRandom } from '../../questions/random.ts';
import type { AnswerToScore, Sentence } from '../analysis.ts';
import { countSpokenWords } from '../spoken-words.ts';
import { clock, timelineOf } from '../timeline.ts';

/** Everything that feedback is written from. */
export type FeedbackInput = {
  answer: AnswerToScore;
  dimensions: Evaluation['dimensions'];
  measures: Measures;
  concepts: readonly { concept: Concept; verdict: Verdict; quote?: string }[];
  overall: number | null;
  band: Band | null;
};

/** How much there is to speak of. `unknown`: the person said that they do not know. `off`: nothing answers the question. */
export type Standing = 'empty' | 'unknown' | 'off' | 'short' | 'answer';

export type FeedbackContext = FeedbackInput & {
  standing: Standing;
  /** One of several ways to say the same, chosen by the seed. */
  pick(ways: readonly string[]): string;
  /** The person's words in quotation marks, at most twelve of them, with the time for a spoken answer; null if too few. */
  quote(words: string | undefined): string | null;
  sentenceOf(words: string): Sentence | undefined;
};

export function feedbackContext(input: FeedbackInput): FeedbackContext {
  const random = createRandom(`feedback\n${input.answer.seed}`);
  const sentenceOf = (words: string) => findSentence(input.answer, words);
  return {
    ...input,
    standing: standingOf(input),
    pick: (ways) => random.pick(ways) ?? '',
    sentenceOf,
    quote(words) {
      if (words === undefined) return null;
      const short = quoteFrom(words.replace(/…$/, ''));
      if (short === null) return null;
      const place = placeOf(input.answer, words);
      const { startMs } = place ? timelineOf(input.answer).of(place.start, place.end) : {};
      return `“${short}”${startMs === undefined ? '' : ` (${clock(startMs)})`}`;
    },
  };
}

const notKnowing =
  /\b(?:i (?:really |honestly )?(?:don'?t|do not) know|no idea|(?:i'?m )?not sure|never (?:used|heard|done)|dunno|can'?t (?:answer|remember)|pass|skip)\b/i;

function standingOf({ answer, dimensions, concepts, overall }: FeedbackInput): Standing {
  const words = countSpokenWords(answer.analysis);
  if (words === 0) return 'empty';
  const found = concepts.some(({ verdict }) => verdict === 'covered' || verdict === 'partial');
  const wrong = concepts.some(({ verdict }) => verdict === 'contradicted');
  if (words < 25 && !found && notKnowing.test(answer.text.replace(/’/g, "'"))) return 'unknown';
  const technical = dimensions.technical.score;
  const story = answer.question.kind === 'behavioural' && (dimensions.structure.score ?? 0) >= 40;
  const nothingFound = concepts.length > 0 && !found && !wrong && (technical ?? 0) < 30 && !story;
  if (nothingFound || (overall !== null && overall < 20 && !found && !wrong)) return 'off';
  return words < 12 ? 'short' : 'answer';
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
