import type { Delivery } from '../../pipeline/interview/interview-types.ts';
import { sayView } from '../desk-view.ts';
import { renderCard } from './cards.ts';
import type { Desk } from './desk.ts';
import { channelOf, onceFor } from './post-delivery.ts';
import { postOnce } from './send.ts';

/** A hot seat that is free: whoever wants it takes it. */
export async function askForNextCandidate(desk: Desk, delivery: Delivery): Promise<void> {
  const { session } = delivery;
  if (session.style !== 'hot-seat' || session.state !== 'active' || session.turn !== null) return;
  const once = onceFor(delivery, 's');
  const view = sayView('The seat is free', 'Who is next? Press the button to get the next question.');
  const buttons = [{ action: 'seat', label: 'I am next', about: session.id } as const];
  await postOnce(
    await channelOf(desk, session),
    renderCard(view, { tenant: session.place.tenant, buttons, tag: once.tag ?? '' }),
    once,
  );
}
