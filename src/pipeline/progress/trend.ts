import type { Moment } from '../../domain.ts';
import type { Trend } from './progress-types.ts';

const weekMs = 7 * 86_400_000;
/** Scores of one evening say nothing about weeks. */
const shortestMs = 3 * 86_400_000;

/**
 * The trend of scores, oldest first: an ordinary least-squares line with the 95 % interval of its slope by Student's t
 * with n − 2 degrees of freedom. There is no slope from fewer than three scores, no interval from fewer than four, and
 * neither from scores that lie within three days.
 */
export function trendOf(points: readonly { at: Moment; score: number }[]): Trend {
  const scores = points.map(({ score }) => score);
  const last = scores.at(-1) ?? null;
  const before = scores.slice(-4, -1);
  const line = lineThrough(points);
  const interval = line?.interval ?? null;
  return {
    points: [...points],
    perWeek: line?.slope ?? null,
    interval,
    direction:
      interval === null ? 'too-few' : interval.low > 0 ? 'up' : interval.high < 0 ? 'down' : 'unclear',
    best: scores.length === 0 ? null : Math.max(...scores),
    last,
    changeAgainstLastThree: last === null || before.length < 3 ? null : last - mean(before),
  };
}

function lineThrough(points: readonly { at: Moment; score: number }[]) {
  const count = points.length;
  if (count < 3) return null;
  const moments = points.map(({ at }) => Date.parse(at));
  const first = Math.min(...moments);
  if (Math.max(...moments) - first < shortestMs) return null;
  const times = moments.map((moment) => (moment - first) / weekMs);
  const scores = points.map(({ score }) => score);
  const [meanTime, meanScore] = [mean(times), mean(scores)];
  const spread = sum(times.map((time) => (time - meanTime) ** 2));
  const slope =
    sum(times.map((time, index) => (time - meanTime) * ((scores[index] ?? 0) - meanScore))) / spread;
  if (count < 4) return { slope, interval: null };
  const rest = sum(
    times.map((time, index) => ((scores[index] ?? 0) - meanScore - slope * (time - meanTime)) ** 2),
  );
  const margin = studentQuantile(count - 2) * Math.sqrt(rest / (count - 2) / spread);
  return { slope, interval: { low: slope - margin, high: slope + margin } };
}

/** 97.5 % quantiles of Student's t for 1 to 30 degrees of freedom, as in any statistical table. */
const quantiles = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131,
  2.12, 2.11, 2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042,
] as const;
const normalQuantile = 1.959964;

/** Beyond the table: the first term of the Cornish–Fisher expansion, correct to three decimals. */
const studentQuantile = (freedom: number): number =>
  quantiles[freedom - 1] ?? normalQuantile + (normalQuantile ** 3 + normalQuantile) / (4 * freedom);

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const mean = (values: readonly number[]): number => sum(values) / values.length;
