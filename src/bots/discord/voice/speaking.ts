/** Speaks questions in the voice channel, if the server wants that and a voice is installed. */
import { spawn } from 'node:child_process';
import { Readable } from 'node:stream';
import {
  AudioPlayerStatus,
  createAudioPlayer,
  createAudioResource,
  StreamType,
  type VoiceConnection,
} from '@discordjs/voice';
import { type GuildMember, PermissionFlagsBits, type VoiceBasedChannel } from 'discord.js';
import type { Log } from '../../../log.ts';
import type { TenantSettingsDesk } from '../../../pipeline/tenant-settings.ts';
import { decodeAudio } from '../../audio/decode-audio.ts';
import { discordErrorFacts } from '../client.ts';
import type { RoomState } from './room-state.ts';
import type { VoiceTimings } from './timings.ts';

export type Speaking = {
  /**
   * Speaks the open question. Says nothing when that is not wanted or not allowed, or when there is no voice.
   */
  ask(): Promise<void>;
  /** The candidate starts talking: the bot stops speaking. */
  hush(): void;
};

export function createSpeaking(options: {
  state: RoomState;
  connection: VoiceConnection;
  tenantSettings: Pick<TenantSettingsDesk, 'read'>;
  timings: Pick<VoiceTimings, 'speakMs'>;
  log: Log;
  signal: AbortSignal;
}): Speaking {
  const { state, connection, tenantSettings, timings, log, signal } = options;
  const player = createAudioPlayer();
  const failed = (error: unknown) =>
    log.warn({ fault: discordErrorFacts(error) }, 'Speaking a question failed');
  player.on('error', failed);
  const subscription = connection.subscribe(player);

  return {
    async ask() {
      const { turn, place, language } = state.session;
      try {
        const { speakQuestions } = await tenantSettings.read(place.tenant);
        if (!turn || !speakQuestions || !maySpeak(state.channel)) return;
        const voice = language === null || language === 'auto' ? 'en' : language;
        const pcm = await speakText(turn.question.text, voice, { signal, timeoutMs: timings.speakMs });
        if (!pcm || !subscription) return;
        if (connection.joinConfig.selfMute) connection.rejoin({ ...connection.joinConfig, selfMute: false });
        player.play(createAudioResource(Readable.from(forDiscord(pcm)), { inputType: StreamType.Raw }));
      } catch (error) {
        failed(error);
      }
    },
    hush() {
      if (player.state.status !== AudioPlayerStatus.Idle) player.stop();
    },
  };
}

function maySpeak(channel: VoiceBasedChannel): boolean {
  const me: GuildMember | null = channel.guild.members.me;
  return me !== null && channel.permissionsFor(me).has(PermissionFlagsBits.Speak);
}

/** Converts 16 kHz mono to what the player takes: 16-bit stereo at 48 kHz, in pieces of 20 ms. */
function* forDiscord(pcm: Float32Array): Generator<Buffer> {
  const piece = 320;
  for (let from = 0; from < pcm.length; from += piece) {
    const bytes = Buffer.alloc(piece * 3 * 4);
    for (let index = 0; index < piece * 3; index++) {
      const at = from + index / 3;
      const before = pcm[Math.floor(at)] ?? 0;
      const after = pcm[Math.floor(at) + 1] ?? 0;
      const sample = before + (after - before) * (at - Math.floor(at));
      const value = Math.round(Math.max(-1, Math.min(1, sample)) * 32_767);
      bytes.writeInt16LE(value, index * 4);
      bytes.writeInt16LE(value, index * 4 + 2);
    }
    yield bytes;
  }
}

const longestText = 1_000;
const limits = { maxSeconds: 120, maxBytes: 20 * 2 ** 20 };

/** The text spoken by espeak-ng on this machine, as 16 kHz mono; null if it is not on the PATH or fails. */
async function speakText(
  text: string,
  language: string,
  options: { signal: AbortSignal; timeoutMs: number },
): Promise<Float32Array | null> {
  const wav = await run(
    ['-v', language, '-s', '155', '--stdin', '--stdout'],
    text.slice(0, longestText),
    options,
  );
  if (!wav) return null;
  return (await decodeAudio(wav, { ...limits, signal: options.signal })).pcm;
}

function run(
  args: string[],
  input: string,
  { signal, timeoutMs }: { signal: AbortSignal; timeoutMs: number },
): Promise<Buffer | null> {
  return new Promise((resolve) => {
    const child = spawn('espeak-ng', args, {
      stdio: ['pipe', 'pipe', 'ignore'],
      signal,
      timeout: timeoutMs,
    });
    const chunks: Buffer[] = [];
    child.on('error', () => resolve(null));
    child.stdin.on('error', () => undefined);
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('close', (code) => resolve(code === 0 && chunks.length > 0 ? Buffer.concat(chunks) : null));
    child.stdin.end(input);
  });
}
