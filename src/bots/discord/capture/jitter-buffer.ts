/**
 * Puts one person's packets back where they were said. Discord sends nothing while somebody is silent, and packets come
 * late, doubled, out of order or not at all: sequence numbers give order and loss. Pauses come from the sender's own clock
 * (RTP timestamps) where it runs on in silence, else from the times of arrival, which a busy machine blurs.
 */
export const packetMs = 20;

export type Packet = {
  /** When it came, on any steady clock. */
  arrivedMs: number;
  /** RTP sequence number, 0–65535; null when it is not known: then it is taken as the next one. */
  sequence: number | null;
  /** RTP timestamp: 48,000 a second, 32 bits; left out when it is not known. */
  timestamp?: number | null;
  opus: Uint8Array;
};

/** A packet with its place on the clock of the arrivals, and how many before it never came. */
export type PlacedPacket = { atMs: number; opus: Uint8Array; lostBefore: number };

export type JitterBuffer = {
  push(packet: Packet): void;
  /** What is settled by now, in the order it was said. Each packet waits `holdMs`, so that stragglers can overtake. */
  take(nowMs: number): PlacedPacket[];
  /** All that is left, without waiting. */
  drain(): PlacedPacket[];
  /** How many packets of this person were sent as far as the sequence numbers tell, and how many came. */
  counts(): { expected: number; received: number };
  /** The numbering begins anew: another connection, another stream. */
  restart(): void;
};

const holdMs = 120;
/** After the silence frames that end a stretch of speech, anything later than this is a pause. */
const pauseAfterSilenceMs = 30;
/** Without them it is a stalled line, unless it lasts this long: then the person's microphone was off. */
const pauseWithoutSilenceMs = 400;
/** The sender's clock is believed as long as it agrees this well with the times of arrival. */
const clockTrustMs = 2_000;
const ticksPerMs = 48;
/** More missing than this (10 s) is another stream, not a loss. */
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

  /** Sequence numbers made to run on over 65535. */
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
  /** When it was sent, up to a constant: a later packet of the same stretch that came sooner corrects a late one. */
  function sentMs(packet: Held): number {
    return held.reduce(
      (earliest, other) =>
        other.number < packet.number
          ? earliest
          : Math.min(earliest, other.arrivedMs - packetMs * (other.number - packet.number)),
      packet.arrivedMs,
    );
  }
  /** Where the sender's clock puts it; null when it says nothing, or nothing that can be true. */
  function bySender({ timestamp = null, opus }: Held, due: number, lateMs: number): number | null {
    if (next === null || timestamp === null || lastTimestamp === null) return null;
    const atMs = endMs - packetMs + ((timestamp - lastTimestamp) >>> 0) / ticksPerMs;
    if (Math.abs(atMs - (due + lateMs)) > clockTrustMs) return null;
    if (atMs > due + 1) return atMs;
    // Some senders' clocks stand still in silence: after it, no gap may still be a pause.
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
    counts: () => ({ expected, received }),
    restart,
  };
}

/** The frame that clients send five of before they fall silent. */
const isSilence = (opus: Uint8Array) =>
  opus.length === 3 && opus[0] === 0xf8 && opus[1] === 0xff && opus[2] === 0xfe;
