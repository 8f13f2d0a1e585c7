/** What somebody is told who is the only one so far to have answered a question for everyone. */

import type { Actor } from '../../pipeline/interview/interview-types.ts';
import { personMark } from '../../wording/marks.ts';
import type { View } from '../view.ts';
import { viewWaiting } from '../waiting-view.ts';
import { renderCard } from './cards.ts';
import type { Desk } from './desk.ts';
import { loggable } from './faults.ts';
import { channelFor } from './send.ts';

const words = { takePart: 'Answer or Take part', showResults: 'Show results', nameOf: personMark };

/** Null where there is nobody to wait for. */
export const waitingFor = async (desk: Desk, actor: Actor, sessionId: string): Promise<View | null> =>
  viewWaiting(actor, await desk.context.interview.session(actor, sessionId), words);

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
