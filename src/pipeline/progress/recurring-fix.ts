import type { Fix, FixKind } from '../../domain.ts';
import type { ProgressOverview } from './progress-types.ts';

/** Next steps where nothing was wrong, and sentences of version 0.1.0, which nobody reads back. */
const notCounted: readonly FixKind[] = ['build', 'polish', 'legacy'];

/**
 * The most frequent of `fixes` (newest first), if it came up twice or more; returns the newest of its kind.
 */
export function recurringFixOf(fixes: readonly Fix[]): ProgressOverview['recurringFix'] {
  const seen = new Map<FixKind, { fix: Fix; times: number }>();
  for (const fix of fixes) {
    if (notCounted.includes(fix.kind)) continue;
    const known = seen.get(fix.kind);
    if (known) known.times += 1;
    else seen.set(fix.kind, { fix, times: 1 });
  }
  // A map keeps its order, and the sort is stable: among equally frequent fixes, the newest comes first.
  const [most] = [...seen.values()].sort((a, b) => b.times - a.times);
  return most !== undefined && most.times >= 2 ? most : null;
}
