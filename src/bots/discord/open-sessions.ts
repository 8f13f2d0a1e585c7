/** The interviews that run now, as they were last seen: told by the start, by deliveries and by the store at a restart. */
import type { SessionView } from '../../pipeline/interview/interview-types.ts';
import type { OpenSessions } from './ports.ts';

export function createOpenSessions(): OpenSessions {
  const sessions = new Map<string, SessionView>();
  const newestFirst = () => [...sessions.values()].reverse();
  return {
    put(session) {
      if (session.state === 'ended' || session.purpose === 'score') sessions.delete(session.id);
      else sessions.set(session.id, session);
    },
    byId: (sessionId) => sessions.get(sessionId) ?? null,
    inChannel: (channelId) =>
      newestFirst().find(({ place }) => place.channelId === channelId) ??
      newestFirst().find(({ place }) => place.voiceChannelId === channelId) ??
      null,
    ofPerson: (userId, tenant) =>
      newestFirst().find(
        (session) =>
          session.place.tenant === tenant &&
          (session.ownerUserId === userId || session.participants.some((one) => one.userId === userId)),
      ) ?? null,
    remove: (sessionId) => sessions.delete(sessionId),
    all: newestFirst,
  };
}
