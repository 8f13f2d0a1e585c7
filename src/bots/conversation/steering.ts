/** Pausing and stopping: by whoever leads the interview, or by those who manage the place it is held in. */
import type { Actor, Interview, SessionView } from '../../pipeline/interview/interview-types.ts';
import type { ChatPlatform } from '../platform.ts';
import { takesPart } from './sessions.ts';

export type Steering = {
  /** Gives what it is now. */
  pauseOrResume(person: Actor, session: SessionView): Promise<'paused' | 'resumed'>;
  stop(person: Actor, session: SessionView): Promise<void>;
};

export function createSteering({
  platform,
  interview,
}: {
  platform: Pick<ChatPlatform, 'manages'>;
  interview: Pick<Interview, 'pause' | 'resume' | 'stop' | 'repeat'>;
}): Steering {
  /** Whether a person acts as somebody who manages the place, and does not lead the interview. */
  async function isModerator(person: Actor, session: SessionView): Promise<boolean> {
    const ownerIsHere = session.participants.some(({ userId }) => userId === session.ownerUserId);
    const leads =
      person.userId === session.ownerUserId || (!ownerIsHere && takesPart(session, person.userId));
    return !leads && (await platform.manages(person));
  }
  return {
    async pauseOrResume(person, session) {
      const options = { asModerator: await isModerator(person, session) };
      if (session.state !== 'paused') {
        await interview.pause(person, session.id, options);
        return 'paused';
      }
      await interview.resume(person, session.id, options);
      // What was to be shown while the bot might not write was lost.
      const wasMute = session.pause?.reason === 'no-permission' && session.turn !== null;
      if (wasMute && takesPart(session, person.userId)) await interview.repeat(person, session.id);
      return 'resumed';
    },
    async stop(person, session) {
      await interview.stop(person, session.id, { asModerator: await isModerator(person, session) });
    },
  };
}
