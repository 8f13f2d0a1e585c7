import type { VoiceBasedChannel } from 'discord.js';
import type { Actor, Session } from '../../../domain.ts';

/** The state of one voice room: its parts read it, and only the room changes it (`heard`: its attendance). */
export type RoomState = {
  /** The session as the interview last gave it. */
  session: Session;
  /** Where the bot is, or was last. */
  channel: VoiceBasedChannel;
  /** Who is listened to. */
  heard: Set<string>;
  /**
   * Since when speech counts, on the room's clock. Null while the voice connection is not ready or the
   * interview is paused, when silence means nothing.
   */
  listeningSinceMs: number | null;
};

/** Whether this person's speech belongs to the open question now. */
export const mayAnswer = ({ session }: Pick<RoomState, 'session'>, userId: string): boolean =>
  session.state === 'active' &&
  session.turn !== null &&
  (session.turn.userId ?? userId) === userId &&
  !session.answered.includes(userId);

/** Whom the interview is for: where two interview each other, only the one who answers now. */
export const isFor = ({ style, ownerUserId, roles }: Session, userId: string): boolean =>
  style === 'peer' ? roles?.candidateUserId === userId : style !== 'solo' || userId === ownerUserId;

/** The person in whose name the room pauses, resumes and ends: the current lead of the session. */
export function leaderOf({ place, ownerUserId, participants }: Session): Actor {
  const ownerIsIn = participants.some((one) => one.userId === ownerUserId);
  return {
    tenant: place.tenant,
    userId: ownerIsIn ? ownerUserId : (participants[0]?.userId ?? ownerUserId),
  };
}

/**
 * Who has to come back before the interview can go on: its candidate (in a hot seat, the person whose
 * question is open) or, in one for everyone, all participants. Null when nobody is.
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
