/** Lets somebody hear what the bot has heard of them. */
import { once } from 'node:events';
import { pipeline, Readable } from 'node:stream';
import {
  AudioPlayerStatus,
  createAudioPlayer,
  createAudioResource,
  StreamType,
  type VoiceConnection,
} from '@discordjs/voice';
import prism from 'prism-media';
import { voiceRateHz } from '../capture/opus.ts';
import type { Segment } from '../capture/segments.ts';

/** 20 ms. */
const frameSamples = voiceRateHz / 50;

/** How much longer than the speech it may take: a connection that is lost on the way never ends it. */
const spareMs = 5_000;

/**
 * Plays speech into the channel, with the pauses that were in it. Resolves when it has been heard; rejects when nothing
 * could be played, when that takes too long, or when the signal aborts.
 */
export async function playBack(
  connection: VoiceConnection,
  segments: readonly Segment[],
  signal: AbortSignal,
): Promise<void> {
  const player = createAudioPlayer();
  const subscription = connection.subscribe(player);
  connection.rejoin({ ...connection.joinConfig, selfMute: false });
  // Opus carries its own rate: what was heard at 16 kHz is sent as it is.
  const encoder = new prism.opus.Encoder({ rate: voiceRateHz, channels: 1, frameSize: frameSamples });
  const sound = Readable.from(framesOf(segments), { objectMode: false, highWaterMark: frameSamples * 20 });
  pipeline(sound, encoder, () => undefined);
  try {
    const resource = createAudioResource(encoder, { inputType: StreamType.Opus });
    // The times of segments are fractions, which a timeout refuses.
    const lengthMs = Math.ceil((segments.at(-1)?.endMs ?? 0) - (segments[0]?.startMs ?? 0));
    const limit = AbortSignal.any([signal, AbortSignal.timeout(lengthMs + spareMs)]);
    const over = once(player, AudioPlayerStatus.Idle, { signal: limit });
    player.play(resource);
    await over;
    if (resource.playbackDuration === 0) throw new Error('Playing ended before it had begun');
  } finally {
    player.stop(true);
    subscription?.unsubscribe();
  }
}

/** 16-bit samples. */
function* framesOf(segments: readonly Segment[]): Generator<Buffer> {
  let atMs = segments[0]?.startMs ?? 0;
  for (const { pcm, startMs, endMs } of segments) {
    for (; atMs + 20 <= startMs; atMs += 20) yield Buffer.alloc(frameSamples * 2);
    atMs = endMs;
    for (let from = 0; from < pcm.length; from += frameSamples) {
      const frame = Buffer.alloc(frameSamples * 2);
      for (const [index, sample] of pcm.subarray(from, from + frameSamples).entries())
        frame.writeInt16LE(Math.round(Math.max(-1, Math.min(1, sample)) * 32_767), index * 2);
      yield frame;
    }
  }
}
