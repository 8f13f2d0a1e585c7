/** Speaks questions with the voice that is there, sentence by sentence, and makes those of the bank ahead. */
import { createSerialQueue } from '../../async/serial-queue.ts';
import type { Log } from '../../log.ts';
import type { ModelSlot, Speaker } from '../../models/ports.ts';
import { pronounce } from './pronounce.ts';
import { sentencesToSay } from './sentences-to-say.ts';
import type { SpokenCache } from './spoken-cache.ts';

/** How something is said; null is the default. */
export type Manner = {
  voice: string | null;
  /** Percent of the voice's usual pace. */
  ratePercent: number | null;
  /** Two-letter code; null and `auto` are English. */
  language: string | null;
};

export type Narrator = {
  /** Whether there is a voice; it may still be loading. */
  isAble(): boolean;
  /** The voices that can be chosen; empty where only the speaker itself knows. */
  voices(): readonly string[];
  /**
   * The text as 16-bit mono at 48 kHz, a sentence at a time. `isCommon`: others will hear the same words, so their sound
   * may be kept on disk; what is about a person never is. Throws `model_unavailable` when there is no voice.
   */
  speak(
    text: string,
    options: Manner & { isCommon: boolean; signal?: AbortSignal },
  ): AsyncGenerator<Int16Array, void>;
  /** Makes common texts ahead, one at a time, and gives way to everything that is spoken now. Returns when done. */
  prepare(texts: readonly string[], manner: Manner, signal: AbortSignal): Promise<void>;
};

/** A text longer than this is read by the person, not to them. */
const longestText = 1_500;

export function createNarrator({
  speaker,
  cache,
  log,
}: {
  speaker: Pick<ModelSlot<Speaker>, 'status' | 'current' | 'use'>;
  cache: SpokenCache;
  log: Log;
}): Narrator {
  const preparing = createSerialQueue();
  /** How many texts are being spoken now. */
  let speaking = 0;
  let silent = Promise.withResolvers<void>();

  const languageOf = ({ language }: Manner) => (language === null || language === 'auto' ? 'en' : language);
  const piecesOf = (text: string, manner: Manner): string[] => {
    const language = languageOf(manner);
    return sentencesToSay(pronounce(text.slice(0, longestText), language), language);
  };
  const keyOf = (piece: string, { voice, ratePercent, ...manner }: Manner) =>
    JSON.stringify([
      speaker.current()?.name ?? null,
      voice,
      ratePercent ?? 100,
      languageOf({ voice, ratePercent, ...manner }),
      piece,
    ]);

  async function make(piece: string, manner: Manner, signal: AbortSignal | undefined): Promise<Int16Array> {
    const rate = (manner.ratePercent ?? 100) / 100;
    const language = languageOf(manner);
    return await speaker.use((model) => model.say(piece, { voice: manner.voice, rate, language, signal }));
  }
  async function makeOrRead(piece: string, manner: Manner, isCommon: boolean, signal?: AbortSignal) {
    if (!isCommon) return await make(piece, manner, signal);
    const key = keyOf(piece, manner);
    const kept = await cache.read(key);
    if (kept) return kept;
    const sound = await make(piece, manner, signal);
    await cache.write(keyOf(piece, manner), sound).catch((error: unknown) => {
      log.warn({ err: error }, 'The sound of a question could not be kept');
    });
    return sound;
  }

  return {
    isAble: () => ['ready', 'loading'].includes(speaker.status().state),
    voices: () => speaker.current()?.voices ?? [],
    async *speak(text, { isCommon, signal, ...manner }) {
      if (speaking++ === 0) silent = Promise.withResolvers();
      try {
        const pieces = piecesOf(text, manner);
        const start = (index: number) => {
          const piece = pieces[index];
          const made = piece === undefined ? null : makeOrRead(piece, manner, isCommon, signal);
          made?.catch(() => undefined);
          return made;
        };
        // The next sentence is made while this one is heard.
        let coming = start(0);
        for (let index = 0; coming; index++) {
          const sound: Int16Array = await coming;
          coming = start(index + 1);
          signal?.throwIfAborted();
          yield sound;
        }
      } finally {
        if (--speaking === 0) silent.resolve();
      }
    },
    async prepare(texts, manner, signal) {
      await preparing.run(async () => {
        for (const piece of texts.flatMap((text) => piecesOf(text, manner))) {
          if (speaking > 0) await silent.promise;
          if (signal.aborted || speaker.status().state !== 'ready') return;
          if (await cache.has(keyOf(piece, manner))) continue;
          await makeOrRead(piece, manner, true, signal).catch(() => undefined);
        }
      });
    },
  };
}
