/**
 * Puts one person's packets back where they were said. Discord sends nothing while somebody is silent, and
 * packets come late, twice, out of order or not at all: sequence numbers give order and loss. Pauses come
 * from the sender's own clock (RTP timestamps) if it keeps running in silence, otherwise from the arrival
 * times, which are less exact on a busy machine.
 */
export const packetMs = 20;

export type Packet = {
  /** When it came, on any steady clock. */
  arrivedMs: number;
  /** RTP sequence number, 0–65535; null when it is unknown, which counts as the next one. */
  sequence: number | null;
  /** RTP timestamp: 48,000 per second, 32 bits; left out when it is unknown. */
  timestamp?: number | null;
  opus: Uint8Array;
};

/** A packet with its place on the arrival clock, and how many before it never came. */
export type PlacedPacket = { atMs: number; opus: Uint8Array; lostBefore: number };

export type JitterBuffer = {
  push(packet: Packet): void;
  /**
   * The packets that are settled by now, in spoken order. Each waits `holdMs`, so that late ones can still
   * fall into place.
   */
  take(nowMs: number): PlacedPacket[];
  /** All remaining packets, without waiting. */
  drain(): PlacedPacket[];
  /** Whether the sender has said, by silence frames, that nothing comes for now. */
  isSilent(): boolean;
  /** How many packets this person sent, judging by the sequence numbers, and how many came. */
  counts(): { expected: number; received: number };
  /** The numbering starts over: a new connection, a new stream. */
  restart(): void;
};

/** How long a packet waits for late ones before it. */
export const holdMs = 120;
/** After the silence frames that end a stretch of speech, a gap longer than this is a pause. */
const pauseAfterSilenceMs = 30;
/**
 * Without them the gap is a stalled line, unless it lasts this long: then the person's microphone was off.
 */
const pauseWithoutSilenceMs = 400;
/** The sender's clock is trusted as long as it agrees this well with the arrival times. */
const clockTrustMs = 2_000;
const ticksPerMs = 48;
/** If more than this (10 s) is missing, it is another stream, not a loss. */
const restartGap = 500;

export function createJitterBuffer(): JitterBuffer {
  type Held = Packet & { number: number };
  let held: Held[] = [];
  let highest: number | null = null;
  let next: number | null = null;
  let endMs = 0;
  let silent = true;
  let lastTimestamp: number | null = null;
  let expected = 0;
  let received = 0;

  /** Sequence numbers that keep counting past 65535. */
  function unwrap(sequence: number | null): number {
    if (highest === null) return sequence ?? 0;
    if (sequence === null) return highest + 1;
    const step = ((sequence - (highest & 0xffff) + 0x8000) & 0xffff) - 0x8000;
    return highest + step;
  }
  function restart(): void {
    next = null;
    highest = null;
    lastTimestamp = null;
    silent = true;
  }
  /**
   * When it was sent, up to a constant: a later packet of the same stretch that had less delay corrects a
   * late one.
   */
  function sentMs(packet: Held): number {
    return held.reduce(
      (earliest, other) =>
        other.number < packet.number
          ? earliest
          : Math.min(earliest, other.arrivedMs - packetMs * (other.number - packet.number)),
      packet.arrivedMs,
    );
  }
  /** Where the sender's clock puts it; null when there is none, or it cannot be right. */
  function bySender({ timestamp = null, opus }: Held, due: number, lateMs: number): number | null {
    if (next === null || timestamp === null || lastTimestamp === null) return null;
    const atMs = endMs - packetMs + ((timestamp - lastTimestamp) >>> 0) / ticksPerMs;
    // In the middle of a stretch nothing was left out, however late a busy machine reads it.
    if (atMs === due && !silent) return due;
    if (Math.abs(atMs - (due + lateMs)) > clockTrustMs) return null;
    if (atMs > due + 1) return atMs;
    // Some senders' clocks stop during silence: no gap on their clock can still mean a pause.
    return silent && !isSilence(opus) ? null : due;
  }
  function byArrival(due: number, lateMs: number): number {
    const pause = next === null || lateMs > (silent ? pauseAfterSilenceMs : pauseWithoutSilenceMs);
    return pause ? Math.max(endMs, due + lateMs) : due;
  }
  function place(packet: Held): PlacedPacket {
    const lostBefore = next === null ? 0 : packet.number - next;
    const due = endMs + lostBefore * packetMs;
    const lateMs = sentMs(packet) - due;
    const atMs = bySender(packet, due, lateMs) ?? byArrival(due, lateMs);
    lastTimestamp = packet.timestamp ?? null;
    next = packet.number + 1;
    endMs = atMs + packetMs;
    silent = isSilence(packet.opus);
    expected += 1 + lostBefore;
    received++;
    return { atMs, opus: packet.opus, lostBefore };
  }
  function release(count: number): PlacedPacket[] {
    const placed: PlacedPacket[] = [];
    for (let taken = 0; taken < count; taken++) {
      const packet = held[0];
      if (!packet) break;
      if (next === null || packet.number >= next) placed.push(place(packet));
      held = held.slice(1);
    }
    return placed;
  }

  return {
    push(packet) {
      if (highest !== null && Math.abs(unwrap(packet.sequence) - highest) > restartGap) restart();
      const number = unwrap(packet.sequence);
      highest = Math.max(highest ?? number, number);
      if (held.some((other) => other.number === number)) return;
      held = [...held, { ...packet, number }].sort((a, b) => a.number - b.number);
    },
    take(nowMs) {
      const settled = held.findLastIndex((packet) => packet.arrivedMs <= nowMs - holdMs);
      return release(settled + 1);
    },
    drain: () => release(held.length),
    isSilent: () => silent,
    counts: () => ({ expected, received }),
    restart,
  };
}

/** The frame that clients send five of before they fall silent. */
const isSilence = (opus: Uint8Array) =>
  opus.length === 3 && opus[0] === 0xf8 && opus[1] === 0xff && opus[2] === 0xfe;
