/** Erasing one answer, or everything about a person, including what was posted. */

import type { Actor, Post, Posts } from '../../domain.ts';
import type { Log } from '../../log.ts';
import type { Interview } from '../../pipeline/interview/interview-types.ts';
import type { Privacy } from '../../pipeline/privacy/privacy-types.ts';
import { remainsText } from '../../wording/privacy-text.ts';
import type { Wording } from '../../wording/wording.ts';
import type { Posted } from '../message.ts';
import type { ChatPlatform } from '../platform.ts';
import { viewText } from '../view.ts';
import { erasedPost } from './empty-late-posts.ts';
import { type Reply, toOne } from './replies.ts';

export type Erasing = {
  /** Asks before an answer is erased. */
  askToDelete(answerId: string, on: Posted | null): Reply;
  /** Erases an answer. `on`: the card whose button was pressed; it is known even after a restart. */
  deleteAnswer(person: Actor, answerId: string, on: Posted | null): Promise<Reply>;
  /** Nothing is erased until it has been confirmed. */
  askToForget(): Reply;
  /** Erases everything that is kept about a person, including what was posted. */
  forget(person: Actor): Promise<Reply>;
};

export function createErasing(parts: {
  platform: ChatPlatform;
  interview: Pick<Interview, 'deleteAnswer'>;
  privacy: Pick<Privacy, 'forget'>;
  posts: Posts;
  wording: Wording;
  log: Log;
}): Erasing {
  const { platform, interview, privacy, posts, wording, log } = parts;
  const { say } = wording;
  const erased = erasedPost(wording);

  /**
   * Empties each post once; of several entries for the same post, the first counts. Returns how many could
   * not be emptied.
   */
  async function empty(person: Actor, given: readonly Post[]): Promise<number> {
    const each = new Map(given.toReversed().map((post) => [`${post.channelId}:${post.messageId}`, post]));
    let left = 0;
    for (const { channelId, messageId, isShared } of each.values()) {
      try {
        if (!(await platform.erase({ channelId, messageId }, person, { shared: isShared, erased }))) left++;
      } catch (error) {
        left++;
        log.warn({ fault: platform.faultOf(error).log }, 'A post could not be emptied');
      }
    }
    return left;
  }

  const sayLeft = (left: number): string[] => (left === 0 ? [] : [say('erase.left', { count: left })]);
  const postOf = (on: Posted): Post => ({ ...on, answerId: null, isShared: false });

  return {
    askToDelete: (answerId, on) =>
      toOne(viewText(say('delete.title'), say('delete.text')), [
        {
          action: 'delete-for-good',
          label: say('button.delete-for-good'),
          about: answerId,
          style: 'danger',
          ...(on === null ? {} : { value: on.messageId }),
        },
      ]),
    async deleteAnswer(person, answerId, on) {
      const known = await posts.of(person, answerId);
      await interview.deleteAnswer(person, answerId);
      const left = await empty(person, [...known, ...(on === null ? [] : [postOf(on)])]);
      await posts.remove(person, answerId);
      return toOne(viewText(say('deleted.title'), [say('deleted.text'), ...sayLeft(left)].join(' ')));
    },
    askToForget() {
      const text = say('forget.text', { export: platform.writeCommand('privacy export') });
      return toOne(viewText(say('forget.title'), text), [
        { action: 'forget-all', label: say('button.forget-all'), about: '', style: 'danger' },
      ]);
    },
    async forget(person) {
      const forgotten = await privacy.forget(person);
      const { answers, remains } = forgotten;
      // Nothing is emptied on another platform that is linked to the same person.
      const known = forgotten.posts.filter(
        ({ tenant, userId }) => tenant === person.tenant && userId === person.userId,
      );
      await platform.voice?.consentChanged(person);
      const direct = await platform.postsTo?.(person);
      const left = await empty(person, [...known, ...(direct?.posts ?? []).map(postOf)]);
      const limits = direct?.isAll === false ? [say('forgotten.older')] : [];
      return toOne(
        viewText(
          say('forgotten.title'),
          `${say('forgotten.answers', { count: answers })} ${remainsText(wording, remains)}`,
          [say('forgotten.posts'), ...sayLeft(left), ...limits].join(' '),
        ),
      );
    },
  };
}
