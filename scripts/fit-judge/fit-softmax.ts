import {
  type Chances,
  chancesBy,
  type PointVerdict,
  pointVerdicts,
  type SoftmaxModel,
} from '../../src/pipeline/scoring/technical/points/softmax-model.ts';

/** What is known of one point; `group` is the question, of which nothing may be known when its points are judged. */
export type Example = { signals: Readonly<Record<string, number>>; verdict: PointVerdict; group: string };

const rounds = 400;
const step = 0.35;

/** Multinomial logistic regression by gradient steps on standardised signals, with a ridge. */
export function fitSoftmax(examples: readonly Example[], ridge: number): SoftmaxModel {
  const names = Object.keys(examples[0]?.signals ?? {});
  const columns = names.map((name) => examples.map(({ signals }) => signals[name] ?? 0));
  const centres = columns.map(mean);
  const spreads = columns.map((column, at) => deviation(column, centres[at] ?? 0) || 1);
  const rows = examples.map((_, row) =>
    columns.map((column, at) => ((column[row] ?? 0) - (centres[at] ?? 0)) / (spreads[at] ?? 1)),
  );
  const width = names.length + 1;
  const weights = new Float64Array(pointVerdicts.length * width);
  const speed = new Float64Array(weights.length);
  for (let round = 0; round < rounds; round += 1) {
    const slope = weights.map((weight, at) => (at % width === width - 1 ? 0 : ridge * weight));
    for (const [at, row] of rows.entries()) {
      const scores = pointVerdicts.map((_, verdict) =>
        row.reduce(
          (sum, value, place) => sum + value * (weights[verdict * width + place] ?? 0),
          weights[verdict * width + width - 1] ?? 0,
        ),
      );
      const highest = Math.max(...scores);
      const shares = scores.map((score) => Math.exp(score - highest));
      const total = shares.reduce((sum, share) => sum + share, 0);
      for (const [verdict, name] of pointVerdicts.entries()) {
        const error =
          ((shares[verdict] ?? 0) / total - (examples[at]?.verdict === name ? 1 : 0)) / rows.length;
        for (const [place, value] of row.entries())
          slope[verdict * width + place] = (slope[verdict * width + place] ?? 0) + error * value;
        slope[verdict * width + width - 1] = (slope[verdict * width + width - 1] ?? 0) + error;
      }
    }
    for (const at of weights.keys()) {
      speed[at] = 0.9 * (speed[at] ?? 0) - step * (slope[at] ?? 0);
      weights[at] = (weights[at] ?? 0) + (speed[at] ?? 0);
    }
  }
  return Object.fromEntries(
    pointVerdicts.map((verdict, at) => {
      const own = names.map((_, place) => (weights[at * width + place] ?? 0) / (spreads[place] ?? 1));
      const shift = own.reduce((sum, weight, place) => sum + weight * (centres[place] ?? 0), 0);
      return [
        verdict,
        {
          intercept: round((weights[at * width + width - 1] ?? 0) - shift),
          weights: Object.fromEntries(names.map((name, place) => [name, round(own[place] ?? 0)])),
        },
      ];
    }),
  ) as SoftmaxModel;
}

const mean = (numbers: readonly number[]): number =>
  numbers.reduce((sum, one) => sum + one, 0) / Math.max(1, numbers.length);
const deviation = (numbers: readonly number[], centre: number): number =>
  Math.sqrt(mean(numbers.map((one) => (one - centre) ** 2)));
const round = (value: number): number => Math.round(value * 10_000) / 10_000;

const folds = 6;

/** Each example's chances by a model that has not seen its group. */
export function chancesHeldOut(examples: readonly Example[], ridge: number): Chances[] {
  const models = Array.from({ length: folds }, (_, fold) =>
    fitSoftmax(
      examples.filter(({ group }) => foldOf(group) !== fold),
      ridge,
    ),
  );
  return examples.map(({ signals, group }) => chancesBy(models[foldOf(group)] as SoftmaxModel, signals));
}

const foldOf = (group: string): number =>
  [...group].reduce((hash, letter) => (hash * 31 + letter.charCodeAt(0)) % 9973, 7) % folds;
