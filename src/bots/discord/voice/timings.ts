/** How long the voice room waits, and how often it looks. Tests shorten these. */
export type VoiceTimings = {
  /** Silence that ends an answer. */
  silenceMs: number;
  /** Added to that while the last sentence is open. */
  openSentenceMs: number;
  /** Silence is shown as a countdown after this. */
  countdownAfterMs: number;
  /** How often silence is looked at. */
  lookEveryMs: number;
  /** At most one reading of the text of an answer in this time. */
  readEveryMs: number;
  /** How often sound is taken out of the jitter buffers. */
  takeEveryMs: number;
  /** A voice stream that has broken twice within a second is opened again after this. */
  resubscribeMs: number;
  /** How long joining a voice channel may take, and each try to rejoin it. */
  joinMs: number;
  /** After close code 4014: how long Discord has to say that somebody moved the bot or took it out. */
  movedMs: number;
  /** How often it is looked whether the gateway is back, which a rejoin goes through. */
  gatewayLookMs: number;
  /** The backoff between tries to rejoin. */
  rejoinFirstMs: number;
  rejoinLongestMs: number;
  /** A voice connection that is away for longer than this pauses the interview. */
  outageMs: number;
  /** The backoff between tries to store what was said. */
  storeFirstMs: number;
  storeLongestMs: number;
  /** Nobody heard for this long is said. */
  unheardMs: number;
  /** How long a microphone test listens. */
  micTestMs: number;
  /** How long a local voice may take to speak a question. */
  speakMs: number;
};

export const usualVoiceTimings: VoiceTimings = {
  silenceMs: 2_500,
  openSentenceMs: 1_500,
  countdownAfterMs: 1_000,
  lookEveryMs: 200,
  readEveryMs: 500,
  takeEveryMs: 100,
  resubscribeMs: 60,
  joinMs: 15_000,
  movedMs: 3_000,
  gatewayLookMs: 250,
  rejoinFirstMs: 1_000,
  rejoinLongestMs: 8_000,
  outageMs: 2_000,
  storeFirstMs: 400,
  storeLongestMs: 3_200,
  unheardMs: 60_000,
  micTestMs: 8_000,
  speakMs: 10_000,
};
