import type { Actor } from '../../domain.ts';
import { keepNewest } from '../../keep-newest.ts';
import type { Happened } from '../happened.ts';
import type { Message } from '../message.ts';

/** Answers that were handed in to be scored: their feedback belongs in the reply to that request. */
export function createAwaitedScores() {
  const replies = new Map<string, Happened>();
  const underWay = new Map<Promise<unknown>, string>();
  return {
    async submit(from: Happened, submit: () => Promise<{ answerId: string }>): Promise<string> {
      const work = submit().then(({ answerId }) => {
        if (from.replaceReply) replies.set(answerId, from);
        keepNewest(replies, 1_000);
        return answerId;
      });
      const done = work.catch(() => undefined);
      underWay.set(done, from.person.userId);
      void done.then(() => underWay.delete(done));
      return await work;
    },
    /** Once more when the answer was judged again. False if the platform no longer lets the reply be changed. */
    async replyWith(answerId: string, { userId }: Actor, message: Message): Promise<boolean> {
      await Promise.all([...underWay].flatMap(([work, whose]) => (whose === userId ? [work] : [])));
      return (await replies.get(answerId)?.replaceReply?.(message)) ?? false;
    },
  };
}
