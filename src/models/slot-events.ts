import { EventEmitter, on } from 'node:events';
import type { ModelEvent, ModelTask, SlotState } from './ports.ts';

/** Carries every change of a slot's state to whoever listens. */
export type SlotEvents = {
  changed(task: ModelTask, status: SlotState): void;
  /** Listens from the call on, not from the first `next`. */
  stream(signal: AbortSignal): AsyncIterable<ModelEvent>;
};

export function createSlotEvents(): SlotEvents {
  const emitter = new EventEmitter();
  emitter.setMaxListeners(0);
  return {
    changed: (task, status) => emitter.emit('changed', { task, status } satisfies ModelEvent),
    stream: (signal) => (signal.aborted ? noEvents() : eventsOf(on(emitter, 'changed', { signal }), signal)),
  };
}

async function* noEvents(): AsyncIterable<ModelEvent> {}

async function* eventsOf(
  emitted: AsyncIterable<ModelEvent[]>,
  signal: AbortSignal,
): AsyncIterable<ModelEvent> {
  try {
    for await (const batch of emitted) yield* batch;
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
