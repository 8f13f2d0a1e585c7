import type { Actor, Delivery } from '../../domain.ts';
import { personMark } from '../../wording/marks.ts';
import type { Wording } from '../../wording/wording.ts';
import type { Button, Message, Posted } from '../message.ts';
import type { ChatPlatform, PostOnce } from '../platform.ts';
import { viewText } from '../view.ts';

/** Null if no post contains the message: it was shown privately, or waits behind a button. */
export type ShowToOne = (
  delivery: Pick<Delivery, 'session' | 'isPrivate'>,
  person: Actor,
  message: Message,
  once: PostOnce,
  answerId: string | null,
) => Promise<Posted | null>;

/**
 * Shows what concerns one person: where the interview is held if that place is private or the interview public,
 * otherwise in their direct messages. If those are closed, where they acted last, or behind a button that shows it only
 * to them.
 */
export function createShowToOne({
  platform,
  wording,
}: {
  platform: ChatPlatform;
  wording: Wording;
}): ShowToOne {
  const { say } = wording;

  return async ({ session: { place }, isPrivate }, person, message, once, answerId) => {
    if (platform.isPrivate(place) || !isPrivate) return await platform.post(place, message, once);
    const sent = await platform.sendPrivately(person, message, once);
    if (sent !== 'closed') return sent;
    if (!once.mayExist && (await platform.whisper?.(person, message))) return null;
    await platform.post(place, pointer(person, answerId), once);
    return null;
  };

  function pointer({ userId }: Actor, answerId: string | null): Message {
    const person = personMark(userId);
    const history = platform.writeCommand('history');
    const text =
      answerId === null
        ? say('feedback.ready-history', { person, history })
        : say('feedback.ready', { person });
    const buttons: Button[] =
      answerId === null
        ? []
        : [{ action: 'show', label: say('button.show'), about: answerId, style: 'primary' }];
    return { view: viewText(say('feedback.ready-title'), text), buttons };
  }
}
