/**
 * What people have heard of the bot's own voice lately. A microphone that picks it up from the loudspeakers sends it
 * back later and fainter, but with the same rise and fall of loudness; somebody who talks has their own.
 */
export type PlayedSound = {
  /** The bot starts to speak; `positionMs` tells how much of it has been played. */
  begin(positionMs: () => number): void;
  /** 20 ms that will be played next, in order. */
  push(frame: Int16Array): void;
  /** The bot is silent. */
  end(): void;
  isPlaying(): boolean;
  /** How long the bot has been silent; infinite if it never spoke. */
  silentForMs(): number;
  /**
   * Whether loudness (root mean square of each 20 ms), heard from `startMs` on, is the bot's own voice. False for less
   * than 300 ms, from which nothing can be told.
   */
  isEcho(loudness: readonly number[], startMs: number): boolean;
};

const frameMs = 20;
/** Between 0 and this, an echo comes back: the way to the loudspeakers, the room, the way from the microphone. */
const longestEchoMs = 800;
/** Frames of 20 ms from which an echo can be told from somebody else. */
export const enoughToTell = 15;
/**
 * Correlation of the logarithms of loudness from which two sounds count as the same: short ones are alike by chance,
 * and an answer that is dropped by mistake is worse than an echo that is heard.
 */
const sameFrom = (frames: number): number => 0.7 + 1 / Math.sqrt(frames);
/** The loudness of a minute. */
const mostFrames = 3_000;

export function createPlayedSound(clock: () => number): PlayedSound {
  /** When each 20 ms was played, and its loudness. */
  let heard: { atMs: number; loudness: number }[] = [];
  let startMs: number | null = null;
  let count = 0;
  let endedMs = Number.NEGATIVE_INFINITY;

  function end(positionMs: number): void {
    if (startMs === null) return;
    const lastMs = startMs + positionMs;
    heard = heard.filter(({ atMs }) => atMs <= lastMs);
    startMs = null;
    endedMs = clock();
  }
  let position = () => 0;
  return {
    begin(positionMs) {
      startMs = clock();
      position = positionMs;
      count = 0;
    },
    push(frame) {
      let sum = 0;
      for (const sample of frame) sum += sample * sample;
      const atMs = (startMs ?? clock()) + count * frameMs;
      heard.push({ atMs, loudness: Math.sqrt(sum / Math.max(1, frame.length)) / 32_768 });
      count++;
      if (heard.length > mostFrames) heard.splice(0, heard.length - mostFrames);
    },
    end: () => end(position()),
    isPlaying: () => startMs !== null,
    silentForMs: () => (startMs === null ? clock() - endedMs : 0),
    isEcho(loudness, fromMs) {
      if (loudness.length < enoughToTell) return false;
      for (let delayMs = 0; delayMs <= longestEchoMs; delayMs += frameMs) {
        const first = fromMs - delayMs;
        const index = heard.findIndex(({ atMs }) => atMs > first - frameMs);
        if (index === -1) continue;
        const there = heard.slice(index, index + loudness.length).map((frame) => frame.loudness);
        // Most of what was heard must have been played then.
        if (there.length < loudness.length * 0.8) continue;
        if (correlation(loudness.slice(0, there.length), there) >= sameFrom(there.length)) return true;
      }
      return false;
    },
  };
}

const logarithm = (value: number) => Math.log10(Math.max(value, 1e-4));

/** Pearson's correlation of the logarithms. */
function correlation(one: readonly number[], other: readonly number[]): number {
  const mean = (values: readonly number[]) =>
    values.reduce((sum, value) => sum + logarithm(value), 0) / values.length;
  const [meanOne, meanOther] = [mean(one), mean(other)];
  let product = 0;
  let squareOne = 0;
  let squareOther = 0;
  for (const [index, value] of one.entries()) {
    const a = logarithm(value) - meanOne;
    const b = logarithm(other[index] ?? 0) - meanOther;
    product += a * b;
    squareOne += a * a;
    squareOther += b * b;
  }
  return squareOne === 0 || squareOther === 0 ? 0 : product / Math.sqrt(squareOne * squareOther);
}
