/** One voice connection, kept open: joined, joined again after a break, and given up with a reason. */
import {
  entersState,
  getVoiceConnection,
  joinVoiceChannel,
  type VoiceConnection,
  VoiceConnectionDisconnectReason,
  VoiceConnectionStatus,
} from '@discordjs/voice';
import type { VoiceBasedChannel } from 'discord.js';
import { CoachError } from '../../../errors.ts';
import type { Log } from '../../../log.ts';

const joinMs = 15_000;
const movedMs = 5_000;
const mostRejoins = 5;

/** Joins and waits until voice works. Throws `network` with one sentence when it does not. */
export async function joinVoice(channel: VoiceBasedChannel): Promise<VoiceConnection> {
  const connection = joinVoiceChannel({
    guildId: channel.guild.id,
    channelId: channel.id,
    adapterCreator: channel.guild.voiceAdapterCreator,
    selfDeaf: false,
    selfMute: true,
  });
  try {
    await entersState(connection, VoiceConnectionStatus.Ready, joinMs);
    return connection;
  } catch (error) {
    if (getVoiceConnection(channel.guild.id) === connection) connection.destroy();
    throw new CoachError(
      'network',
      `I could not connect to “${channel.name}”; try again, and if it stays choose another region for the channel or open the UDP ports of my machine.`,
      { cause: error },
    );
  }
}

export type Lost = 'kicked' | 'unreachable';

/** Brings a broken connection back as long as that makes sense, then says why it is lost. */
export function watchConnection(
  connection: VoiceConnection,
  { log, lost }: { log: Log; lost(why: Lost): void },
): () => void {
  let rejoins = 0;
  let over = false;
  const giveUp = (why: Lost) => {
    if (over) return;
    over = true;
    lost(why);
  };
  async function disconnected(code: number | null): Promise<void> {
    if (code === 4014) {
      // Moved: the library connects to the new channel by itself. Kicked: nothing more comes.
      await Promise.race([
        entersState(connection, VoiceConnectionStatus.Signalling, movedMs),
        entersState(connection, VoiceConnectionStatus.Connecting, movedMs),
      ]).catch(() => giveUp('kicked'));
      return;
    }
    if (rejoins >= mostRejoins) return giveUp('unreachable');
    rejoins++;
    log.warn({ code, rejoins }, 'The voice connection broke and is opened again');
    await new Promise((resolve) => setTimeout(resolve, (rejoins - 1) * 1_000));
    if (!over && connection.state.status === VoiceConnectionStatus.Disconnected) connection.rejoin();
  }
  const onState = (_old: unknown, state: VoiceConnection['state']) => {
    if (over) return;
    if (state.status === VoiceConnectionStatus.Ready) rejoins = 0;
    else if (state.status === VoiceConnectionStatus.Destroyed) giveUp('unreachable');
    else if (state.status === VoiceConnectionStatus.Disconnected)
      void disconnected(
        state.reason === VoiceConnectionDisconnectReason.WebSocketClose ? state.closeCode : null,
      );
  };
  const onError = (error: Error) => log.warn({ name: error.name }, 'The voice connection reported an error');
  connection.on('stateChange', onState);
  connection.on('error', onError);
  return () => {
    over = true;
    connection.off('stateChange', onState);
  };
}
