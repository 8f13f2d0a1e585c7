/** Failures of the network and of Slack that a test orders in advance. */
import type { Fields } from './protocol.ts';

export type Fault = {
  /** A method of the Web API, `*` for any. */
  method: string;
  what:
    | { type: 'rate-limit'; retryAfterSeconds: number }
    | { type: 'error'; error: string }
    | { type: 'status'; status: number }
    | { type: 'drop' }
    | { type: 'hang' };
  /** Default once. */
  times?: number;
  /** The call takes effect, and only its answer is lost. */
  afterwards?: boolean;
  when?: (args: Fields) => boolean;
};

export function openFaults() {
  const pending: Fault[] = [];
  return {
    add(fault: Fault): void {
      pending.push({ times: 1, afterwards: false, ...fault });
    },
    take(method: string, args: Fields): Fault | null {
      const fault = pending.find(
        (candidate) =>
          (candidate.method === method || candidate.method === '*') &&
          (candidate.times ?? 1) > 0 &&
          (candidate.when?.(args) ?? true),
      );
      if (!fault) return null;
      fault.times = (fault.times ?? 1) - 1;
      return fault;
    },
    clear: () => pending.splice(0),
  };
}
