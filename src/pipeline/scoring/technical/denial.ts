/** Answers that reverse what is right: false not in one point but as a whole. */
import type { AnswerToScore, Word } from '../text/analysis.ts';
import type { Ceiling } from './ceilings.ts';
import { passageOf } from './concepts/passage.ts';
import { isNegator, opensWithDenial } from './concepts/terms.ts';
import { isYesOrNo } from './rules/polarity.ts';
import type { Judged } from './verdicts.ts';

/** An answer that begins "It is not true that …" denies what follows, unless that is what was asked or is right. */
export function denialCeiling(
  { analysis, question }: AnswerToScore,
  judged: readonly Judged[],
): Ceiling | null {
  const first = analysis.sentences[0];
  if (!first || !opensWithDenial(first.text) || isYesOrNo(question.text)) return null;
  const right = judged.some(({ unit, credit }) => credit > 0.5 && unit?.passage.text === first.text);
  return right ? null : { most: 15, reason: 'denies-right' };
}

const mostDenied = 0.8;
/** The grader reads past denials: "does not have its own kernel" may be what is asked for. */
const surelySaid = 0.9;

/** Nearly every sentence denies, where what is expected hardly does: the answer is turned round sentence by sentence. */
export function deniedThroughout(
  { analysis }: AnswerToScore,
  judged: readonly Judged[],
  isRead: boolean,
): Ceiling | null {
  const denies = (words: readonly Word[]) => words.some(({ lower }) => isNegator(lower));
  if (isRead && judged.some(({ chances }) => chances.said > surelySaid)) return null;
  const said = analysis.sentences.filter(({ words }) => words.length > 3);
  const expected = judged.filter(({ concept }) => denies(passageOf(concept.statement).words)).length;
  return said.length >= 3 &&
    said.filter(({ words }) => denies(words)).length >= mostDenied * said.length &&
    expected <= judged.length / 2
    ? { most: 25, reason: 'denies-all' }
    : null;
}
