/**
 * `/mic-test`: listens for a few seconds to the person who asked, plays that back, keeps nothing, and reports what
 * came through.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { VoiceConnection } from '@discordjs/voice';
import type { VoiceBasedChannel } from 'discord.js';
import type { Log } from '../../../log.ts';
import type { Wording } from '../../../wording/wording.ts';
import type { BotModels } from '../../bot.ts';
import type { View } from '../../view.ts';
import { captureVoices, type VoiceCapture } from '../capture/capture-voices.ts';
import type { Segment } from '../capture/segments.ts';
import { discordErrorFacts } from '../client.ts';
import { joinVoice } from './connection.ts';
import { sayNoTranscriber } from './consent-text.ts';
import { playBack } from './play-back.ts';
import type { VoiceRooms } from './rooms.ts';
import { maySpeak } from './speaking.ts';
import type { VoiceTimings } from './timings.ts';

export type MicrophoneTest = {
  rooms: Pick<VoiceRooms, 'ofGuild' | 'visit'>;
  transcriber: BotModels['transcriber'];
  timings: VoiceTimings;
  wording: Wording;
  log: Log;
  signal: AbortSignal;
};

const finishedAfterMs = 2_000;

export async function testMicrophone(
  test: MicrophoneTest,
  channel: VoiceBasedChannel,
  userId: string,
): Promise<View> {
  const { rooms, transcriber, timings, wording, log, signal } = test;
  const room = rooms.ofGuild(channel.guild.id);
  if (room?.channel()?.id === channel.id) return view(viewRunning(room.receivedShare(userId), wording));
  return await rooms.visit(channel, async (decoder) => {
    const segments: Segment[] = [];
    const connection = await joinVoice(channel, timings);
    const capture = captureVoices(connection, {
      decoder,
      timings,
      log,
      clock: () => performance.now(),
      onSegment: async (_userId, segment) => {
        segments.push(segment);
      },
    });
    try {
      capture.add(userId);
      await untilSaid(capture, segments);
      await capture.finish(userId);
      const counted = { segments, ...capture.counts(userId), anybody: capture.lastPacketMs() !== null };
      const [text, played] = await Promise.all([
        understood(segments, transcriber.current(), (error) =>
          log.warn({ fault: discordErrorFacts(error) }, 'Transcribing a microphone test failed'),
        ),
        heardAgain(connection, segments),
      ]);
      return view(viewTest({ ...counted, played }, text, wording));
    } finally {
      await capture.close();
      connection.destroy();
      for (const { pcm } of segments) pcm.fill(0);
    }
  });

  /** Whoever has said something and is silent has finished. */
  async function untilSaid(capture: VoiceCapture, segments: readonly Segment[]): Promise<void> {
    const endMs = performance.now() + timings.micTestMs;
    while (performance.now() < endMs && !signal.aborted) {
      const speech = capture.speech(userId);
      const silentMs = capture.knownUntilMs(userId) - (speech?.lastMs ?? 0);
      if (segments.length > 0 && speech?.isOpen === false && silentMs > finishedAfterMs) return;
      await delay(timings.lookEveryMs, undefined, { signal }).catch(() => undefined);
    }
  }
  async function heardAgain(connection: VoiceConnection, segments: readonly Segment[]): Promise<Played> {
    if (segments.length === 0) return 'nothing';
    if (!maySpeak(channel)) return 'not-allowed';
    try {
      await playBack(connection, segments, signal);
      return 'yes';
    } catch (error) {
      if (!signal.aborted)
        log.warn({ fault: discordErrorFacts(error) }, 'Playing a microphone test back failed');
      return 'failed';
    }
  }
  /** While there is no speech model, it also says that nothing would be understood. */
  function view({ title, texts }: Said): View {
    const noModel = sayNoTranscriber(transcriber.status(), wording);
    const all = noModel === null ? texts : [...texts, noModel];
    return { title, meta: [], blocks: all.map((text) => ({ type: 'text', text })) };
  }
}

async function understood(
  segments: readonly Segment[],
  transcriber: ReturnType<BotModels['transcriber']['current']>,
  failed: (error: unknown) => void,
): Promise<string | null> {
  const [longest] = [...segments].sort((a, b) => b.pcm.length - a.pcm.length);
  if (!longest || !transcriber) return null;
  try {
    return (await transcriber.transcribe(longest.pcm)).text.trim();
  } catch (error) {
    failed(error);
    return null;
  }
}

type Said = { title: string; texts: string[] };
type Played = 'yes' | 'not-allowed' | 'failed' | 'nothing';
type Heard = {
  segments: readonly Segment[];
  expected: number;
  received: number;
  anybody: boolean;
  played: Played;
};

function viewTest(heard: Heard, text: string | null, { say }: Wording): Said {
  const { segments, expected, received, anybody, played } = heard;
  if (received === 0)
    return {
      title: say('voice.test.silent'),
      texts: [
        say(anybody ? 'voice.test.others-heard' : 'voice.test.no-sound'),
        say('voice.test.check-settings'),
      ],
    };
  const loudest = segments.reduce((most, { pcm }) => Math.max(most, loudnessOf(pcm)), 0);
  const decibels = Math.round(20 * Math.log10(loudest));
  const verdict = decibels < quietDb ? 'quiet' : decibels > loudDb ? 'loud' : 'good';
  return {
    title: say('voice.test.works'),
    texts: [
      say('voice.test.received', { percent: Math.round((100 * received) / Math.max(1, expected)) }),
      loudest === 0
        ? say('voice.test.no-speech')
        : say('voice.test.loudness', { decibels: String(decibels), verdict }),
      ...(text === null ? [] : [say('voice.test.understood', { text })]),
      ...(played === 'nothing' ? [] : [say(`voice.test.played.${played}`)]),
      say('voice.test.not-kept'),
    ],
  };
}

/** Decibels of full scale, by root mean square: speech below needs to be raised, above it is close to clipping. */
const quietDb = -38;
const loudDb = -8;

const viewRunning = (share: number | null, { say }: Wording): Said =>
  share === null
    ? { title: say('voice.test.running-silent'), texts: [say('voice.test.running-silent-why')] }
    : {
        title: say('voice.test.running'),
        texts: [say('voice.test.running-received', { percent: Math.round(share * 100) })],
      };

function loudnessOf(pcm: Float32Array): number {
  let sum = 0;
  for (const sample of pcm) sum += sample * sample;
  return Math.sqrt(sum / Math.max(1, pcm.length));
}
