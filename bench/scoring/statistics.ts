/** Statistics of how well a score agrees with people. */
export function pearson(left: readonly number[], right: readonly number[]): number {
  const [meanLeft, meanRight] = [mean(left), mean(right)];
  let [both, ownLeft, ownRight] = [0, 0, 0];
  for (const [at, value] of left.entries()) {
    const [a, b] = [value - meanLeft, (right[at] ?? 0) - meanRight];
    both += a * b;
    ownLeft += a * a;
    ownRight += b * b;
  }
  return ownLeft * ownRight === 0 ? Number.NaN : both / Math.sqrt(ownLeft * ownRight);
}

/**
 * The probability that a positive one scores above a negative one; ties count half. NaN when one side is
 * empty.
 */
export function areaUnderCurve(scores: readonly number[], positive: readonly boolean[]): number {
  const order = scores
    .map((score, at) => ({ score, positive: positive[at] === true }))
    .sort((a, b) => a.score - b.score);
  let [rankSum, positives] = [0, 0];
  for (let start = 0; start < order.length; ) {
    let end = start;
    while (end < order.length && order[end]?.score === order[start]?.score) end += 1;
    const rank = (start + end + 1) / 2;
    for (const one of order.slice(start, end))
      if (one.positive) [rankSum, positives] = [rankSum + rank, positives + 1];
    start = end;
  }
  const negatives = order.length - positives;
  return positives * negatives === 0
    ? Number.NaN
    : (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}

export const mean = (values: readonly number[]): number =>
  values.length === 0 ? Number.NaN : values.reduce((sum, value) => sum + value, 0) / values.length;

/** Linear between neighbours; `share` 0–1. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const low = sorted[Math.floor(at)] ?? Number.NaN;
  return low + ((sorted[Math.ceil(at)] ?? low) - low) * (at - Math.floor(at));
}
