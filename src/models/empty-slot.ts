import { CoachError } from '../errors.ts';
import type { ModelSlot, ModelTask, SlotState } from './ports.ts';

/** A slot that will never have a model, and says why: switched off, or not installed. */
export function emptySlot<Model>(
  task: ModelTask,
  state: Extract<SlotState, { state: 'off' | 'absent' }>,
): ModelSlot<Model> {
  return {
    task,
    status: () => state,
    current: () => null,
    async use() {
      throw new CoachError('model_unavailable', state.fault, state.values);
    },
  };
}
