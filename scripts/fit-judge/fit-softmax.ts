import {
  type Chances,
  chancesBy,
  type PointVerdict,
  pointVerdicts,
  type SoftmaxModel,
} from '../../src/pipeline/scoring/technical/points/softmax-model.ts';

/**
 * What is known of one point; `group` is the question, of which nothing may be known when its points are judged; `weight` is
 * how much it counts.
 */
export type Example = {
  signals: Readonly<Record<string, number>>;
  verdict: PointVerdict;
  group: string;
  weight: number;
};

const rounds = 400;
const step = 0.35;

/** Multinomial logistic regression by gradient steps on standardised signals, with a ridge. */
export function fitSoftmax(examples: readonly Example[], ridge: number): SoftmaxModel {
  const names = Object.keys(examples[0]?.signals ?? {});
  const columns = names.map((name) => examples.map(({ signals }) => signals[name] ?? 0));
  const centres = columns.map(mean);
  const spreads = columns.map((column, at) => deviation(column, centres[at] ?? 0) || 1);
  const width = names.length + 1;
  // Flat, with a one at the end of each row: the loops below run millions of times.
  const rows = new Float64Array(examples.length * width).fill(1);
  for (const [place, column] of columns.entries())
    for (const [at, value] of column.entries())
      rows[at * width + place] = (value - (centres[place] ?? 0)) / (spreads[place] ?? 1);
  const wanted = examples.map(({ verdict }) => pointVerdicts.indexOf(verdict));
  const shares = examples.map(({ weight }) => weight / examples.length);
  const weights = new Float64Array(pointVerdicts.length * width);
  const speed = new Float64Array(weights.length);
  for (let round = 0; round < rounds; round += 1) {
    const slope = weights.map((weight, at) => (at % width === width - 1 ? 0 : ridge * weight));
    for (let at = 0; at < examples.length; at += 1)
      addSlope({
        slope,
        weights,
        rows,
        start: at * width,
        width,
        wanted: wanted[at] ?? 0,
        share: shares[at] ?? 0,
      });
    for (let at = 0; at < weights.length; at += 1) {
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

/** Adds what one example, the row from `start` on, says of the direction in which the error grows. */
function addSlope({
  slope,
  weights,
  rows,
  start,
  width,
  wanted,
  share,
}: {
  slope: Float64Array;
  weights: Float64Array;
  rows: Float64Array;
  start: number;
  width: number;
  wanted: number;
  share: number;
}): void {
  const chances = pointVerdicts.map((_, verdict) => {
    let sum = 0;
    for (let place = 0; place < width; place += 1)
      sum += (rows[start + place] ?? 0) * (weights[verdict * width + place] ?? 0);
    return Math.exp(sum);
  });
  const total = chances.reduce((sum, one) => sum + one, 0);
  for (let verdict = 0; verdict < chances.length; verdict += 1) {
    const error = ((chances[verdict] ?? 0) / total - (verdict === wanted ? 1 : 0)) * share;
    for (let place = 0; place < width; place += 1) {
      const at = verdict * width + place;
      slope[at] = (slope[at] ?? 0) + error * (rows[start + place] ?? 0);
    }
  }
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
