/** Answers that were brought along to be scored: their feedback belongs into the reply they were brought with. */
import type { Responder, Scores } from './ports.ts';

export function createScores(): Scores {
  const replies = new Map<string, Responder>();
  const underWay = new Map<Promise<unknown>, string>();
  return {
    async submit(responder, submit) {
      const work = submit().then((outcome) => {
        for (const [answerId, old] of replies) if (!old.alive()) replies.delete(answerId);
        replies.set(outcome.answerId, responder);
        return outcome;
      });
      const done = work.catch(() => undefined);
      underWay.set(done, responder.userId);
      void done.then(() => underWay.delete(done));
      return await work;
    },
    async replyFor(answerId, userId) {
      await Promise.all([...underWay].flatMap(([work, whose]) => (whose === userId ? [work] : [])));
      const found = replies.get(answerId) ?? null;
      replies.delete(answerId);
      return found;
    },
  };
}
