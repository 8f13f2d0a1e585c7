/** What somebody is told who is the only one so far to have answered a question for everyone. */

import type { Actor, SessionView } from '../../pipeline/interview-types.ts';
import { sayView } from '../desk-view.ts';
import type { View } from '../view.ts';
import type { Desk } from './desk.ts';
import { loggable } from './faults.ts';
import { renderCard } from './render/card.ts';
import { personMark } from './render/text.ts';
import { channelFor } from './send.ts';

function waitingText(actor: Actor, { ownerUserId, turn }: SessionView): string {
  const until = turn?.closesAt ? ` until ${turn.closesAt.slice(0, 16).replace('T', ' ')} UTC` : '';
  const open = `You are the only one taking part so far, so the question stays open for others${until}: they press Answer or Take part under it.`;
  if (actor.userId === ownerUserId) return `${open} To see the results now, press Show results.`;
  return until === '' ? `${open} ${personMark(ownerUserId)} can press Show results.` : open;
}

/** Null where there is nobody to wait for. */
export async function waitingFor(desk: Desk, actor: Actor, sessionId: string): Promise<View | null> {
  const session = await desk.context.interview.session(actor, sessionId);
  const { style, state, turn, participants } = session;
  const candidates = participants.filter(({ role }) => role === 'candidate');
  if (style !== 'everyone' || state !== 'active' || turn?.userId !== null || candidates.length > 1)
    return null;
  return sayView('Waiting for others', waitingText(actor, session));
}

/** The same in the channel, where an answer ended without a press of a button. */
export async function sayWaiting(desk: Desk, actor: Actor, sessionId: string): Promise<void> {
  try {
    const view = await waitingFor(desk, actor, sessionId);
    const session = desk.sessions.byId(sessionId);
    const channel = view && session && (await channelFor(desk, session.place.channelId));
    if (view && channel) await channel.send(renderCard(view, { tenant: actor.tenant }));
  } catch (error) {
    desk.context.log.warn({ fault: loggable(error), sessionId }, 'It could not be said who is waited for');
  }
}
