import type { Interview, SessionView } from '../../pipeline/interview/interview-types.ts';
import type { ChatPlatform, Happened } from '../platform.ts';
import { type Sessions, takesPart } from './sessions.ts';

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
