import type { EndReason } from '../../domain.ts';
import type { SessionView } from '../../pipeline/interview/interview-types.ts';
import { sayView } from '../desk-view.ts';
import { renderCard } from './cards.ts';
import { actorIn, type Desk } from './desk.ts';
import { loggable } from './faults.ts';
import { sendToPerson } from './send.ts';

/** Ends a session whose place is gone, and tells its owner why. */
export async function endSession(
  desk: Pick<Desk, 'client' | 'context' | 'sessions'>,
  session: SessionView,
  reason: EndReason,
): Promise<void> {
  const { interview, log, wording } = desk.context;
  const { tenant } = session.place;
  await interview
    .stop(actorIn(tenant, session.ownerUserId), session.id, { reason })
    .catch((error: unknown) => {
      log.warn({ fault: loggable(error), sessionId: session.id }, 'Ending a session failed');
    });
  desk.sessions.remove(session.id);
  const view = sayView(
    'Your interview has ended',
    `${wording.say(`ended.because.${reason}`)} What you submitted is still scored.`,
  );
  const once = { nonce: `e${session.id.slice(0, 20)}`, again: false };
  await sendToPerson(desk, session.ownerUserId, renderCard(view, { tenant }), once).catch(() => null);
}
