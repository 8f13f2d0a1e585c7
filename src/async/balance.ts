import { CircuitState, ConsecutiveBreaker, ConstantBackoff, circuitBreaker, handleWhen } from 'cockatiel';
import { type Backoff, backoffMs } from './retry.ts';

/** Several that can all do the same work. */
export type Balance<Member> = {
  /**
   * Runs `work` with the member that should be done with it first, and with the next one if that fails. Rejects with
   * the last failure, or at once with `NobodyLeft` when all are put aside.
   */
  run<Result>(work: (member: Member) => Promise<Result>): Promise<Result>;
  /** In the order given. */
  isAside(): boolean[];
  close(): void;
};

export type BalanceOptions<Member> = {
  members: readonly Member[];
  /** Whether the member is to blame: it gets no work until its probe succeeds. */
  isFailure: (error: unknown) => boolean;
  /** Whether another member may do what this one refused, though it is in order. */
  isRefusal?: (error: unknown) => boolean;
  /** Resolves if a member that was put aside may get work again. */
  probe: (member: Member, signal: AbortSignal) => Promise<void>;
  /** How long until the first probe; each failure without a success in between doubles it. */
  probing?: Backoff;
  onFailure?: (position: number, error: unknown) => void;
  /** Milliseconds. */
  now?: () => number;
};

export class NobodyLeft extends Error {}

const usualProbing: Backoff = { firstMs: 1_000, longestMs: 60_000 };
const probeTimeoutMs = 5_000;
/** The weight of the newest measurement in the mean. */
const newest = 0.3;
/** A measurement counts half after this time, so that a member that was slow once is tried again. */
const halfLifeMs = 30_000;

type Seat<Member> = {
  member: Member;
  position: number;
  breaker: ReturnType<typeof circuitBreaker>;
  /** Failures since the last success. */
  failures: number;
  /** When each piece of work that is under way began. */
  begun: Set<{ atMs: number }>;
  latency?: { ms: number; atMs: number };
  probeTimer?: NodeJS.Timeout;
};

/** A member that fails is put aside on its own, and probed with growing pauses. */
export function createBalance<Member>({
  members,
  isFailure,
  isRefusal = () => false,
  probe,
  probing = usualProbing,
  onFailure,
  now = Date.now,
}: BalanceOptions<Member>): Balance<Member> {
  const closing = new AbortController();
  const seats = members.map(seatOf);

  function seatOf(member: Member, position: number): Seat<Member> {
    const breaker = circuitBreaker(
      handleWhen((error) => error instanceof ProbeFailed || isFailure(error)),
      // The probe below decides when it is closed again; nothing else runs while it is open.
      { breaker: new ConsecutiveBreaker(1), halfOpenAfter: new ConstantBackoff(0) },
    );
    const seat: Seat<Member> = { member, position, breaker, failures: 0, begun: new Set() };
    breaker.onBreak(() => {
      seat.failures += 1;
      if (closing.signal.aborted) return;
      seat.probeTimer = setTimeout(() => void probeAgain(seat), backoffMs(seat.failures, probing));
      seat.probeTimer.unref();
    });
    return seat;
  }

  const probeAgain = async ({ breaker, member }: Seat<Member>) => {
    const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(probeTimeoutMs)]);
    const look = () =>
      probe(member, signal).catch((cause) => {
        throw new ProbeFailed('A member did not answer its probe.', { cause });
      });
    await breaker.execute(look).catch(() => undefined);
  };

  const isUsable = ({ breaker }: Seat<Member>) => breaker.state === CircuitState.Closed;

  /** The first to be done, if each piece takes as long as those before it. */
  const quickest = (from: readonly Seat<Member>[]) => {
    const known = from.flatMap((seat) => latencyOf(seat) ?? []);
    const usual = known.length === 0 ? 1 : known.reduce((sum, ms) => sum + ms, 0) / known.length;
    const cost = (seat: Seat<Member>) => (latencyOf(seat) ?? usual) * (seat.begun.size + 1);
    return from.toSorted((one, other) => cost(one) - cost(other))[0];
  };

  /** What it takes lately; at least as long as the oldest work has been under way. */
  const latencyOf = ({ latency, begun }: Seat<Member>): number | undefined => {
    const measured = latency && latency.ms * 0.5 ** ((now() - latency.atMs) / halfLifeMs);
    const [oldest] = begun;
    const underWay = oldest && now() - oldest.atMs;
    if (measured === undefined && underWay === undefined) return undefined;
    return Math.max(1, measured ?? 0, underWay ?? 0);
  };

  async function runWith<Result>(seat: Seat<Member>, work: (member: Member) => Promise<Result>) {
    const begun = { atMs: now() };
    seat.begun.add(begun);
    try {
      const result = await seat.breaker.execute(() => work(seat.member));
      const ms = now() - begun.atMs;
      const before = seat.latency?.ms ?? ms;
      seat.latency = { ms: before + newest * (ms - before), atMs: now() };
      seat.failures = 0;
      return result;
    } finally {
      seat.begun.delete(begun);
    }
  }

  return {
    async run(work) {
      const tried = new Set<Seat<Member>>();
      let last: unknown = new NobodyLeft('Every member is put aside.');
      for (;;) {
        const seat = quickest(seats.filter((each) => isUsable(each) && !tried.has(each)));
        if (!seat) throw last;
        tried.add(seat);
        try {
          return await runWith(seat, work);
        } catch (error) {
          if (isFailure(error)) onFailure?.(seat.position, error);
          else if (!isRefusal(error)) throw error;
          last = error;
        }
      }
    },
    isAside: () => seats.map((seat) => !isUsable(seat)),
    close() {
      closing.abort();
      for (const { probeTimer } of seats) clearTimeout(probeTimer);
    },
  };
}

class ProbeFailed extends Error {}
