/**
 * Removes the oldest entries of a map or set until at most this many are left, so what is kept per person
 * never grows without limit.
 */
export function keepNewest(kept: Map<unknown, unknown> | Set<unknown>, most: number): void {
  for (const oldest of kept.keys()) {
    if (kept.size <= most) return;
    kept.delete(oldest);
  }
}
