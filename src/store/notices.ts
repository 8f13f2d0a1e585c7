/**
 * What one part of the program tells all others, in this process and in those that share the store. A notice is
 * lossy by nature: it says that a look is worth while, and is never the only way in which anything gets known.
 */
import type { z } from 'zod';
import { createEventStream, type EventStream } from '../async/event-stream.ts';

export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

export type Notices = {
  /** Tells everybody who listens at that moment, this process included. Never throws. */
  publish(topic: string, payload: Json): void;
  /** Calls `listener` for each notice of the topic until the returned function is called. */
  subscribe(topic: string, listener: (payload: Json) => void): () => void;
  close(): Promise<void>;
};

/** Notices within this process, for an engine that no other process works with. */
export function createNotices(): Notices {
  const topics = new Map<string, Set<(payload: Json) => void>>();
  return {
    publish(topic, payload) {
      for (const listener of [...(topics.get(topic) ?? [])]) listener(payload);
    },
    subscribe(topic, listener) {
      const listeners = topics.get(topic) ?? new Set();
      topics.set(topic, listeners.add(listener));
      return () => void listeners.delete(listener);
    },
    async close() {
      topics.clear();
    },
  };
}

/** The notices of one topic as events of one shape. One that another version of the program shaped is left out. */
export function noticeStream<Event extends Json>(
  notices: Notices,
  topic: string,
  shape: z.ZodType<Event>,
): EventStream<Event> {
  const events = createEventStream<Event>();
  notices.subscribe(topic, (payload) => {
    const read = shape.safeParse(payload);
    if (read.success) events.send(read.data);
  });
  return { send: (event) => notices.publish(topic, event), listen: events.listen };
}
