import fitted from './calibration.json' with { type: 'json' };
import type { Signals } from './concepts/signals.ts';
import type { WholeSignals } from './concepts/whole-signals.ts';

/** With a model of meaning, or by words alone: two scales, fitted separately. */
export type Path = 'minilm' | 'lexical';

/** The fitted scales; with a model of meaning, whole answers to a reference have their own. */
export type Scale = Path | 'reference';

export const scaleForReference = (path: Path): Scale => (path === 'minilm' ? 'reference' : path);

/** Weighted sum of signals: how similar the words are to a statement. Weights: see `calibration.json`. */
export function likenessBy(scale: Scale): (signals: Signals) => number {
  const { weights } = fitted[scale];
  return (signals) =>
    weights.meaning * signals.meaning +
    weights.newTerms * signals.newTerms +
    weights.terms * signals.terms +
    weights.letters * signals.letters +
    weights.newLetters * signals.newLetters +
    weights.opposed * signals.opposed +
    weights.denied * signals.denied;
}

/** The same for a whole answer and a whole reference. */
export function likenessOfWholeBy(scale: Scale): (signals: WholeSignals) => number {
  const { weights } = fitted[scale];
  const bySentences = likenessBy(scale);
  return (signals) => bySentences(signals) + weights.runs * signals.runs + weights.aligned * signals.aligned;
}

/**
 * The probability, 0–1, that a teacher calls an answer this similar to the reference correct. Grows with
 * similarity.
 */
export function chanceOfCorrect(scale: Scale, likeness: number): number {
  const { slope, intercept } = fitted[scale];
  return 1 / (1 + Math.exp(-(slope * likeness + intercept)));
}
