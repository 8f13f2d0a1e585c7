/** A person in a voice channel: says what is in an Opus file, with the loss and jitter of a real line. */
import { randomBytes, randomInt } from 'node:crypto';
import { setImmediate as immediate, setTimeout as sleep } from 'node:timers/promises';
import { type DaveMember, openDaveMember } from '../dave/member.ts';
import { frameMs, silenceFrame } from './ogg.ts';
import type { Room } from './room.ts';

export type SpeakOptions = {
  /** Chance that a packet is lost, in percent, drawn from `seed`. */
  lossPercent?: number;
  seed?: number;
  /** Each packet is late by up to this; 20 or more reorders. */
  jitterMs?: number;
  /** How many times faster than life. */
  speedup?: number;
  /** `plain` skips the end-to-end encryption, `garbage` sends bytes nobody can decrypt. */
  encryption?: 'dave' | 'plain' | 'garbage';
  /** Packets of silence at the end: clients send five. */
  silenceFrames?: number;
  signal?: AbortSignal;
};
export type SpeakResult = {
  frames: number;
  sent: number;
  lostFrames: number[];
  undelivered: number;
  /** When the first packet was spoken, on the client's media clock, which shows `performance.now()`. */
  beganMs: number;
};
export type Speaker = ReturnType<typeof openSpeaker>;

export function openSpeaker(room: Room, userId: string, ssrc: number) {
  const dave: DaveMember | null = room.service
    ? openDaveMember(userId, room.channelId, room.service, () =>
        room.participants().filter((other) => other !== userId),
      )
    : null;
  let sequence = randomInt(65_536);
  /** The client's media clock, in packets; it runs on in silence. */
  const clock = { offset: randomBytes(4).readUInt32BE(), beganMs: performance.now(), next: 0 };
  let left = false;

  async function ready(): Promise<void> {
    const end = performance.now() + 60_000;
    while (room.bot && dave && !(dave.ready() && room.service?.settled()) && performance.now() < end)
      await sleep(10);
  }
  function sealed(opus: Buffer, how: SpeakOptions['encryption']): Buffer {
    if (opus.equals(silenceFrame) || how === 'plain' || !dave?.ready()) return opus;
    if (how === 'garbage')
      return Buffer.concat([randomBytes(opus.length + 8), Buffer.from([1, 12, 0xfa, 0xfa])]);
    return dave.encrypt(opus);
  }

  return {
    userId,
    ssrc,
    dave,
    async speak(frames: readonly Buffer[], options: SpeakOptions = {}): Promise<SpeakResult> {
      const { lossPercent = 0, seed = 1, jitterMs = 0, speedup = 1, silenceFrames = 5, signal } = options;
      const random = openRandom(seed);
      await ready();
      const result: SpeakResult = {
        frames: frames.length,
        sent: 0,
        lostFrames: [],
        undelivered: 0,
        beganMs: 0,
      };
      const all = [...frames, ...Array<Buffer>(silenceFrames).fill(silenceFrame)];
      const late: Promise<void>[] = [];
      const started = performance.now();
      for (const [index, opus] of all.entries()) {
        const wait = started + (index * frameMs) / speedup - performance.now();
        // A busy machine catches up packet by packet: all at once they would not fit into the bot's socket.
        await (wait > 1 ? sleep(wait) : immediate());
        if (signal?.aborted || left) break;
        await room.bot?.announce(userId, ssrc);
        if (index === 0)
          clock.next = Math.max(clock.next, Math.round((performance.now() - clock.beganMs) / frameMs));
        const timestamp = (clock.offset + clock.next++ * 960) >>> 0;
        const rtp = { ssrc, sequence: sequence++ & 0xffff, timestamp };
        const payload = sealed(opus, options.encryption);
        if (random() * 100 < lossPercent) {
          result.lostFrames.push(index);
          continue;
        }
        result.beganMs ||= clock.beganMs + (clock.next - 1) * frameMs;
        const send = () => {
          if (room.bot?.sendRtp(rtp, payload)) result.sent++;
          else result.undelivered++;
        };
        if (jitterMs > 0) late.push(sleep(random() * jitterMs).then(send));
        else send();
      }
      await Promise.all(late);
      return result;
    },
    leave(): void {
      left = true;
      dave?.close();
    },
  };
}

/** Mulberry32: the same losses for the same seed. */
function openRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
