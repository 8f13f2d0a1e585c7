/** What writing and recording have in common: who takes part, and how a piece of an answer is known again. */
import { CoachError } from '../../../errors.ts';
import type { SessionView } from '../../../pipeline/interview-types.ts';
import { actorOf, type Desk, type Doer } from '../desk.ts';

/** The same piece of an answer has the same key, however often Slack sends it. */
export const pieceKey = (channel: string, ts: string): string => `${channel}:${ts}`;

/** Whoever answers in a group's thread takes part in it. */
export async function joinIfNeeded(desk: Desk, doer: Doer, session: SessionView): Promise<void> {
  if (session.participants.some(({ userId, role }) => userId === doer.userId && role === 'candidate')) return;
  if (session.style === 'solo')
    throw new CoachError(
      'not_allowed',
      'This is the interview of somebody else; start one of your own with /interview start.',
    );
  desk.sessions.put(await desk.context.interview.join(actorOf(doer), session.id, 'candidate'));
}
