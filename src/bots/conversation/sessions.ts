/**
 * The running interviews, as last seen: learned at their start, from deliveries, and from the store after a
 * restart.
 */
import type { Place, Session, TenantId } from '../../domain.ts';
import type { Interview } from '../../pipeline/interview/interview-types.ts';
import type { Happened } from '../happened.ts';
import type { ChatPlatform } from '../platform.ts';

export type Sessions = {
  put(session: Session): void;
  byId(sessionId: string): Session | null;
  /** The newest one in exactly this thread or channel. */
  at(place: Pick<Place, 'tenant' | 'channelId' | 'threadId'>): Session | null;
  /** The newest one that fits. */
  newest(fits: (session: Session) => boolean): Session | null;
  /** The newest one in which a person takes part. */
  ofPerson(tenant: TenantId, userId: string): Session | null;
  remove(sessionId: string): void;
  /** Newest first. */
  all(): Session[];
};

export function createSessions(): Sessions {
  const sessions = new Map<string, Session>();
  const newestFirst = () => [...sessions.values()].reverse();
  const newest = (fits: (session: Session) => boolean) => newestFirst().find(fits) ?? null;
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

export const takesPart = (session: Session, userId: string): boolean =>
  session.ownerUserId === userId || session.participants.some((one) => one.userId === userId);

export type MeantSession = {
  /**
   * The interview that a command means: the one running here, unless that is somebody else's and the person
   * has their own.
   */
  ofCommand(happened: Happened): Promise<Session | null>;
  /** The interview that a message belongs to: only one that is running here. */
  ofMessage(happened: Happened): Promise<Session | null>;
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
  async function here({ place, meant = place, person }: Happened): Promise<Session | null> {
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
  async function fresh(known: Session, person: Happened['person']): Promise<Session | null> {
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
  async function atPlace({ place, meant = place }: Happened): Promise<Session | null> {
    const stored = await interview.sessionAt(meant);
    if (stored) sessions.put(stored);
    return stored;
  }
}
