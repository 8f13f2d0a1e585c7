/** Typed answers in several messages: complete when nothing more comes for a while, unless the person is typing. */

import { isCoachError } from '../../errors.ts';
import type { Actor } from '../../pipeline/interview/interview-types.ts';
import type { Desk } from './desk.ts';
import { loggable } from './faults.ts';
import type { Typed } from './ports.ts';
import { sayWaiting } from './waiting.ts';

export function createTyped(desk: () => Desk): Typed {
  const waiting = new Map<string, { timer: NodeJS.Timeout; actor: Actor; sessionId: string }>();

  function schedule(actor: Actor, sessionId: string): void {
    const { posts, timings } = desk();
    cancel(actor.userId, sessionId);
    const timer = setTimeout(() => void submit(actor, sessionId), timings.typedPauseMs);
    waiting.set(keyOf(actor.userId, sessionId), { timer, actor, sessionId });
    const at = Math.ceil((Date.now() + timings.typedPauseMs) / 1000);
    posts.say(
      sessionId,
      `I take this as your answer <t:${at}:R>. Write on to add to it, edit it, or press Done.`,
    );
  }
  async function submit(actor: Actor, sessionId: string): Promise<void> {
    const { context } = desk();
    waiting.delete(keyOf(actor.userId, sessionId));
    try {
      await context.interview.submit(actor, sessionId);
      await sayWaiting(desk(), actor, sessionId);
    } catch (error) {
      if (!isCoachError(error))
        context.log.error({ fault: loggable(error), sessionId }, 'A typed answer could not be submitted');
    }
  }
  function cancel(userId: string, sessionId: string): void {
    clearTimeout(waiting.get(keyOf(userId, sessionId))?.timer);
    waiting.delete(keyOf(userId, sessionId));
  }
  return {
    wrote: schedule,
    typing(userId) {
      for (const { actor, sessionId } of [...waiting.values()])
        if (actor.userId === userId) schedule(actor, sessionId);
    },
    cancel,
    stop() {
      for (const { timer } of waiting.values()) clearTimeout(timer);
      waiting.clear();
    },
  };
}

const keyOf = (userId: string, sessionId: string): string => `${sessionId}|${userId}`;
