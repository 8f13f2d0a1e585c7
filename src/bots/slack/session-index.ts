/** Where interviews are running, as far as the bot has seen: most messages in a workspace are none of its business. */
import type { TenantId } from '../../domain.ts';
import type { SessionView } from '../../pipeline/interview/interview-types.ts';

export function createSessionIndex() {
  const sessions = new Map<string, SessionView>();
  const newest = (fits: (session: SessionView) => boolean): SessionView | null =>
    [...sessions.values()].findLast(fits) ?? null;
  return {
    put(session: SessionView): void {
      sessions.delete(session.id);
      if (session.state !== 'ended' && session.purpose === 'practice') sessions.set(session.id, session);
    },
    inThread: (tenant: TenantId, channelId: string, threadId: string): SessionView | null =>
      newest(
        ({ place }) =>
          place.tenant === tenant && place.channelId === channelId && place.threadId === threadId,
      ),
    /** One that runs in the channel itself, as planned practices do. */
    inChannel: (tenant: TenantId, channelId: string): SessionView | null =>
      newest(
        ({ place }) =>
          place.tenant === tenant && place.channelId === channelId && (place.threadId ?? null) === null,
      ),
    /** The newest one that a person takes part in; one that runs in `channelId` comes first. */
    ofPerson(tenant: TenantId, userId: string, channelId?: string): SessionView | null {
      const isTheirs = (session: SessionView) =>
        session.place.tenant === tenant &&
        (session.ownerUserId === userId || session.participants.some((one) => one.userId === userId));
      return (
        newest((session) => isTheirs(session) && session.place.channelId === channelId) ?? newest(isTheirs)
      );
    },
    size: () => sessions.size,
  };
}
export type SessionIndex = ReturnType<typeof createSessionIndex>;
