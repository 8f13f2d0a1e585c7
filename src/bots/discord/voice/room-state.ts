import type { VoiceBasedChannel } from 'discord.js';
import type { Actor, Session } from '../../../domain.ts';

/** What the parts of one voice room read, and the room alone changes (`heard`: its attendance). */
export type RoomState = {
  /** The session as the interview last gave it. */
  session: Session;
  /** Where the bot is, or was last. */
  channel: VoiceBasedChannel;
  /** Who is listened to. */
  heard: Set<string>;
  /**
   * On the room's clock: since when speech counts. Null while the voice connection is not ready or the interview is paused:
   * silence means nothing then.
   */
  listeningSinceMs: number | null;
};

/** Whether what this person says now belongs to the open question. */
export const mayAnswer = ({ session }: Pick<RoomState, 'session'>, userId: string): boolean =>
  session.state === 'active' &&
  session.turn !== null &&
  (session.turn.userId ?? userId) === userId &&
  !session.answered.includes(userId);

/** Whom the interview is for. */
export const isFor = ({ style, ownerUserId }: Session, userId: string): boolean =>
  style !== 'solo' || userId === ownerUserId;

/** In whose name the room pauses, resumes and ends: whoever leads the session now. */
export function leaderOf({ place, ownerUserId, participants }: Session): Actor {
  const ownerIsIn = participants.some((one) => one.userId === ownerUserId);
  return {
    tenant: place.tenant,
    userId: ownerIsIn ? ownerUserId : (participants[0]?.userId ?? ownerUserId),
  };
}

/**
 * Who is missing so that the interview cannot go on: its candidate (in a hot seat the one whose question is open), or, in
 * one for everyone, all who take part. Null when nobody is.
 */
export function whoIsMissing(session: Session, here: ReadonlySet<string>): 'everybody' | 'candidate' | null {
  const { style, ownerUserId, turn, participants } = session;
  if (here.size === 0) return 'everybody';
  if (style === 'everyone')
    return participants.some(({ role, userId }) => role === 'candidate' && here.has(userId))
      ? null
      : 'everybody';
  const needed = style === 'solo' ? ownerUserId : (turn?.userId ?? null);
  return needed === null || here.has(needed) ? null : 'candidate';
}
