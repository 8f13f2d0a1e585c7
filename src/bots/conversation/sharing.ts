/** Shows a card to others when its author asks for it. */

import type { Actor, Place, Posts } from '../../domain.ts';
import { CoachError } from '../../errors.ts';
import type { Interview } from '../../pipeline/interview/interview-types.ts';
import { personMark } from '../../wording/marks.ts';
import type { Wording } from '../../wording/wording.ts';
import type { DialogReturn, Press } from '../happened.ts';
import type { ChatPlatform } from '../platform.ts';
import { viewText } from '../view.ts';
import type { FeedbackCards } from './feedback-cards.ts';
import { type Reply, toOne } from './replies.ts';
import { requireWriter } from './require-writer.ts';

export type Sharing = {
  /**
   * In the place of the interview if others are there anyway, otherwise where it was started or in a channel
   * of their choice.
   */
  share(press: Press): Promise<Reply | null>;
  shareIn(returned: DialogReturn): Promise<Reply>;
};

export function createSharing(parts: {
  platform: ChatPlatform;
  interview: Pick<Interview, 'answer' | 'session'>;
  posts: Pick<Posts, 'add'>;
  cards: FeedbackCards;
  wording: Wording;
}): Sharing {
  const { platform, interview, posts, cards, wording } = parts;
  const { say } = wording;

  async function post(person: Actor, answerId: string, place: Place, receipt: string): Promise<Reply> {
    const answer = await interview.answer(person, answerId);
    if (answer.userId !== person.userId) throw new CoachError('not_allowed', 'fault.only-author');
    await requireWriter(platform, person, place);
    const { view, files } = await cards.shared(answer);
    const by = say('share.by', { person: personMark(person.userId) });
    const message = { view: { ...view, meta: [by, ...view.meta] }, ...(files ? { files } : {}) };
    const posted = await platform.post(place, message, { receipt });
    await posts.add(person, { ...posted, answerId, isShared: false });
    const channel = await platform.channelName(place.channelId);
    return toOne(viewText(say('share.title'), say('share.text', { channel })));
  }

  return {
    async share(press) {
      const { person, pressed, place: here, key, ask } = press;
      const receipt = `s${key}`.slice(0, 25);
      const answer = await interview.answer(person, pressed.about);
      const session = await interview.session(person, answer.sessionId);
      const place = [here, session.place, platform.originOf?.(session) ?? null].find(
        (one) => one !== null && !platform.isPrivate(one),
      );
      if (place) return await post(person, answer.id, place, receipt);
      if (!ask) throw new CoachError('bad_input', 'fault.nowhere-to-share');
      await ask({
        action: 'share',
        about: answer.id,
        title: say('dialog.share.title'),
        submit: say('dialog.share.submit'),
        fields: [
          {
            type: 'channel',
            name: 'channel',
            label: say('dialog.share.channel'),
            hint: say('dialog.share.hint'),
          },
        ],
      });
      return null;
    },
    async shareIn({ person, about, values, place, key }) {
      const channelId = values.channel ?? '';
      return await post(person, about, { ...place, channelId, threadId: null }, `s${key}`.slice(0, 25));
    },
  };
}
