import type { ServerState } from '../domain.ts';
import { CoachError, isCoachError } from '../errors.ts';
import type { MemoryHolder } from './memory-budget.ts';
import type { ModelFault, ModelTask, SlotState } from './ports.ts';
import { isStop } from './stoppable.ts';

export type Device = 'cpu' | 'cuda';

/** A model that can be loaded into a slot. */
export type LoadableModel<Model> = {
  name: string;
  memoryMb: number;
  /** Loaded only once everything better has failed. */
  standby?: boolean;
  /** Never unloaded: unloading it would free nothing. */
  stays?: boolean;
  /** What a person reads when it does not load. */
  whenItFails: ModelFault;
  /** The servers that do its work, if there are several. */
  servers?: () => ServerState[];
  load(signal: AbortSignal): Promise<{ model: Model; device: Device }>;
};

/** A loadable model and what became of it. */
export type SlotEntry<Model> = {
  loadable: LoadableModel<Model>;
  state: 'waiting' | 'loading' | 'ready' | 'asleep' | 'failed';
  loaded?: { model: Model; device: Device };
  loading?: Promise<void>;
  failure?: ModelFault;
  /** Why the server of a loaded model did not do the last call. */
  trouble?: ModelFault;
  inUse: number;
  /** Milliseconds of the slot's clock. */
  usedAt: number;
  holder: MemoryHolder;
};

/**
 * The state that a slot shows, from its entries (smallest first). An unloaded idle model counts as ready:
 * using it reloads it.
 */
export function stateOf<Model>(task: ModelTask, entries: readonly SlotEntry<Model>[]): SlotState {
  const last = (state: SlotEntry<Model>['state']) =>
    entries.findLast((entry) => entry.state === state && !entry.trouble);
  const serving = last('ready') ?? last('asleep');
  if (serving) {
    const { name } = serving.loadable;
    return { state: 'ready', model: name, device: serving.loaded?.device ?? 'cpu', ...serversOf(serving) };
  }
  const troubled = entries.findLast((entry) => entry.trouble);
  if (troubled?.trouble)
    return { state: 'failed', model: troubled.loadable.name, ...troubled.trouble, ...serversOf(troubled) };
  const coming = entries.find((entry) => entry.state === 'loading' || entry.state === 'waiting');
  const failed = entries.findLast((entry) => entry.failure);
  if (failed?.failure && (!coming || coming.loadable.standby)) {
    return { state: 'failed', model: failed.loadable.name, ...failed.failure };
  }
  return { state: 'loading', model: coming?.loadable.name ?? task, percent: null };
}

const serversOf = <Model>({ loadable }: SlotEntry<Model>): { servers?: ServerState[] } => {
  const servers = loadable.servers?.() ?? [];
  return servers.length === 0 ? {} : { servers };
};

/** Why a model does not fit into memory, and which one would. */
export function memoryFault<Model>(
  { loadable }: SlotEntry<Model>,
  entries: readonly SlotEntry<Model>[],
  freeMb: number,
): ModelFault {
  const smaller = entries.findLast((each) => each.loadable.memoryMb < loadable.memoryMb);
  const values = { model: loadable.name, neededMb: loadable.memoryMb, freeMb };
  return smaller
    ? { fault: 'fault.model-too-large-use-smaller', values: { ...values, smaller: smaller.loadable.name } }
    : { fault: 'fault.model-too-large', values };
}

/**
 * If the caller stopped the call, or the input is the problem (nothing was said), a smaller model would not
 * help.
 */
export function isFaultOfModel(error: unknown): boolean {
  if (isStop(error)) return false;
  if (!(error instanceof CoachError)) return true;
  return isCoachError(error, 'model_unavailable') || isCoachError(error, 'network');
}
