/** Speaks questions into the voice channel, where the server wants that and a voice is installed. */
import { Readable } from 'node:stream';
import {
  AudioPlayerStatus,
  createAudioPlayer,
  createAudioResource,
  StreamType,
  type VoiceConnection,
} from '@discordjs/voice';
import { type GuildMember, PermissionFlagsBits, type VoiceBasedChannel } from 'discord.js';
import type { SessionView, TurnView } from '../../../pipeline/interview/interview-types.ts';
import type { Desk } from '../desk.ts';
import { loggable } from '../faults.ts';
import { speakText } from './local-voice.ts';

export type Speaking = {
  /** Speaks a question; says nothing when it is not wanted, not allowed, or there is no voice. */
  ask(session: SessionView, turn: TurnView): Promise<void>;
  /** The candidate begins: whoever asks falls silent. */
  hush(): void;
};

export function createSpeaking(
  desk: Desk,
  connection: VoiceConnection,
  channel: () => VoiceBasedChannel,
): Speaking {
  const player = createAudioPlayer();
  player.on('error', (error) =>
    desk.context.log.warn({ fault: loggable(error) }, 'A question could not be spoken'),
  );
  const subscription = connection.subscribe(player);

  return {
    async ask(session, turn) {
      try {
        const { speakQuestions } = await desk.context.tenantSettings.read(session.place.tenant);
        if (!speakQuestions || !maySpeak(channel())) return;
        const language = session.language === null || session.language === 'auto' ? 'en' : session.language;
        const pcm = await speakText(turn.question.text, language, desk.signal);
        if (!pcm || !subscription) return;
        if (connection.joinConfig.selfMute) connection.rejoin({ ...connection.joinConfig, selfMute: false });
        player.play(createAudioResource(Readable.from(forDiscord(pcm)), { inputType: StreamType.Raw }));
      } catch (error) {
        desk.context.log.warn({ fault: loggable(error) }, 'A question could not be spoken');
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

/** 16 kHz mono to what the player takes, 48 kHz stereo of 16 bits, in pieces of 20 ms. */
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
