/** One voice connection, kept open: joined, rejoined after a break, and given up with a reason. */
import { setTimeout as delay } from 'node:timers/promises';
import {
  entersState,
  getVoiceConnection,
  joinVoiceChannel,
  type VoiceConnection,
  VoiceConnectionDisconnectReason,
  VoiceConnectionStatus,
} from '@discordjs/voice';
import type { VoiceBasedChannel } from 'discord.js';
import { retry } from '../../../async/retry.ts';
import { CoachError } from '../../../errors.ts';
import type { Log } from '../../../log.ts';
import type { VoiceTimings } from './timings.ts';

/** Joins and waits until voice works. Throws `network` if it does not. */
export async function joinVoice(
  channel: VoiceBasedChannel,
  { joinMs }: Pick<VoiceTimings, 'joinMs'>,
): Promise<VoiceConnection> {
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
  } catch (cause) {
    if (getVoiceConnection(channel.guild.id) === connection) connection.destroy();
    throw new CoachError('network', 'fault.voice-unreachable', { channel: channel.name }, { cause });
  }
}

export type Lost = 'removed' | 'unreachable';

export type KeptVoice = {
  /** Somebody removed the bot from the channel: it does not come back by itself. */
  removed(): void;
  stop(): void;
};

/**
 * The codes with which Discord closes a voice connection when the bot was moved or removed, and when its
 * gateway session is over.
 */
const goneFromChannel = 4014;
const tries = 3;

/** Rejoins whenever the connection breaks, three times with backoff, then says why it is lost. */
export function keepJoined(
  connection: VoiceConnection,
  options: {
    timings: Pick<VoiceTimings, 'joinMs' | 'movedMs' | 'gatewayLookMs' | 'rejoinFirstMs' | 'rejoinLongestMs'>;
    log: Log;
    broken(): void;
    back(): void;
    lost(why: Lost): void;
  },
): KeptVoice {
  const { timings, log } = options;
  const over = new AbortController();
  const { signal } = over;
  let rejoining = false;

  const giveUp = (why: Lost) => {
    if (signal.aborted) return;
    stop();
    options.lost(why);
  };
  async function rejoin(closeCode: number | null): Promise<void> {
    rejoining = true;
    options.broken();
    log.warn({ closeCode }, 'The voice connection broke');
    try {
      if (closeCode === goneFromChannel) await untilMoved();
      await retry(comeBack, {
        tries,
        firstMs: timings.rejoinFirstMs,
        longestMs: timings.rejoinLongestMs,
        signal,
      });
    } catch {
      return giveUp('unreachable');
    } finally {
      rejoining = false;
    }
    if (signal.aborted) return;
    if (connection.state.status === VoiceConnectionStatus.Ready) options.back();
    else void rejoin(null);
  }
  /** Moved to another channel: the library follows by itself as soon as it hears where. */
  async function untilMoved(): Promise<void> {
    const { Signalling, Connecting, Ready } = VoiceConnectionStatus;
    const patience = AbortSignal.any([signal, AbortSignal.timeout(timings.movedMs)]);
    await Promise.any(
      [Signalling, Connecting, Ready].map((status) => entersState(connection, status, patience)),
    ).catch(() => undefined);
  }
  async function comeBack(attempt: number): Promise<void> {
    const { status } = connection.state;
    if (status === VoiceConnectionStatus.Ready) return;
    // The library itself recovers from most breaks: the first try only waits for it.
    const isOurs = attempt > 1 || status === VoiceConnectionStatus.Disconnected;
    if (isOurs) await askToJoin();
    const broken = new AbortController();
    const onBreak = () => broken.abort();
    connection.once(VoiceConnectionStatus.Disconnected, onBreak);
    try {
      const patience = AbortSignal.any([signal, broken.signal, AbortSignal.timeout(timings.joinMs)]);
      await entersState(connection, VoiceConnectionStatus.Ready, patience);
    } finally {
      connection.off(VoiceConnectionStatus.Disconnected, onBreak);
    }
  }
  /** The request goes through the gateway, which may itself be reconnecting. */
  async function askToJoin(): Promise<void> {
    const patience = AbortSignal.any([signal, AbortSignal.timeout(timings.joinMs)]);
    while (!connection.rejoin()) await delay(timings.gatewayLookMs, undefined, { signal: patience });
  }
  function onState(_old: unknown, state: VoiceConnection['state']): void {
    if (state.status === VoiceConnectionStatus.Destroyed) giveUp('unreachable');
    else if (state.status !== VoiceConnectionStatus.Ready && !rejoining) void rejoin(closeCodeOf(state));
  }
  function stop(): void {
    over.abort();
    connection.off('stateChange', onState);
  }
  connection.on('stateChange', onState);
  connection.on('error', (error: Error) =>
    log.warn({ name: error.name }, 'The voice connection reported an error'),
  );
  return { removed: () => giveUp('removed'), stop };
}

const closeCodeOf = (state: VoiceConnection['state']): number | null =>
  state.status === VoiceConnectionStatus.Disconnected &&
  state.reason === VoiceConnectionDisconnectReason.WebSocketClose
    ? state.closeCode
    : null;
