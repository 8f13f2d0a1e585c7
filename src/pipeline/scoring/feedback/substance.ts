import type { Concept, Substance } from '../../../domain.ts';
import { rulesFor } from '../languages/rules.ts';
import { analyse } from '../text/analyse.ts';
import { admitsNotKnowing } from '../text/not-knowing.ts';
import { saysSomething } from '../text/sentence-shape.ts';
import { countSpokenWords } from '../text/spoken-words.ts';
import type { FeedbackInput } from './feedback-input.ts';

/**
 * How much there is to judge. `unknown`: the person said that they do not know. `echo`: it only repeats the
 * question. `other-language`: it is in a language that is not judged. `terms`: words of the topic without a
 * sentence around them. `loop`: the same sentence again and again. `off-topic`: nothing answers the question.
 * `short`: too little to judge well.
 */
export function substanceOf(input: FeedbackInput): Substance {
  const { answer, dimensions, concepts, overall } = input;
  const words = countSpokenWords(answer.analysis);
  if (words === 0) return 'empty';
  if (!rulesFor(answer.language) && overall === null) return 'other-language';
  const covered = concepts.some(({ verdict }) => verdict === 'covered');
  if (words < 25 && !covered && admitsNotKnowing(answer.text)) return 'unknown';
  if (loops(input)) return 'loop';
  // Statements and questions are in English: they say nothing about an answer in another language.
  if (answer.language !== 'en') return words < 12 ? 'short' : 'answer';
  const onTopic = topicShare(input);
  if (words >= 5 && repeatsQuestion(input)) return 'echo';
  if (words >= 5 && isList(input)) return onTopic >= 0.3 ? 'terms' : 'off-topic';
  if (dimensions.structure.reason?.code === 'other-question') return 'off-topic';
  const told = answer.question.kind === 'behavioural' && (dimensions.structure.score ?? 0) >= 40;
  const wrong = concepts.some(({ verdict }) => verdict === 'contradicted');
  const low = (dimensions.technical.score ?? overall ?? 100) < 25;
  if (low && !told && !wrong && onTopic < 0.2) return 'off-topic';
  return words < 12 ? 'short' : 'answer';
}

/** At least three sentences, most of them said before. */
function loops({ answer: { analysis } }: FeedbackInput): boolean {
  const different = new Set(analysis.sentences.map(({ text }) => text.toLowerCase().trim()));
  return analysis.sentences.length >= 3 && different.size / analysis.sentences.length < 0.5;
}

/** Terms without sentences: most have no verb, or there are commas in place of function words. */
function isList({ answer: { analysis } }: FeedbackInput): boolean {
  const { sentences, words, text } = analysis;
  const dumb = sentences.filter((sentence) => !saysSomething(sentence)).length;
  const glue = words.filter(({ isFunction }) => isFunction).length / words.length;
  const commas = (text.match(/[,;\n|/]/g)?.length ?? 0) / words.length;
  return dumb > sentences.length / 2 || (glue < 0.15 && commas > 0.3);
}

/** The share of the answer's content words that belong to the question or its concepts. */
export function topicShare({ answer, concepts }: FeedbackInput): number {
  const topic = stemsOf(
    [
      answer.question.text,
      ...concepts.flatMap(({ concept }) => [concept.statement, ...concept.aliases]),
    ].join('. '),
  );
  const said = new Set(answer.analysis.words.filter(({ isFunction }) => !isFunction).map(({ stem }) => stem));
  return said.size === 0 ? 0 : said.intersection(topic).size / said.size;
}

/** How many content words, in any form, some words share with a concept beyond those of the question. */
export function sharedWords({ answer }: FeedbackInput, concept: Concept, words: string): number {
  const asked = new Set([...stemsOf(answer.question.text)].map(beginning));
  const own = [...stemsOf(words)].filter((stem) => !asked.has(beginning(stem)));
  return new Set(own).intersection(stemsOf([concept.statement, ...concept.aliases].join('. '))).size;
}

/** "lookup" is "looking up". */
const beginning = (stem: string): string => stem.slice(0, 4);

/** Most pairs of neighbouring words are in the question too. */
function repeatsQuestion({ answer }: FeedbackInput): boolean {
  const pairs = (text: string) => {
    const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
    return words.slice(1).map((word, at) => `${words[at]} ${word}`);
  };
  const asked = new Set(pairs(answer.question.text));
  const said = pairs(answer.text);
  return said.filter((pair) => asked.has(pair)).length > 0.6 * said.length;
}

const stemsOf = (text: string): Set<string> =>
  new Set(
    analyse(text)
      .words.filter(({ isFunction }) => !isFunction)
      .map(({ stem }) => stem),
  );
