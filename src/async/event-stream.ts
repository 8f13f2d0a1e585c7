import { EventEmitter, on } from 'node:events';

/** Carries events to everybody who is listening at that moment; nothing is kept for later. */
export type EventStream<Event> = {
  send(event: Event): void;
  /** Every event after the call (not after the first `next`) until the signal aborts. */
  listen(signal: AbortSignal): AsyncIterable<Event>;
};

export function createEventStream<Event>(): EventStream<Event> {
  const emitter = new EventEmitter<{ event: [Event] }>().setMaxListeners(0);
  return {
    send: (event) => emitter.emit('event', ...([event] as [Event])),
    listen: (signal) => (signal.aborted ? nothing() : untilAborted(on(emitter, 'event', { signal }), signal)),
  };
}

async function* nothing(): AsyncGenerator<never> {}

async function* untilAborted<Event>(
  events: AsyncIterable<Event[]>,
  signal: AbortSignal,
): AsyncGenerator<Event> {
  try {
    for await (const batch of events) yield* batch;
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
