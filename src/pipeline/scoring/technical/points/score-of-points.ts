/** From what became of the points to a score, by weights that were fitted on graded answers. */
import type { ConceptToFind } from '../concepts/concepts-of.ts';
import type { Chances } from './softmax-model.ts';

/** 0–1 by logistic regression on the shares below: weights by name, and `intercept`. */
export type ScoreModel = Record<string, number>;

export type WeighedPoint = { weight: ConceptToFind['weight']; chances: Chances };

const weightOf = { must: 3, should: 2, bonus: 1 };
const wordsEnough = 60;
/** What a point earns that is said in part. */
export const creditForPart = 0.5;

/** 0–100. */
export function scoreOfPoints(model: ScoreModel, points: readonly WeighedPoint[], words: number): number {
  const shares = sharesOf(points, words);
  const sum = Object.entries(model).reduce(
    (total, [name, weight]) => total + weight * (name === 'intercept' ? 1 : (shares[name] ?? 0)),
    0,
  );
  return 100 / (1 + Math.exp(-sum));
}

/** How much is said and how much is wrong, by weight; bonus points only add. */
export function sharesOf(points: readonly WeighedPoint[], words: number): Record<string, number> {
  const needed = points.filter(({ weight }) => weight !== 'bonus');
  const counted = needed.length > 0 ? needed : points;
  const total = counted.reduce((sum, { weight }) => sum + weightOf[weight], 0);
  const share = (of: (chances: Chances) => number) =>
    counted.reduce((sum, { weight, chances }) => sum + weightOf[weight] * of(chances), 0) /
    Math.max(1, total);
  const bonus = needed.length > 0 ? points.filter(({ weight }) => weight === 'bonus') : [];
  const extra =
    bonus.reduce((sum, { chances }) => sum + creditOfChances(chances), 0) / Math.max(1, bonus.length);
  const said = share(creditOfChances);
  const wrong = share(({ contradicted }) => contradicted);
  return {
    said,
    saidSquared: said * said,
    extra,
    wrong,
    worst: Math.max(0, ...counted.map(({ chances }) => chances.contradicted)),
    saidAndWrong: said * wrong,
    // From here on more words are not more of an answer.
    words: Math.log(1 + Math.min(words, wordsEnough)) / 5,
  };
}

export const creditOfChances = ({ said, partly }: Chances): number => said + creditForPart * partly;
