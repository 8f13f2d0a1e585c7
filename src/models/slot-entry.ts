import { CoachError, isCoachError } from '../errors.ts';
import type { MemoryHolder } from './memory-budget.ts';
import type { ModelTask, SlotState } from './ports.ts';
import { isStop } from './stoppable.ts';

export type Device = 'cpu' | 'cuda';

/** A model that can be loaded into a slot. */
export type Candidate<Model> = {
  name: string;
  memoryMb: number;
  /** Loaded only once everything better has failed. */
  standby?: boolean;
  /** What a person does when it does not load: a command. */
  fix: string;
  load(signal: AbortSignal): Promise<{ model: Model; device: Device }>;
};

/** A candidate and what became of it. */
export type SlotEntry<Model> = {
  candidate: Candidate<Model>;
  state: 'waiting' | 'loading' | 'ready' | 'asleep' | 'failed';
  loaded?: { model: Model; device: Device };
  loading?: Promise<void>;
  failure?: { reason: string; fix: string };
  inUse: number;
  /** Milliseconds of the slot's clock. */
  usedAt: number;
  holder: MemoryHolder;
};

/** What a slot shows of its entries, which are in order, smallest first. One that sleeps is ready: a use wakes it. */
export function stateOf<Model>(task: ModelTask, entries: readonly SlotEntry<Model>[]): SlotState {
  const last = (state: SlotEntry<Model>['state']) => entries.findLast((entry) => entry.state === state);
  const serving = last('ready') ?? last('asleep');
  if (serving) {
    return { state: 'ready', model: serving.candidate.name, device: serving.loaded?.device ?? 'cpu' };
  }
  const coming = entries.find((entry) => entry.state === 'loading' || entry.state === 'waiting');
  const failed = entries.findLast((entry) => entry.failure);
  if (failed?.failure && (!coming || coming.candidate.standby)) {
    return { state: 'failed', model: failed.candidate.name, ...failed.failure };
  }
  return { state: 'loading', model: coming?.candidate.name ?? task, percent: null };
}

/** Why a model does not fit, and what would. */
export function refusal<Model>(
  { candidate }: SlotEntry<Model>,
  entries: readonly SlotEntry<Model>[],
  freeMb: number,
): { reason: string; fix: string } {
  const smaller = entries.findLast((each) => each.candidate.memoryMb < candidate.memoryMb);
  const instead = smaller ? `use ${smaller.candidate.name}, or set` : 'set';
  return {
    reason: `${candidate.name} needs about ${candidate.memoryMb} MB of memory, and models have ${freeMb} MB left.`,
    fix: `Choose a smaller model: ${instead} MODELS_MEMORY_MB higher.`,
  };
}

/** What the caller asked for (a stop) or what is true of the input (nothing was said) is no reason to ask a smaller model. */
export function isFaultOfModel(error: unknown): boolean {
  if (isStop(error)) return false;
  if (!(error instanceof CoachError)) return true;
  return isCoachError(error, 'model_unavailable') || isCoachError(error, 'network');
}
