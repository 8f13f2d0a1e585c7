import type { Delivery, DeliveryBody, Posts, Session } from '../../domain.ts';
import { noticeText } from '../../wording/notice-text.ts';
import type { Wording } from '../../wording/wording.ts';
import type { Message, Posted } from '../message.ts';
import type { ChatPlatform, PostOnce } from '../platform.ts';
import { viewText } from '../view.ts';
import { invitationButtons } from '../views/guide.ts';
import { practiceButtons } from '../views/schedules.ts';
import type { ShowToOne } from './show-to-one.ts';

/** Returns the id of the message if one was posted. */
export type GiveNotice = (
  delivery: Delivery,
  body: Extract<DeliveryBody, { type: 'notice' }>,
  once: (part?: string) => PostOnce,
) => Promise<string | undefined>;

/** Says that something happened: to everybody in the session, or to the person it concerns. */
export function createGiveNotice(parts: {
  platform: ChatPlatform;
  posts: Pick<Posts, 'add'>;
  showToOne: ShowToOne;
  wording: Wording;
}): GiveNotice {
  const { platform, posts, showToOne, wording } = parts;
  const { say } = wording;
  const { live } = platform;

  return async (delivery, body, once) => {
    const { session, userId } = delivery;
    const { notice, answerId } = body;
    const { tenant } = session.place;
    const view = viewText(say(`notice.${notice}`), noticeText(wording, body));
    if (answerId !== null) live.status({ id: answerId, session, userId }, null);
    if (notice === 'stopped') live.ended(session, say('status.ended'));
    if (notice === 'paused' || notice === 'resumed') live.say(session, say(`status.${notice}`));
    if (userId !== null) {
      const posted = await showToOne(delivery, { tenant, userId }, { view }, once(), answerId);
      return posted?.messageId;
    }
    const message: Message =
      notice === 'invited'
        ? { view, buttons: invitationButtons(wording, session.id) }
        : 'practice' in body
          ? { view, buttons: practiceButtons(wording, body.practice) }
          : { view };
    const posted = await platform.post(session.place, message, once());
    // It names who was asked.
    if (notice === 'invited') await remember(session, posted);
    return posted.messageId;
  };

  async function remember({ place, roles }: Session, posted: Posted): Promise<void> {
    const userId = roles?.invitedUserId ?? null;
    if (userId === null) return;
    await posts.add({ tenant: place.tenant, userId }, { ...posted, answerId: null, isShared: true });
  }
}
