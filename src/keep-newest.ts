/** Takes the oldest entries out of a map or set until it has at most so many: what is kept by people never grows without end. */
export function keepNewest(kept: Map<unknown, unknown> | Set<unknown>, most: number): void {
  for (const oldest of kept.keys()) {
    if (kept.size <= most) return;
    kept.delete(oldest);
  }
}
