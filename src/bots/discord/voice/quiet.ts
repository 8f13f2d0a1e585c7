/** Says so when nothing is heard for a while, with the likely cause. */
import type { VoiceBasedChannel } from 'discord.js';
import type { VoiceCapture } from '../capture/capture-voices.ts';
import type { Desk } from '../desk.ts';
import type { Answering } from './answering.ts';

export function watchQuiet(options: {
  desk: Desk;
  clock: () => number;
  listening: VoiceCapture;
  answering: Answering;
  channel: () => VoiceBasedChannel;
  heard: () => string[];
  say(title: string, text: string): void;
}): { reset(): void; stop(): void } {
  const { desk, clock, listening, answering, heard } = options;
  const { unheardMs } = desk.timings;
  let sinceMs = clock();
  let said = false;
  const timer = setInterval(look, Math.min(5_000, unheardMs / 4));

  function look(): void {
    const waiting = heard().filter(answering.accepts);
    const turn = answering.turn();
    const expected = turn !== null && (waiting.length > 0 || heard().length === 0);
    if (said || !expected) return;
    const lastMs = Math.max(sinceMs, listening.lastPacketMs() ?? sinceMs);
    if (clock() - lastMs < unheardMs) return;
    said = true;
    options.say(
      'I hear nobody',
      `No sound has come for ${Math.round(unheardMs / 1000)} seconds. ${likelyCause()}`,
    );
  }
  function likelyCause(): string {
    const channel = options.channel();
    if (channel.guild.members.me?.voice.serverDeaf)
      return 'I am deafened in this server: right-click me and take “Server Deafen” off.';
    if (heard().length === 0) return 'Nobody here has agreed to be heard yet: press Agree above.';
    const muted = heard().filter((userId) => {
      const state = channel.guild.voiceStates.cache.get(userId);
      return state?.selfMute || state?.serverMute || state?.suppress;
    });
    if (muted.length === heard().length) return 'Your microphone is muted in Discord.';
    if (listening.resubscriptions() > 3)
      return 'The encryption of the call does not settle: leave the channel and join again.';
    return 'Check that Discord uses the right microphone, that its input sensitivity lets you through, and that push-to-talk is held.';
  }
  return {
    reset() {
      sinceMs = clock();
      said = false;
    },
    stop: () => clearInterval(timer),
  };
}
