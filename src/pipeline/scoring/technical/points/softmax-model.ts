/** What may have become of a point, in the order of every list of chances. */
export const pointVerdicts = ['said', 'partly', 'missed', 'contradicted'] as const;
export type PointVerdict = (typeof pointVerdicts)[number];
export type Chances = Record<PointVerdict, number>;

/** Where rules leave no doubt. */
export const surely = (verdict: PointVerdict): Chances => ({
  said: 0,
  partly: 0,
  missed: 0,
  contradicted: 0,
  [verdict]: 1,
});

/** Multinomial logistic regression: for each verdict its intercept and a weight for each signal, by name. */
export type SoftmaxModel = Record<PointVerdict, { intercept: number; weights: Record<string, number> }>;

export function chancesBy(model: SoftmaxModel, signals: Readonly<Record<string, number>>): Chances {
  const scores = pointVerdicts.map((verdict) => {
    const { intercept, weights } = model[verdict];
    return Object.entries(weights).reduce(
      (sum, [name, weight]) => sum + weight * (signals[name] ?? 0),
      intercept,
    );
  });
  const highest = Math.max(...scores);
  const shares = scores.map((score) => Math.exp(score - highest));
  const total = shares.reduce((sum, share) => sum + share, 0);
  const [said = 0, partly = 0, missed = 0, contradicted = 0] = shares.map((share) => share / total);
  return { said, partly, missed, contradicted };
}
