/** Posts what a delivery says where its session is. */
import type { Delivery, DeliveryBody, SessionView } from '../../pipeline/interview/interview-types.ts';
import type { View } from '../view.ts';
import { type CardButton, renderCard } from './cards.ts';
import type { Desk } from './desk.ts';
import { channelFor, type Once, type PostChannel, postOnce } from './send.ts';

/** The channel of a session cannot be posted in any more. */
export class ChannelGone extends Error {
  override name = 'ChannelGone';
}

export type Body<Type extends DeliveryBody['type']> = Extract<DeliveryBody, { type: Type }>;

/** The same for every try of a delivery, and different from those of any other database. */
export function onceFor({ id, attempt, session }: Delivery, part = ''): Once {
  const key = `${session.id.slice(0, 8)}.${id}${part}`;
  return { nonce: key.slice(0, 25), again: attempt > 1, tag: key };
}

/** Where a session is posted. Throws `ChannelGone`. */
export async function channelOf(desk: Desk, session: SessionView): Promise<PostChannel> {
  const channel = await channelFor(desk, session.place.channelId);
  if (!channel) throw new ChannelGone(`Channel ${session.place.channelId} cannot be posted in`);
  return channel;
}

export async function postHere(
  desk: Desk,
  delivery: Delivery,
  view: View,
  buttons: CardButton[] = [],
): Promise<string> {
  const once = onceFor(delivery);
  const card = renderCard(view, { tenant: delivery.session.place.tenant, buttons, tag: once.tag ?? '' });
  return (await postOnce(await channelOf(desk, delivery.session), card, once)).id;
}
