/** Answers that reverse what is right: false not in one point but as a whole. */
import type { AnswerToScore, Sentence, Word } from '../text/analysis.ts';
import type { Ceiling } from './ceilings.ts';
import { passageOf } from './concepts/passage.ts';
import { isNegator, opensWithDenial } from './concepts/terms.ts';
import { isYesOrNo } from './rules/polarity.ts';
import { turnedFrom } from './rules/turned-model.ts';
import type { Judged } from './verdicts.ts';

/**
 * An answer that begins "It is not true that …" denies what follows, unless that is what was asked or is right. `known`: the
 * sentences of the model answer.
 */
export function denialCeiling(
  { analysis, question }: AnswerToScore,
  judged: readonly Judged[],
  known: readonly Sentence[],
): Ceiling | null {
  const first = analysis.sentences[0];
  if (!first || !opensWithDenial(first.text) || isYesOrNo(question.text)) return null;
  const right = judged.some(({ unit, credit }) => credit > 0.5 && unit?.passage.text === first.text);
  return right && turnedFrom([first], known).denied === 0 ? null : { most: 15, reason: 'denies-right' };
}

const mostDenied = 0.8;

/**
 * Nearly every sentence denies, where what is expected hardly does: the answer is turned round sentence by sentence. Only
 * by words alone: in own words many a right answer says in each sentence what is not so.
 */
export function deniedThroughout(
  { analysis }: AnswerToScore,
  judged: readonly Judged[],
  isRead: boolean,
): Ceiling | null {
  const denies = (words: readonly Word[]) => words.some(({ lower }) => isNegator(lower));
  if (isRead) return null;
  const said = analysis.sentences.filter(({ words }) => words.length > 3);
  const expected = judged.filter(({ concept }) => denies(passageOf(concept.statement).words)).length;
  return said.length >= 3 &&
    said.filter(({ words }) => denies(words)).length >= mostDenied * said.length &&
    expected <= judged.length / 2
    ? { most: 25, reason: 'denies-all' }
    : null;
}

/** Shares of the sentences from which on an answer is no slip but the contrary of what it was made from. */
const leastTurned = { denied: 0.4, exchanged: 0.2 };

/** An answer in the words of the model answer that turns them round; `right`: the model answer's sentences. */
export function turnedCeiling({ analysis }: AnswerToScore, right: readonly Sentence[]): Ceiling | null {
  const { sentences, denied, exchanged, otherFigures } = turnedFrom(analysis.sentences, right);
  if (denied >= leastTurned.denied * sentences && denied > 0) return { most: 20, reason: 'denies-all' };
  if (exchanged >= leastTurned.exchanged * sentences && exchanged > 0)
    return { most: 20, reason: 'says-opposite' };
  return otherFigures > 0 ? { most: 30, reason: 'says-opposite' } : null;
}
