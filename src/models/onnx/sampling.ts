/** How one token is chosen. Temperature 0 takes the most likely one. */
export type Sampling = { temperature: number; topK: number; topP: number; repetitionPenalty: number };

/** Tokens beyond these have a negligible probability. */
const mostKept = 1_000;

export type RandomSource = () => number;

/** Mulberry32 by Tommy Ettinger: small, and the same on every machine. Numbers in [0, 1). */
export function seededRandom(seed: number): RandomSource {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** The token with the highest score. */
export function likeliest(logits: Float32Array): number {
  let best = 0;
  for (let token = 1; token < logits.length; token++) {
    if ((logits[token] ?? 0) > (logits[best] ?? 0)) best = token;
  }
  return best;
}

/** Log-probability of one token. */
export function logProbability(logits: Float32Array, token: number): number {
  const highest = logits[likeliest(logits)] ?? 0;
  let sum = 0;
  for (const logit of logits) sum += Math.exp(logit - highest);
  return (logits[token] ?? 0) - highest - Math.log(sum);
}

/** Samples a token; the repetition penalty makes the `earlier` tokens less likely. Changes `logits`. */
export function drawToken(
  logits: Float32Array,
  sampling: Sampling,
  random: RandomSource,
  earlier: Iterable<number>,
): number {
  const { temperature, topK, topP, repetitionPenalty } = sampling;
  if (repetitionPenalty !== 1) {
    for (const token of new Set(earlier)) {
      const logit = logits[token] ?? 0;
      logits[token] = logit > 0 ? logit / repetitionPenalty : logit * repetitionPenalty;
    }
  }
  if (temperature <= 0) return likeliest(logits);
  const kept = highest(logits, topK > 0 ? Math.min(topK, mostKept) : mostKept);
  const top = logits[kept[0] ?? 0] ?? 0;
  const weights = kept.map((token) => Math.exp(((logits[token] ?? 0) - top) / temperature));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let nucleus = 0;
  let size = 0;
  while (size < weights.length && (size === 0 || nucleus < topP * total)) nucleus += weights[size++] ?? 0;
  let at = random() * nucleus;
  for (let index = 0; index < size; index++) {
    at -= weights[index] ?? 0;
    if (at < 0) return kept[index] ?? 0;
  }
  return kept[size - 1] ?? 0;
}

/**
 * The `count` tokens with the highest scores, highest first. One pass: a vocabulary has tens of thousands of
 * tokens.
 */
function highest(logits: Float32Array, count: number): number[] {
  const kept: number[] = [];
  const score = (index: number) => logits[kept[index] ?? -1] ?? Number.NEGATIVE_INFINITY;
  for (let token = 0; token < logits.length; token++) {
    const logit = logits[token] ?? Number.NEGATIVE_INFINITY;
    if (logit === Number.NEGATIVE_INFINITY || (kept.length === count && logit <= score(count - 1))) continue;
    let [from, to] = [0, kept.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (score(middle) >= logit) from = middle + 1;
      else to = middle;
    }
    kept.splice(from, 0, token);
    if (kept.length > count) kept.pop();
  }
  return kept;
}
