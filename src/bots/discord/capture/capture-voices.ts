/**
 * Hears the people of one voice channel who have consented, with one subscription per person for the whole
 * session. The library decrypts DAVE, Discord's end-to-end encryption. While the keys change, frames that it
 * cannot decrypt destroy a person's stream; the only recovery needed is to open the stream again.
 */
import { EndBehaviorType, type VoiceConnection, VoiceConnectionStatus } from '@discordjs/voice';
import { createSerialQueue } from '../../../async/serial-queue.ts';
import type { Log } from '../../../log.ts';
import type { VoiceTimings } from '../voice/timings.ts';
import { createBargeIn } from './barge-in.ts';
import { createJitterBuffer, holdMs, packetMs } from './jitter-buffer.ts';
import { createSegments, type Segment, type Speech } from './segments.ts';
import type { VoiceDecoder } from './voice-decoder.ts';

export type VoiceCapture = {
  /** Starts hearing this person; nobody else is ever decoded. */
  add(userId: string): void;
  /** Stops hearing this person and drops what has not been handed over yet. */
  remove(userId: string): void;
  /** Hands over at once what this person has said so far. */
  finish(userId: string): Promise<void>;
  /** Forgets what this person has said so far. */
  drop(userId: string): void;
  /** When this person last spoke and how much, since the last `finish` or `drop`; null before the first word. */
  speech(userId: string): Speech | null;
  /**
   * Until when it is known whether this person spoke: now, but on a machine that is too busy to read or decode what has
   * come, earlier.
   */
  knownUntilMs(userId: string): number;
  /** How many packets this person sent, and how many arrived. */
  counts(userId: string): { expected: number; received: number };
  /** When a packet last came from anybody, consenting or not; its content is not looked at. */
  lastPacketMs(): number | null;
  /** How often a stream broke and was reopened. */
  resubscriptions(): number;
  close(): Promise<void>;
};

const quietLogMs = 5_000;
/** Where packets end without silence frames, the line has stalled, unless nothing comes for so much longer. */
const stalledLineMs = 1_500;
/** More than fall into the time that a packet is held. */
const takesKept = 32;

