/** How the platform reaches the app: three seconds for an acknowledgement; events are sent again, the rest is not. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Journal } from './journal.ts';
import type { Fields } from './protocol.ts';

export type Outcome =
  | { status: 'acknowledged'; response: Fields | undefined; ms: number }
  | { status: 'timeout' | 'no-connection' | 'http-error'; code?: number };

export type Delivery = {
  kind: string;
  envelope: 'events_api' | 'slash_commands' | 'interactive';
  payload: Fields;
  user: string | undefined;
  attempts: number;
  /** The outcome of the first try, then of the last one so far. */
  outcome: Outcome | undefined;
  first: Promise<Outcome>;
  /** Settles when it was acknowledged or given up. */
  final: Promise<Outcome>;
};

/** Sends one try and waits for its outcome. */
export type Transport = (
  delivery: Pick<Delivery, 'kind' | 'envelope' | 'payload'> & { acceptsPayload: boolean },
  attempt: number,
) => Promise<Outcome>;

export type DeliveryDesk = ReturnType<typeof openDeliveries>;

export function openDeliveries(
  journal: Journal,
  transport: () => Transport,
  options: { retryDelaysMs: readonly number[]; closed: AbortSignal },
) {
  const all: Delivery[] = [];
  return {
    all,
    deliver(given: {
      kind: string;
      envelope: Delivery['envelope'];
      payload: Fields;
      user?: string;
      acceptsPayload?: boolean;
      /** It tells the app of what the app itself did. */
      isOwn?: boolean;
    }): Delivery {
      const { kind, envelope, payload, user, acceptsPayload = false, isOwn = false } = given;
      const send = (attempt: number) => {
        delivery.attempts++;
        return transport()({ kind, envelope, payload, acceptsPayload }, attempt);
      };
      const first = Promise.resolve()
        .then(() => send(0))
        .then((outcome) => {
          delivery.outcome = outcome;
          if (outcome.status !== 'acknowledged') {
            if (!isOwn || outcome.status !== 'no-connection')
              journal.complain('not-acknowledged', { kind, ...outcome });
            if (envelope !== 'events_api') {
              const error = outcome.status === 'timeout' ? 'operation_timeout' : 'dispatch_failed';
              journal.notices.push({ user: user ?? '', kind, error });
            }
          }
          return outcome;
        });
      const final = first.then(async (outcome) => {
        let last = outcome;
        if (envelope !== 'events_api') return last;
        for (const [index, delayMs] of options.retryDelaysMs.entries()) {
          if (last.status === 'acknowledged') break;
          const stopped = await wait(delayMs, false, { signal: options.closed }).catch(() => true);
          if (stopped) break;
          last = await send(index + 1);
          delivery.outcome = last;
        }
        return last;
      });
      const delivery: Delivery = {
        kind,
        envelope,
        payload,
        user,
        attempts: 0,
        outcome: undefined,
        first,
        final,
      };
      all.push(delivery);
      return delivery;
    },
  };
}
