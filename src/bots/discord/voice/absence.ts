/** Pauses an interview while the people whom it needs are not in the voice channel. */
import { createSerialQueue } from '../../../async/serial-queue.ts';
import type { PauseReason, Session } from '../../../domain.ts';
import type { Attendance } from './attendance.ts';
import type { Outage } from './outage.ts';
import { type RoomState, whoIsMissing } from './room-state.ts';

/** Whether the session is paused because its candidate has left. */
export const isAway = ({ pause }: Session): boolean => pause?.reason === 'candidate-left';

export function createAbsence(options: {
  state: RoomState;
  outage: Pick<Outage, 'isPausing'>;
  /** Null while the bot is in no channel. */
  attendance(): Pick<Attendance, 'left' | 'refresh'> | null;
  pause(reason: PauseReason): Promise<unknown>;
  resume(): Promise<void>;
  signal: AbortSignal;
}) {
  const { state, outage, attendance, pause, resume, signal } = options;
  /** People who come while departures are being settled are looked at afterwards. */
  const looks = createSerialQueue();
  /** People had already paused it when the candidate left. */
  let pausedBefore = false;
  const here = () =>
    new Set([...state.channel.members.values()].filter(({ user }) => !user.bot).map(({ id }) => id));
  const candidate = () =>
    state.session.style === 'solo' ? state.session.ownerUserId : (state.session.turn?.userId ?? null);

  async function look(leaver: string | null): Promise<void> {
    if (leaver !== null) await attendance()?.left(leaver);
    else await attendance()?.refresh();
    if (signal.aborted) return;
    const missing = whoIsMissing(state.session, here());
    const away = isAway(state.session);
    if (missing === null && away) {
      if (outage.isPausing()) await pause('connection-lost');
      else await (pausedBefore ? pause('asked') : resume());
    } else if (missing !== null && !away && attendance()) {
      // Only somebody who was there can have left.
      if (leaver === null || (missing === 'candidate' && leaver !== candidate())) return;
      pausedBefore = state.session.state === 'paused' && !outage.isPausing();
      await pause('candidate-left');
    }
  }
  return {
    /** Somebody has come, or `leaver` has left. */
    look: async (leaver: string | null): Promise<void> => await looks.run(() => look(leaver)),
  };
}
