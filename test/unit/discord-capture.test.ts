import { joinVoiceChannel } from '@discordjs/voice';
import { expect, onTestFinished, test, vi } from 'vitest';
import { captureVoices } from '../../src/bots/discord/capture/capture-voices.ts';
import type { Segment } from '../../src/bots/discord/capture/segments.ts';
import { silentLog } from '../../src/log.ts';

const takeEveryMs = 100;
const silenceFrame = [0xf8, 0xff, 0xfe];
/** 20 ms as loud as speech. */
const pcm = Float32Array.from({ length: 320 }, (_, index) => 0.3 * Math.sin(index / 5));

/** Alice is heard, on a clock that stands between steps. */
function listening() {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  onTestFinished(() => void vi.useRealTimers());
  const connection = joinVoiceChannel({
    guildId: 'guild',
    channelId: 'channel',
    adapterCreator: () => ({ sendPayload: () => true, destroy: () => undefined }),
  });
  let nowMs = 10_000;
  const segments: Segment[] = [];
  const capture = captureVoices(connection, {
    timings: { takeEveryMs, resubscribeMs: 60 },
    log: silentLog(),
    clock: () => nowMs,
    onSegment: async (_userId, segment) => void segments.push(segment),
    decoder: {
      open: () => ({
        decode: async (packets) =>
          packets.map(({ atMs, lostBefore }) => ({ atMs, pcm, packets: 1, lostBefore })),
        close: () => undefined,
      }),
      close: async () => undefined,
    },
  });
  onTestFinished(async () => {
    await capture.close();
    connection.destroy();
  });
  capture.add('alice');
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  return {
    capture,
    segments,
    now: () => nowMs,
    /** Packets of 20 ms are read, all at once. */
    async read(count: number, opus = [1]): Promise<void> {
      for (let each = 0; each < count; each++)
        connection.receiver.subscriptions.get('alice')?.push(Buffer.from(opus));
      await settled();
    },
    /** Time goes by; sound is taken once at its end. */
    async pass(ms: number): Promise<void> {
      nowMs += ms;
      vi.advanceTimersByTime(takeEveryMs);
      await settled();
    },
  };
}

test('silence is counted until now while packets are read as they come', async () => {
  const alice = listening();
  for (let each = 0; each < 10; each++) {
    await alice.read(5);
    await alice.pass(takeEveryMs);
  }
  await alice.read(1, silenceFrame);
  for (let each = 0; each < 12; each++) await alice.pass(takeEveryMs);
  expect(alice.capture.knownUntilMs('alice')).toBe(alice.now());
  expect(alice.segments).toHaveLength(1);
});

test('no silence is counted, and nothing is cut, while a stalled process has not read what came', async () => {
  const alice = listening();
  for (let each = 0; each < 10; each++) {
    await alice.read(5);
    await alice.pass(takeEveryMs);
  }
  const before = alice.now();
  // For three seconds nothing ran. What she said then is read after the first look.
  await alice.pass(3_000);
  expect(alice.capture.knownUntilMs('alice')).toBeLessThan(before + 5 * takeEveryMs);
  await alice.read(150);
  for (let each = 0; each < 4; each++) {
    await alice.pass(takeEveryMs);
    await alice.read(5);
  }
  expect(alice.segments).toEqual([]);
  expect(alice.capture.speech('alice')?.totalMs).toBeGreaterThan(3_500);
  expect(alice.capture.knownUntilMs('alice')).toBeGreaterThan(before + 3_000);
});
