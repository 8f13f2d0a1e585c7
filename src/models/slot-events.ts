import { EventEmitter, on } from 'node:events';
import type { ModelEvent, ModelTask, SlotState } from './ports.ts';

/** Carries every change of a slot's state to whoever listens. */
export type SlotEvents = {
  changed(task: ModelTask, status: SlotState): void;
  stream(signal: AbortSignal): AsyncIterable<ModelEvent>;
};

export function createSlotEvents(): SlotEvents {
  const emitter = new EventEmitter();
  emitter.setMaxListeners(0);
  return {
    changed: (task, status) => emitter.emit('changed', { task, status } satisfies ModelEvent),
    async *stream(signal) {
      if (signal.aborted) return;
      try {
        for await (const [event] of on(emitter, 'changed', { signal })) yield event;
      } catch (error) {
        if (!signal.aborted) throw error;
      }
    },
  };
}
