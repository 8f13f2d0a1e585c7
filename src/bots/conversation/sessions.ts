/**
 * The running interviews, as last seen: learned at their start, from deliveries, and from the store after a
 * restart.
 */
import type { TenantId } from '../../domain.ts';
import type { Place, SessionView } from '../../pipeline/interview/interview-types.ts';

export type Sessions = {
  put(session: SessionView): void;
  byId(sessionId: string): SessionView | null;
  /** The newest one in exactly this thread or channel. */
  at(place: Pick<Place, 'tenant' | 'channelId' | 'threadId'>): SessionView | null;
  /** The newest one that fits. */
  newest(fits: (session: SessionView) => boolean): SessionView | null;
  /** The newest one in which a person takes part. */
  ofPerson(tenant: TenantId, userId: string): SessionView | null;
  remove(sessionId: string): void;
  /** Newest first. */
  all(): SessionView[];
};

export function createSessions(): Sessions {
  const sessions = new Map<string, SessionView>();
  const newestFirst = () => [...sessions.values()].reverse();
  const newest = (fits: (session: SessionView) => boolean) => newestFirst().find(fits) ?? null;
  return {
    put(session) {
      const isOpen = session.state !== 'ended' && session.purpose === 'practice';
      if (isOpen) sessions.set(session.id, session);
      else sessions.delete(session.id);
    },
    byId: (sessionId) => sessions.get(sessionId) ?? null,
    at: ({ tenant, channelId, threadId }) =>
      newest(
        ({ place }) =>
          place.tenant === tenant &&
          place.channelId === channelId &&
          (place.threadId ?? null) === (threadId ?? null),
      ),
    newest,
    ofPerson: (tenant, userId) =>
      newest((session) => session.place.tenant === tenant && takesPart(session, userId)),
    remove: (sessionId) => sessions.delete(sessionId),
    all: newestFirst,
  };
}

export const takesPart = (session: SessionView, userId: string): boolean =>
  session.ownerUserId === userId || session.participants.some((one) => one.userId === userId);
