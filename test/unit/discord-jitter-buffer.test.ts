import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createJitterBuffer,
  type PlacedPacket,
  packetMs,
} from '../../src/bots/discord/capture/jitter-buffer.ts';

const voice = (index: number) => Uint8Array.from([0x78, index & 255, (index >> 8) & 255, 1]);
/** How far after sequence number 65500. */
const positionOf = (opus: Uint8Array) => (((opus[1] ?? 0) | ((opus[2] ?? 0) << 8)) - 65_500) & 0xffff;
const silence = Uint8Array.from([0xf8, 0xff, 0xfe]);

/** Plays packets into a jitter buffer in the order of their arrival, taking every 100 ms as the bot does. */
function play(
  sent: { sentMs: number; delayMs?: number; sequence: number; timestamp?: number; opus: Uint8Array }[],
) {
  const buffer = createJitterBuffer();
  const placed: PlacedPacket[] = [];
  const arrivals = sent
    .map(({ sentMs, delayMs = 0, ...packet }) => ({ ...packet, arrivedMs: sentMs + delayMs }))
    .sort((a, b) => a.arrivedMs - b.arrivedMs);
  let nextTake = 100;
  for (const packet of arrivals) {
    for (; nextTake < packet.arrivedMs; nextTake += 100) placed.push(...buffer.take(nextTake));
    buffer.push(packet);
  }
  placed.push(...buffer.drain());
  return { placed, counts: buffer.counts() };
}

/** A stretch of speech with the five silence frames that clients send after it. */
const stretch = (startMs: number, sequence: number, packets: number) =>
  Array.from({ length: packets + 5 }, (_, index) => ({
    sentMs: startMs + index * packetMs,
    sequence: (sequence + index) & 0xffff,
    opus: index < packets ? voice(sequence + index) : silence,
  }));

describe('the jitter buffer of a voice', () => {
  it('keeps a pause as long as it was, although nothing was sent in it', () => {
    const { placed } = play([...stretch(0, 10, 50), ...stretch(3000, 65, 50)]);
    expect((placed[55]?.atMs ?? 0) - (placed[49]?.atMs ?? 0)).toBeCloseTo(3000 - 49 * packetMs, -1);
  });

  it('believes the sender’s clock over arrivals that a busy machine has blurred', () => {
    const sent = [...stretch(0, 10, 50), ...stretch(3000, 65, 50)].map((packet, index) => ({
      ...packet,
      timestamp: (0xffff_f000 + packet.sentMs * 48) >>> 0,
      delayMs: index < 20 ? 0 : index < 55 ? 450 : Math.max(0, 380 - 20 * Math.max(0, index - 80)),
    }));
    const { placed } = play(sent);
    const start = placed[0]?.atMs ?? 0;
    expect(placed.map(({ atMs }) => atMs - start)).toEqual(sent.map(({ sentMs }) => sentMs));
  });

  it('finds pauses by arrival where the sender’s clock stands still in silence', () => {
    const sent = [...stretch(0, 10, 50), ...stretch(1800, 65, 50)].map((packet, index) => ({
      ...packet,
      timestamp: index * 960,
    }));
    const { placed } = play(sent);
    expect((placed[55]?.atMs ?? 0) - (placed[0]?.atMs ?? 0)).toBeCloseTo(1800, -1);
  });

  it('keeps pauses within 100 ms under 40 ms of jitter and 5 % loss, and puts every packet in order', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({ delayMs: fc.integer({ min: 0, max: 40 }), lost: fc.integer({ min: 0, max: 19 }) }),
          {
            minLength: 210,
            maxLength: 210,
          },
        ),
        fc.integer({ min: 600, max: 5000 }),
        (line, pauseMs) => {
          const second = 105 * packetMs + pauseMs;
          const sent = [...stretch(0, 65_500, 100), ...stretch(second, 65_605, 100)].map((packet, index) => ({
            ...packet,
            delayMs: line[index]?.delayMs ?? 0,
            lost: line[index]?.lost === 0 && index > 0,
          }));
          const came = sent.filter((packet) => !packet.lost);
          const spoken = play(came).placed.filter((packet) => packet.opus.length === 4);
          const positions = spoken.map((packet) => positionOf(packet.opus));
          expect(positions).toEqual(positions.toSorted((a, b) => a - b));
          const shiftOfFirstIn = (fromMs: number) => {
            const said = came.find((packet) => packet.sentMs >= fromMs);
            const heard = spoken.find((packet) => packet.opus === said?.opus);
            return (heard?.atMs ?? 0) - (said?.sentMs ?? 0);
          };
          expect(Math.abs(shiftOfFirstIn(second) - shiftOfFirstIn(0))).toBeLessThan(100);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('takes a stalled line for what it is: speech in one piece, not a pause', () => {
    const sent = stretch(0, 0, 50).map((packet) => ({
      ...packet,
      delayMs: packet.sentMs >= 400 && packet.sentMs < 700 ? 700 - packet.sentMs : 0,
    }));
    const { placed } = play(sent);
    placed.slice(1).forEach((packet, index) => {
      expect(packet.atMs - (placed[index]?.atMs ?? 0)).toBeCloseTo(packetMs, 0);
    });
  });

  it('says how many packets never came', () => {
    const { counts, placed } = play(stretch(0, 0, 95).filter((packet) => packet.sequence % 10 !== 5));
    expect(counts).toEqual({ expected: 100, received: 90 });
    expect(placed.reduce((sum, packet) => sum + packet.lostBefore, 0)).toBe(10);
  });

  it('does not count a new stream as a loss, and drops what comes twice', () => {
    const { counts } = play([...stretch(0, 100, 20), ...stretch(0, 100, 20), ...stretch(4000, 30_000, 20)]);
    expect(counts).toEqual({ expected: 50, received: 50 });
  });
});
