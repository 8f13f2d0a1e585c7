/**
 * The running interviews, as last seen: learned at their start, from deliveries, and from the store after a
 * restart.
 */
import type { TenantId } from '../../domain.ts';
import type { Interview, Place, SessionView } from '../../pipeline/interview/interview-types.ts';
import type { Happened } from '../happened.ts';
import type { ChatPlatform } from '../platform.ts';

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

export type MeantSession = {
  /**
   * The interview that a command means: the one running here, unless that is somebody else's and the person
   * has their own.
   */
  ofCommand(happened: Happened): Promise<SessionView | null>;
  /** The interview that a message belongs to: only one that is running here. */
  ofMessage(happened: Happened): Promise<SessionView | null>;
};

/** Finds the interview that somebody means, in its current state in the store. */
export function createMeantSession({
  platform,
  interview,
  sessions,
}: {
  platform: Pick<ChatPlatform, 'isPrivate'>;
  interview: Pick<Interview, 'session' | 'sessionAt'>;
  sessions: Sessions;
}): MeantSession {
  async function here({ place, meant = place, person }: Happened): Promise<SessionView | null> {
    // Most of what is written in a channel is not for the bot: the store is not read for it.
    const known = sessions.at(meant) ?? (meant.threadId ? sessions.at({ ...meant, threadId: null }) : null);
    if (known && known.place.tenant === person.tenant) return await fresh(known, person);
    if (!platform.isPrivate(meant)) return null;
    const stored =
      (await interview.sessionAt(meant)) ??
      (meant.threadId ? await interview.sessionAt({ ...meant, threadId: null }) : null);
    if (stored) sessions.put(stored);
    return stored;
  }
  async function fresh(known: SessionView, person: Happened['person']): Promise<SessionView | null> {
    const session = await interview.session(person, known.id);
    sessions.put(session);
    return session.state === 'ended' ? null : session;
  }
  return {
    ofMessage: here,
    async ofCommand(happened) {
      const { person } = happened;
      const running = await here(happened);
      if (running && takesPart(running, person.userId)) return running;
      const own = sessions.ofPerson(person.tenant, person.userId);
      return own ? ((await fresh(own, person)) ?? running) : (running ?? (await atPlace(happened)));
    },
  };

  /** It was started by another process on the same database. */
  async function atPlace({ place, meant = place }: Happened): Promise<SessionView | null> {
    const stored = await interview.sessionAt(meant);
    if (stored) sessions.put(stored);
    return stored;
  }
}
