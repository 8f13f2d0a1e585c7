/** How much two sounds are alike where they fit best: 1 for the same sound, whatever its loudness, 0 for unrelated ones. */
export function likeness(one: Float32Array, other: Float32Array, mostLagSamples = 8_000): number {
  let best = { value: 0, lag: 0 };
  const look = (lag: number, step: number) => {
    const value = correlationAt(one, other, lag, step);
    if (value > best.value) best = { value, lag };
  };
  for (let lag = -mostLagSamples; lag <= mostLagSamples; lag += 4) look(lag, 16);
  const around = best.lag;
  best = { value: 0, lag: 0 };
  for (let lag = around - 6; lag <= around + 6; lag++) look(lag, 1);
  return best.value;
}

function correlationAt(one: Float32Array, other: Float32Array, lag: number, step: number): number {
  let product = 0;
  let ones = 0;
  let others = 0;
  for (let index = Math.max(0, -lag); index < one.length && index + lag < other.length; index += step) {
    const a = one[index] ?? 0;
    const b = other[index + lag] ?? 0;
    product += a * b;
    ones += a * a;
    others += b * b;
  }
  return ones === 0 || others === 0 ? 0 : product / Math.sqrt(ones * others);
}
