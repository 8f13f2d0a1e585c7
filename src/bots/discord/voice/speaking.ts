/** Speaks questions in the voice channel, if the server wants that and there is a voice. */
import { once } from 'node:events';
import { Readable } from 'node:stream';
import {
  AudioPlayerStatus,
  createAudioPlayer,
  createAudioResource,
  StreamType,
  type VoiceConnection,
} from '@discordjs/voice';
import { type GuildMember, PermissionFlagsBits, type VoiceBasedChannel } from 'discord.js';
import type { Turn } from '../../../domain.ts';
import { isCoachError } from '../../../errors.ts';
import type { Log } from '../../../log.ts';
import type { Bank } from '../../../pipeline/questions/bank.ts';
import type { MannerOf } from '../../../pipeline/questions/manner-of.ts';
import type { Manner, Narrator } from '../../../pipeline/questions/narrator.ts';
import type { TenantSettingsDesk } from '../../../pipeline/tenant-settings.ts';
import type { Wording } from '../../../wording/wording.ts';
import { spokenQuestion } from '../../views/spoken-question.ts';
import { discordErrorFacts } from '../client.ts';
import { createPlayedSound, type PlayedSound } from './played-sound.ts';
import type { RoomState } from './room-state.ts';

export type SpeakingParts = {
  tenantSettings: Pick<TenantSettingsDesk, 'read'>;
  mannerOf: MannerOf;
  narrator: Narrator;
  bank: Pick<Bank, 'questions'>;
  wording: Wording;
  log: Log;
};

export type Speaking = {
  /**
   * Says to everybody in the channel that the bot listens, also where questions are only written. A question waits
   * until that has been said.
   */
  announce(text: string): Promise<void>;
  /** Speaks the open question. Says nothing when that is not wanted or not allowed, or when there is no voice. */
  ask(): Promise<void>;
  /** Says something else about the open question, under the same conditions. */
  say(text: string): Promise<void>;
  /** Somebody talks: the bot stops speaking. True if it spoke. */
  hush(): boolean;
  /** What is heard of the bot now. */
  played: PlayedSound;
};

/** A pause between two sentences may take this long to make; the player would end after a tenth of a second. */
const mostMissedFrames = 1_500;

export function createSpeaking(
  options: SpeakingParts & {
    state: RoomState;
    connection: VoiceConnection;
    /** The room's steady clock. */
    clock: () => number;
    signal: AbortSignal;
  },
): Speaking {
  const { state, connection, tenantSettings, mannerOf, narrator, bank, wording, log, clock, signal } =
    options;
  const player = createAudioPlayer({ behaviors: { maxMissedFrames: mostMissedFrames } });
  const failed = (error: unknown) => {
    if (!isCoachError(error, 'model_unavailable'))
      log.warn({ fault: discordErrorFacts(error) }, 'Speaking a question failed');
  };
  player.on('error', failed);
  const subscription = connection.subscribe(player);
  const played = createPlayedSound(clock);
  /** What is being said now; a new text ends the one before. */
  let current: AbortController | null = null;

  let announced: Promise<void> = Promise.resolve();

  async function mannerHere(isNotice: boolean): Promise<Manner | null> {
    const { place, style, ownerUserId, language } = state.session;
    const { speakQuestions } = await tenantSettings.read(place.tenant);
    if (!(speakQuestions || isNotice) || !subscription || !maySpeak(state.channel) || !narrator.isAble())
      return null;
    return { ...(await mannerOf(place.tenant, style === 'solo' ? ownerUserId : null)), language };
  }
  async function speak(
    text: string,
    { isCommon, isNotice = false }: { isCommon: boolean; isNotice?: boolean },
  ): Promise<Manner | null> {
    hush();
    const saying = new AbortController();
    current = saying;
    try {
      const manner = await mannerHere(isNotice);
      if (!manner || saying.signal.aborted) return null;
      if (connection.joinConfig.selfMute) connection.rejoin({ ...connection.joinConfig, selfMute: false });
      const until = AbortSignal.any([signal, saying.signal]);
      const sound = narrator.speak(text, { ...manner, isCommon, signal: until });
      // The first sentence is there before the player starts: it would send silence until then.
      const first = await sound.next();
      if (first.done || until.aborted) return manner;
      const frames = framesOf(first.value, sound, played);
      const stream = Readable.from(frames, { objectMode: false, highWaterMark: frameBytes * 5 });
      stream.on('error', (error) => {
        if (!until.aborted) failed(error);
      });
      until.addEventListener('abort', () => stream.destroy(), { once: true });
      const resource = createAudioResource(stream, { inputType: StreamType.Raw });
      played.begin(() => resource.playbackDuration);
      player.play(resource);
      return manner;
    } catch (error) {
      if (!saying.signal.aborted && !signal.aborted) failed(error);
      return null;
    }
  }
  function hush(): boolean {
    current?.abort();
    current = null;
    played.end();
    if (player.state.status === AudioPlayerStatus.Idle) return false;
    return player.stop();
  }
  player.on(AudioPlayerStatus.Idle, () => played.end());

  return {
    played,
    async announce(text) {
      announced = (async () => {
        const manner = await speak(text, { isCommon: true, isNotice: true });
        if (manner && player.state.status !== AudioPlayerStatus.Idle)
          await once(player, AudioPlayerStatus.Idle, { signal });
      })().catch(() => undefined);
      await announced;
    },
    async ask() {
      await announced;
      const { turn } = state.session;
      if (!turn) return;
      const { text, ...options } = spokenQuestion(wording, turn);
      const manner = await speak(text, options);
      if (manner) void narrator.prepare(comingTexts(turn, bank), manner, signal);
    },
    async say(text) {
      const { turn } = state.session;
      await speak(text, { isCommon: turn !== null && spokenQuestion(wording, turn).isCommon });
    },
    hush,
  };
}

const preparedAhead = 8;

/** What may be asked next: questions like this one, which nobody has to wait for once they were made. */
function comingTexts({ question }: Turn, bank: Pick<Bank, 'questions'>): string[] {
  return bank
    .questions({ domain: question.domain, level: question.level })
    .filter(({ id }) => id !== question.id)
    .slice(0, preparedAhead)
    .map(({ text }) => text);
}

/** Whether the bot may be heard there. */
export function maySpeak(channel: VoiceBasedChannel): boolean {
  const me: GuildMember | null = channel.guild.members.me;
  return me !== null && channel.permissionsFor(me).has(PermissionFlagsBits.Speak);
}

/** 20 ms at 48 kHz. */
const frameSamples = 960;
const frameBytes = frameSamples * 4;

/** What the player takes: 16-bit stereo at 48 kHz, in pieces of 20 ms. */
async function* framesOf(
  first: Int16Array,
  others: AsyncIterable<Int16Array>,
  played: PlayedSound,
): AsyncGenerator<Buffer> {
  yield* stereo(first, played);
  for await (const sound of others) yield* stereo(sound, played);
}

function* stereo(sound: Int16Array, played: PlayedSound): Generator<Buffer> {
  for (let from = 0; from < sound.length; from += frameSamples) {
    const bytes = Buffer.alloc(frameBytes);
    const frame = sound.subarray(from, from + frameSamples);
    for (const [index, sample] of frame.entries()) {
      bytes.writeInt16LE(sample, index * 4);
      bytes.writeInt16LE(sample, index * 4 + 2);
    }
    played.push(frame);
    yield bytes;
  }
}
