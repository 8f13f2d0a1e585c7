/** Says so when nothing is heard for a while, with the likely cause. */
import type { Wording } from '../../../wording/wording.ts';
import type { VoiceCapture } from '../capture/capture-voices.ts';
import { mayAnswer, type RoomState } from './room-state.ts';
import type { RoomTalk } from './room-talk.ts';
import type { VoiceTimings } from './timings.ts';

export function watchQuiet(options: {
  state: RoomState;
  capture: VoiceCapture;
  talk: RoomTalk;
  timings: Pick<VoiceTimings, 'unheardMs'>;
  clock: () => number;
  wording: Wording;
}): { reset(): void; stop(): void } {
  const { state, capture, talk, clock, wording } = options;
  const { unheardMs } = options.timings;
  let sinceMs = clock();
  let said = false;
  const timer = setInterval(look, Math.min(5_000, unheardMs / 4));

  function look(): void {
    const { session, heard, listeningSinceMs } = state;
    const isAwaited = heard.size === 0 || [...heard].some((userId) => mayAnswer(state, userId));
    if (said || listeningSinceMs === null || session.turn === null || !isAwaited) return;
    const lastMs = Math.max(sinceMs, listeningSinceMs, capture.lastPacketMs() ?? sinceMs);
    if (clock() - lastMs < unheardMs) return;
    said = true;
    const cause = wording.say(`voice.quiet.${likelyCause()}`);
    const seconds = Math.round(unheardMs / 1000);
    void talk.say(wording.say('voice.quiet.title'), wording.say('voice.quiet', { seconds, cause }));
  }
  function likelyCause() {
    const { guild } = state.channel;
    if (guild.members.me?.voice.serverDeaf) return 'deafened';
    if (state.heard.size === 0) return 'nobody-agreed';
    const isMuted = (userId: string) => {
      const place = guild.voiceStates.cache.get(userId);
      return place?.selfMute === true || place?.serverMute === true || place?.suppress === true;
    };
    if ([...state.heard].every(isMuted)) return 'muted';
    // DAVE, Discord's end-to-end encryption: without agreed keys no frame can be decrypted.
    return capture.resubscriptions() > 3 ? 'keys' : 'settings';
  }
  return {
    reset() {
      sinceMs = clock();
      said = false;
    },
    stop: () => clearInterval(timer),
  };
}
