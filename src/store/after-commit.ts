import type { Trx } from './store.ts';

const effects = new WeakMap<Trx, (() => void)[]>();

/**
 * Does something that is no change of the store, such as counting, once the transaction has taken effect: one that has
 * to run again, or fails, leaves no trace.
 */
export function afterCommit(trx: Trx, effect: () => void): void {
  effects.set(trx, [...(effects.get(trx) ?? []), effect]);
}

/** For the engines. */
export function committed(trx: Trx): void {
  for (const effect of effects.get(trx) ?? []) effect();
}
