import { likenessBy, type Path } from '../calibration.ts';
import { isTermList } from '../ceilings.ts';
import { type FoundConcept, statementPassage } from '../concepts/find-concepts.ts';
import { holdsTerm } from '../concepts/nearness.ts';
import { type Ground, signalsBetween } from '../concepts/signals.ts';
import type { Term } from '../concepts/terms.ts';
import { singlesOf, type Unit } from '../concepts/units.ts';
import { isTopicList } from '../rules/meta-talk.ts';
import { creditOf, type Thresholds } from '../thresholds.ts';

/** Signals of one point that need no grader, by name; what `fitted.json` weighs. */
export type PointSignals = Record<(typeof pointSignalNames)[number], number>;

export const pointSignalNames = [
  'credit',
  'likeness',
  'aligned',
  'meaning',
  'newTerms',
  'terms',
  'letters',
  'newLetters',
  'opposed',
  'denied',
  'list',
  'mistake',
  'mistakeWords',
  'rejects',
  'isStory',
  'otherStory',
  'ownWords',
  'ownShare',
] as const;

/** What is known of the answer as a whole, the same for all its points. */
export type AnswerSignals = Pick<PointSignals, 'isStory' | 'otherStory' | 'ownWords' | 'ownShare'>;

type Beside = {
  units: readonly Unit[];
  ground: Ground;
  path: Path;
  thresholds: Thresholds;
  whole: AnswerSignals;
};

export function signalsOfPoint(
  finding: FoundConcept,
  { units, ground, path, thresholds, whole }: Beside,
): PointSignals {
  const { signals, likeness, aligned, unit } = finding;
  const mistake = nearestMistake(finding, units, ground, path);
  return {
    credit: creditOf(finding, thresholds),
    likeness,
    aligned,
    meaning: signals.meaning,
    newTerms: signals.newTerms,
    terms: signals.terms,
    letters: signals.letters,
    newLetters: signals.newLetters,
    opposed: signals.opposed,
    denied: signals.denied,
    list: unit && (isTermList(unit) || unit.sentences.every(isTopicList)) ? 1 : 0,
    mistake: mistake.likeness - likeness,
    mistakeWords: mistake.ownWords,
    rejects: unit?.rejects ? 1 : 0,
    ...whole,
  };
}

/**
 * The sentence that is most like one of the known mistakes about a point, and how much more of the mistake's own words it
 * has than of the point's: who says that reads become faster and writes slower does not say that writes become faster.
 */
function nearestMistake(
  { concept }: FoundConcept,
  units: readonly Unit[],
  ground: Ground,
  path: Path,
): { likeness: number; ownWords: number } {
  const likenessOf = likenessBy(path);
  const right = statementPassage(concept.statement, ground);
  let best = { likeness: 0, ownWords: 0 };
  for (const misconception of concept.misconceptions) {
    const wrong = statementPassage(misconception, ground);
    const own = wrong.terms.filter((term) => !holdsTerm(right.terms, term));
    const ownOfPoint = right.terms.filter((term) => !holdsTerm(wrong.terms, term));
    for (const unit of singlesOf(units)) {
      if (unit.rejects) continue;
      const likeness = likenessOf(signalsBetween(unit.passage, wrong, ground));
      if (likeness <= best.likeness) continue;
      const excess = shareSaid(own, unit) - shareSaid(ownOfPoint, unit);
      best = { likeness, ownWords: Math.max(0, excess) };
    }
  }
  return best;
}

/** One word alone is found in many a sentence: it counts for half. */
const shareSaid = (terms: readonly Term[], { passage }: Unit): number =>
  terms.filter((term) => holdsTerm(passage.terms, term)).length / Math.max(2, terms.length);
