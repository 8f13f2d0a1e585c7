/** A voice connection that is away for longer pauses the interview; once it is back, the interview goes on. */
import { setTimeout as delay } from 'node:timers/promises';
import { backoffMs } from '../../../async/retry.ts';
import type { RoomState } from './room-state.ts';
import type { VoiceTimings } from './timings.ts';

export type Outage = {
  /** Whether the interview is paused because of it. */
  isPausing(): boolean;
  begin(): void;
  /** The connection is back. True when the interview is to go on. */
  end(): boolean;
  /** The interview goes on, for whatever reason, or waits for people from now on. */
  forget(): void;
  /**
   * The connection could not be opened again: goes on trying, more and more rarely, as long as the interview is paused
   * because of that.
   */
  keepTrying(comeBack: () => Promise<boolean>): Promise<void>;
};

export function createOutage(options: {
  state: RoomState;
  timings: Pick<VoiceTimings, 'outageMs' | 'returnFirstMs' | 'returnLongestMs' | 'returnTries'>;
  pause(): void;
  signal: AbortSignal;
}): Outage {
  const { state, timings, signal } = options;
  let timer: NodeJS.Timeout | null = null;
  let pausing = false;
  let trying = false;

  function clear(): void {
    if (timer) clearTimeout(timer);
    timer = null;
  }
  signal.addEventListener('abort', clear, { once: true });
  const isWaiting = () => {
    const { session } = state;
    return !signal.aborted && session.state === 'paused' && session.pause?.reason === 'connection-lost';
  };

  return {
    isPausing: () => pausing,
    begin() {
      timer ??= setTimeout(() => {
        pausing = state.session.state === 'active';
        if (pausing) options.pause();
      }, timings.outageMs);
    },
    end() {
      clear();
      const goesOn = pausing;
      pausing = false;
      return goesOn;
    },
    forget() {
      clear();
      pausing = false;
    },
    async keepTrying(comeBack) {
      if (trying) return;
      trying = true;
      const backoff = { firstMs: timings.returnFirstMs, longestMs: timings.returnLongestMs };
      try {
        for (let tries = 1; tries <= timings.returnTries; tries++) {
          await delay(backoffMs(tries, backoff), undefined, { signal }).catch(() => undefined);
          if (!isWaiting() || (await comeBack())) return;
        }
      } finally {
        trying = false;
      }
    },
  };
}
