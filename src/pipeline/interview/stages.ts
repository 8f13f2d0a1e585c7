import { EventEmitter, on } from 'node:events';
import type { StageEvent, Stages } from './interview-types.ts';

export function createStages(): Stages {
  const emitter = new EventEmitter().setMaxListeners(0);
  return {
    tell: (event) => emitter.emit('stage', event),
    listen: (signal) => untilAborted(on(emitter, 'stage', { signal }), signal),
  };
}

async function* untilAborted(
  events: AsyncIterable<StageEvent[]>,
  signal: AbortSignal,
): AsyncGenerator<StageEvent> {
  try {
    for await (const batch of events) yield* batch;
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
