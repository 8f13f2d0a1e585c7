/**
 * Pausing and stopping: by the person who leads the interview, or by people who manage the place where it is
 * held.
 */
import type { Actor, Session } from '../../domain.ts';
import type { Interview } from '../../pipeline/interview/interview-types.ts';
import type { ChatPlatform } from '../platform.ts';
import { takesPart } from './sessions.ts';

export type Steering = {
  /** Returns the new state. */
  pauseOrResume(person: Actor, session: Session): Promise<'paused' | 'resumed'>;
  stop(person: Actor, session: Session): Promise<void>;
};

export function createSteering({
  platform,
  interview,
}: {
  platform: Pick<ChatPlatform, 'manages'>;
  interview: Pick<Interview, 'pause' | 'resume' | 'stop' | 'repeat'>;
}): Steering {
  /** Whether a person acts as a manager of the place rather than as the lead of the interview. */
  async function isModerator(person: Actor, session: Session): Promise<boolean> {
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
      // Whatever should have been shown while the bot was not allowed to write is lost.
      const wasMute = session.pause?.reason === 'no-permission' && session.turn !== null;
      if (wasMute && takesPart(session, person.userId)) await interview.repeat(person, session.id);
      return 'resumed';
    },
    async stop(person, session) {
      await interview.stop(person, session.id, { asModerator: await isModerator(person, session) });
    },
  };
}