export function captureVoices(
  connection: VoiceConnection,
  options: {
    decoder: VoiceDecoder;
    timings: Pick<VoiceTimings, 'takeEveryMs' | 'resubscribeMs'>;
    log: Log;
    /** The steady clock for the times of segments. */
    clock: () => number;
    onSegment(userId: string, segment: Segment): Promise<void>;
    /** Whether the bot is speaking, so that somebody may cut in. Default: it never does. */
    isBotHeard?(): boolean;
    /** Somebody talks while the bot speaks; how loud each 20 ms was, and since when. */
    bargedIn?(userId: string, speech: { loudness: readonly number[]; startMs: number }): void;
  },
): VoiceCapture {
  const { decoder, log, clock, onSegment, isBotHeard = () => false, bargedIn } = options;
  const { takeEveryMs, resubscribeMs } = options.timings;
  const people = new Map<string, ReturnType<typeof hear>>();
  const headers = watchHeaders(connection, clock);
  let resubscriptions = 0;
  /** When sound was taken lately, newest last. */
  let takes = [clock()];
  const timer = setInterval(() => {
    takes = [...takes.slice(-takesKept), clock()];
    for (const person of people.values()) person.take(false);
  }, takeEveryMs);

  // After a stall, packets are still waiting to be read, so the lack of packets proves nothing. What came before one
  // take has been read by the next, and is taken once it has been held.
  const readUntilMs = () => Math.min(clock(), (takes.at(-2) ?? clock()) + takeEveryMs);
  function takenUntilMs(): number {
    const read = takes.findLastIndex((atMs) => atMs <= readUntilMs() - holdMs);
    return takes[read - 1] ?? Number.NEGATIVE_INFINITY;
  }
  /** The jitter buffer holds sound back too long to cut in: while the bot speaks, each packet is heard as it comes. */
  function watchEarly(userId: string, tell: NonNullable<typeof bargedIn>) {
    const voice = decoder.open();
    const gate = createBargeIn();
    return {
      packet(opus: Buffer): void {
        if (!isBotHeard()) {
          gate.reset();
          return;
        }
        const atMs = clock();
        voice
          .decode([{ atMs, opus, lostBefore: 0 }])
          .then((sounds) => {
            for (const { pcm } of sounds)
              if (gate.push(pcm) && isBotHeard()) {
                const loudness = gate.loudness();
                tell(userId, { loudness, startMs: atMs - (loudness.length - 1) * packetMs });
              }
          })
          .catch((error: unknown) => log.debug({ err: error, userId }, 'Sound could not be heard early'));
      },
      close: voice.close,
    };
  }

  function hear(userId: string) {
    const buffer = createJitterBuffer();
    const segments = createSegments();
    const voice = decoder.open();
    const early = bargedIn && watchEarly(userId, bargedIn);
    let closed = false;
    let ssrc: number | null = null;
    const queue = createSerialQueue();
    let lastArrivedMs = 0;
    let placedEndMs = 0;
    let knownMs = clock();
    let brokeMs = -Infinity;
    /** How often segments are being handed over just now. */
    let handing = 0;

    function subscribe(): void {
      if (closed) return;
      const stream = connection.receiver.subscribe(userId, { end: { behavior: EndBehaviorType.Manual } });
      stream.on('data', (opus: Buffer) => {
        const header = headers.current();
        if (header && header.ssrc !== ssrc) {
          if (ssrc !== null) buffer.restart();
          ssrc = header.ssrc;
        }
        const { sequence = null, timestamp = null } = header ?? {};
        lastArrivedMs = clock();
        buffer.push({ arrivedMs: lastArrivedMs, sequence, timestamp, opus });
        early?.packet(opus);
      });
      stream.on('error', (error) => {
        if (clock() - brokeMs > quietLogMs)
          log.warn({ fault: error.message, userId }, 'A voice stream broke and is opened again');
      });
      stream.once('close', () => {
        if (closed) return;
        resubscriptions++;
        const again = clock() - brokeMs < 1_000;
        brokeMs = clock();
        if (again) setTimeout(subscribe, resubscribeMs);
        else setImmediate(subscribe);
      });
    }
    async function handOver(list: Segment[]): Promise<void> {
      handing++;
      try {
        for (const segment of list) if (!closed) await onSegment(userId, segment);
      } finally {
        handing--;
      }
    }
    /** Decodes in order: each call waits for the one before it. */
    function take(all: boolean): Promise<void> {
      const packets = all ? buffer.drain() : buffer.take(readUntilMs());
      const last = packets.at(-1);
      if (last) placedEndMs = last.atMs + packetMs;
      const untilMs = takenUntilMs();
      const quietMs = placedEndMs + untilMs - lastArrivedMs - (buffer.isSilent() ? 0 : stalledLineMs);
      const done = queue.run(async () => {
        const sounds = await voice.decode(packets);
        if (closed) return;
        const ended = segments.push(sounds);
        knownMs = Math.max(knownMs, untilMs);
        await handOver(ended);
        await handOver(all ? segments.flush() : segments.tick(quietMs));
      });
      done.catch((error: unknown) => log.error({ err: error, userId }, 'Handling sound failed'));
      return done;
    }
    subscribe();
    return {
      take,
      buffer,
      /** Silence is counted from when it began here, however late the person's packets came. */
      speech() {
        const speech = segments.speech();
        const lateMs = Math.max(0, lastArrivedMs - placedEndMs);
        const isOpen = speech?.isOpen || handing > 0;
        return speech && { ...speech, isOpen, lastMs: speech.lastMs + lateMs };
      },
      knownUntilMs: () => Math.min(clock(), knownMs + holdMs + takeEveryMs * 3),
      drop() {
        buffer.drain();
        segments.drop();
      },
      close() {
        closed = true;
        early?.close();
        segments.drop();
        voice.close();
        connection.receiver.subscriptions.get(userId)?.destroy();
      },
    };
  }

  return {
    add(userId) {
      if (!people.has(userId)) people.set(userId, hear(userId));
    },
    remove(userId) {
      people.get(userId)?.close();
      people.delete(userId);
    },
    async finish(userId) {
      await people.get(userId)?.take(true);
    },
    drop: (userId) => people.get(userId)?.drop(),
    speech: (userId) => people.get(userId)?.speech() ?? null,
    knownUntilMs: (userId) => people.get(userId)?.knownUntilMs() ?? clock(),
    counts: (userId) => people.get(userId)?.buffer.counts() ?? { expected: 0, received: 0 },
    lastPacketMs: headers.lastMs,
    resubscriptions: () => resubscriptions,
    async close() {
      clearInterval(timer);
      headers.close();
      for (const person of people.values()) person.close();
      people.clear();
    },
  };
}

/**
 * The receive stream delivers bare Opus, without the sequence number that tells loss from a pause. The RTP
 * header is not encrypted: it is read from the same datagram, just before the library handles it.
 */
function watchHeaders(connection: VoiceConnection, clock: () => number) {
  let current: { ssrc: number; sequence: number; timestamp: number } | null = null;
  let lastMs: number | null = null;
  let watched: { off(name: 'message', handler: (message: Buffer) => void): unknown } | null = null;

  function onMessage(message: Buffer): void {
    if (message.length < 12 || message.readUInt8(0) >> 6 !== 2) return;
    current = {
      ssrc: message.readUInt32BE(8),
      sequence: message.readUInt16BE(2),
      timestamp: message.readUInt32BE(4),
    };
    lastMs = clock();
    queueMicrotask(() => {
      current = null;
    });
  }
  function attach(): void {
    const { state } = connection;
    const networking = state.status === VoiceConnectionStatus.Ready ? state.networking.state : null;
    if (!networking || !('udp' in networking) || networking.udp === watched) return;
    watched?.off('message', onMessage);
    networking.udp.prependListener('message', onMessage);
    watched = networking.udp;
  }
  attach();
  connection.on('stateChange', attach);
  return {
    current: () => current,
    lastMs: () => lastMs,
    close() {
      connection.off('stateChange', attach);
      watched?.off('message', onMessage);
    },
  };
}
