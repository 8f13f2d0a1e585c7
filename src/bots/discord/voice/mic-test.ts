/** `/mic-test`: listens for some seconds to the one who asked, keeps nothing, and says what came. */
import type { ChatInputCommandInteraction } from 'discord.js';
import type { View } from '../../view.ts';
import { captureVoices } from '../capture/capture-voices.ts';
import type { Segment } from '../capture/segments.ts';
import type { Desk } from '../desk.ts';
import { loggable } from '../faults.ts';
import { voiceChannelOf } from '../handle/voice-channel.ts';
import { joinVoice } from './connection.ts';
import { noTranscriberLine } from './no-transcriber.ts';

export async function testMicrophone(desk: Desk, interaction: ChatInputCommandInteraction): Promise<View> {
  const userId = interaction.user.id;
  const channel = voiceChannelOf(interaction);
  const room = desk.rooms.ofGuild(channel.guild.id);
  if (room?.channelId() === channel.id) return withNotice(desk, viewRunning(room.receivedShare(userId)));
  return await desk.rooms.visit(channel, async (decoder) => {
    const { log, models } = desk.context;
    const segments: Segment[] = [];
    const connection = await joinVoice(channel);
    const listening = captureVoices(connection, {
      decoder,
      log,
      clock: () => performance.now(),
      onSegment: async (_userId, segment) => {
        segments.push(segment);
      },
    });
    try {
      listening.add(userId);
      await wait(desk.timings.micTestMs, desk.signal);
      await listening.finish(userId);
      const counts = listening.counts(userId);
      const heard = { segments, ...counts, anybody: listening.lastPacketMs() !== null };
      const text = await words(segments, models.transcriber.current(), (error) =>
        log.warn({ fault: loggable(error) }, 'A microphone test could not be transcribed'),
      );
      return withNotice(desk, viewTest(heard, text));
    } finally {
      await listening.close();
      connection.destroy();
    }
  });
}

async function wait(ms: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}

async function words(
  segments: readonly Segment[],
  transcriber: Desk['context']['models']['transcriber'] extends { current(): infer Current }
    ? Current
    : never,
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

type Heard = { segments: readonly Segment[]; expected: number; received: number; anybody: boolean };

function viewTest({ segments, expected, received, anybody }: Heard, text: string | null): View {
  if (received === 0)
    return sayAll('I heard nothing from you', [
      anybody ? 'Sound of others came through, so the connection works.' : 'No sound came at all.',
      'Check that you are not muted, that Discord uses the right microphone, that its input sensitivity lets you through, and that push-to-talk is held.',
    ]);
  const loudest = segments.reduce((most, { pcm }) => Math.max(most, loudnessOf(pcm)), 0);
  const decibels = loudest === 0 ? null : Math.round(20 * Math.log10(loudest));
  const level =
    decibels === null
      ? 'Sound came, but no speech that I could tell from noise: speak louder, or move closer to the microphone.'
      : `Loudness ${decibels} dB: ${decibels < -38 ? 'quiet; move closer or raise the input volume' : decibels > -8 ? 'very loud; lower the input volume' : 'good'}.`;
  return sayAll('Your microphone works', [
    `${Math.round((100 * received) / Math.max(1, expected))} % of your audio received.`,
    level,
    ...(text === null ? [] : [`I understood: “${text}”`]),
    'Nothing of this test is kept.',
  ]);
}

const viewRunning = (share: number | null): View =>
  share === null
    ? sayAll('I hear nothing from you', [
        'An interview is running here. Press Agree if you have not, and check that you are not muted.',
      ])
    : sayAll('I hear you', [
        `An interview is running here, and ${Math.round(share * 100)} % of your audio was received so far.`,
      ]);

/** Also says that nothing would be understood, while there is no speech model. */
function withNotice({ context }: Desk, view: View): View {
  const text = noTranscriberLine(context);
  return text === null ? view : { ...view, blocks: [...view.blocks, { type: 'text', text }] };
}

const sayAll = (title: string, texts: readonly string[]): View => ({
  title,
  meta: [],
  blocks: texts.map((text) => ({ type: 'text', text })),
  actions: [],
});

function loudnessOf(pcm: Float32Array): number {
  let sum = 0;
  for (const sample of pcm) sum += sample * sample;
  return Math.sqrt(sum / Math.max(1, pcm.length));
}
