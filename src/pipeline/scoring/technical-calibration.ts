import type { Signals } from './concepts/signals.ts';
import fitted from './technical-calibration.json' with { type: 'json' };

/** With a model of meaning, or by words alone: two scales, fitted apart. */
export type Path = 'minilm' | 'lexical';

/** Weighed sum of signals: how like a statement the words are. Weights: see `technical-calibration.json`. */
export function likenessBy(path: Path): (signals: Signals) => number {
  const { weights } = fitted[path];
  return (signals) =>
    weights.meaning * signals.meaning +
    weights.newTerms * signals.newTerms +
    weights.terms * signals.terms +
    weights.letters * signals.letters +
    weights.newLetters * signals.newLetters +
    weights.opposed * signals.opposed +
    weights.denied * signals.denied;
}

/** The chance, 0–1, that a teacher calls an answer of this likeness to the reference correct. Grows with likeness. */
export function chanceOfCorrect(path: Path, likeness: number): number {
  const { slope, intercept } = fitted[path];
  return 1 / (1 + Math.exp(-(slope * likeness + intercept)));
}
