import { setTimeout as sleep } from 'node:timers/promises';
import type { ModelTask, Platform, SlotState } from '../domain.ts';
import { isCoachError } from '../errors.ts';
import type { ConnectionState } from './connections.ts';

/** Whether people can be served now, and what stands in the way. Codes only: nothing in it is about people. */
export type Readiness = {
  ready: boolean;
  /** Such as `store: store_unavailable`, `slack: connecting`, `transcriber: failed`. */
  reasons: string[];
  store: 'ready' | 'away' | 'slow';
  platforms: Partial<Record<Platform, ConnectionState>>;
  models: Partial<Record<ModelTask, SlotState['state']>>;
};

export type ReadinessParts = {
  /** Reads something from the store; rejects when it cannot be read. */
  readStore(): Promise<unknown>;
  connections(): ReadonlyMap<Platform, ConnectionState>;
  models(): ReadonlyMap<ModelTask, SlotState['state']>;
  /** The models without which the owner does not want to serve anybody. All others are optional. */
  required: readonly ModelTask[];
};

const storePatienceMs = 2_000;

export async function readReadiness(parts: ReadinessParts): Promise<Readiness> {
  const { store, reason } = await tryStore(parts);
  const platforms = parts.connections();
  const models = parts.models();
  const reasons = [
    ...(reason === null ? [] : [`store: ${reason}`]),
    ...[...platforms].flatMap(([name, state]) => (state === 'connected' ? [] : [`${name}: ${state}`])),
    ...parts.required.flatMap((task) => {
      const state = models.get(task) ?? 'absent';
      return state === 'ready' ? [] : [`${task}: ${state}`];
    }),
  ];
  return {
    ready: reasons.length === 0,
    reasons,
    store,
    platforms: Object.fromEntries(platforms),
    models: Object.fromEntries(models),
  };
}

async function tryStore({
  readStore,
}: ReadinessParts): Promise<{ store: Readiness['store']; reason: string | null }> {
  try {
    const read = readStore().then(() => 'read' as const);
    const first = await Promise.race([read, sleep(storePatienceMs, 'slow' as const, { ref: false })]);
    read.catch(() => undefined);
    return first === 'slow' ? { store: 'slow', reason: 'slow' } : { store: 'ready', reason: null };
  } catch (error) {
    return { store: 'away', reason: isCoachError(error) ? error.code : 'unexpected' };
  }
}
