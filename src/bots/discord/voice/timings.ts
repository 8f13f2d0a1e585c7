/** How long the voice room waits, and how often it looks. Tests shorten these. */
export type VoiceTimings = {
  /** The silence that ends an answer which is over by its words and by its sound. */
  silenceMs: number;
  /** Added to that when only its words say so, or it is short. */
  unsureMs: number;
  /** Added to the silence while the last sentence is open. */
  openSentenceMs: number;
  /** Added to both while it ends in "um". */
  fillerMs: number;
  /** Added to the silence after "let me think". */
  thinkingMs: number;
  /** The silence that ends an answer after "that's it". */
  saidDoneMs: number;
  /** After this much silence, the countdown is shown. */
  countdownAfterMs: number;
  /** How often silence is checked. */
  lookEveryMs: number;
  /** The shortest time between two readings of an answer's text. */
  readEveryMs: number;
  /** How often sound is taken from the jitter buffers. */
  takeEveryMs: number;
  /** A voice stream that has broken twice within a second is reopened after this delay. */
  resubscribeMs: number;
  /** How long joining a voice channel, and each try to rejoin it, may take. */
  joinMs: number;
  /** After close code 4014: how long Discord has to say whether somebody moved or removed the bot. */
  movedMs: number;
  /** How often to check whether the gateway is back, which a rejoin needs. */
  gatewayLookMs: number;
  /** The backoff between tries to rejoin. */
  rejoinFirstMs: number;
  rejoinLongestMs: number;
  /** After those, and until a listening mark is gone: the backoff between later tries, and how many there are. */
  returnFirstMs: number;
  returnLongestMs: number;
  returnTries: number;
  /** A voice connection that is lost for longer than this pauses the interview. */
  outageMs: number;
  /** The backoff between tries to store what was said. */
  storeFirstMs: number;
  storeLongestMs: number;
  /** When nobody has been heard for this long, the bot says so. */
  unheardMs: number;
  /** Somebody who studies and has been silent for this long, with nothing finished, is offered a hint. */
  stuckMs: number;
  /** The shortest time between two hints. */
  hintEveryMs: number;
  /** How long a microphone test listens at most: it ends once somebody has said something. */
  micTestMs: number;
};

export const usualVoiceTimings: VoiceTimings = {
  silenceMs: 1_700,
  unsureMs: 2_600,
  openSentenceMs: 3_600,
  fillerMs: 1_500,
  thinkingMs: 20_000,
  saidDoneMs: 700,
  countdownAfterMs: 1_000,
  lookEveryMs: 100,
  readEveryMs: 150,
  takeEveryMs: 100,
  resubscribeMs: 60,
  joinMs: 15_000,
  movedMs: 3_000,
  gatewayLookMs: 250,
  rejoinFirstMs: 1_000,
  rejoinLongestMs: 8_000,
  returnFirstMs: 15_000,
  returnLongestMs: 120_000,
  returnTries: 10,
  outageMs: 2_000,
  storeFirstMs: 400,
  storeLongestMs: 3_200,
  unheardMs: 60_000,
  stuckMs: 30_000,
  hintEveryMs: 60_000,
  micTestMs: 8_000,
};
