import { z } from 'zod';
import { createSerialQueue } from '../../async/serial-queue.ts';
import { type Pcm, sampleRate } from '../ports.ts';
import { languageCode } from './languages.ts';
import type { RecogniseOptions, Recogniser } from './recogniser.ts';
import { wavOf } from './wav.ts';
import { openWhisperServer, type WhisperServerOptions } from './whisper-server.ts';
import { joinTokens } from './word-times.ts';

const answer = z.object({
  detected_language: z.string().nullish(),
  detected_language_probability: z.number().nullish(),
  segments: z.array(
    z.object({
      text: z.string(),
      avg_logprob: z.number().nullish(),
      words: z.array(z.object({ word: z.string(), probability: z.number().optional() })).default([]),
    }),
  ),
});

/**
 * The encoder's context in steps of 20 ms. With flash attention whisper.cpp 1.9 pads keys and values to a
 * multiple of 256 and reads the padding without a mask, so leftovers of an earlier call change what is heard.
 * So we only use whole multiples, and never the full 1500. We do not use sampling either: the random numbers
 * for beam search and temperature continue from call to call. The server's silence score is not used: it
 * comes from an earlier call.
 */
const contextStep = 256;
const longestContext = 5 * contextStep;
const stepsPerSecond = 50;
/** Silence needed after the last word; with less, the last words are repeated: 1.3 s. */
const silentSteps = 64;
const defaultLanguage = 'en';
/** A language other than English must be this likely: synthetic English was taken for Latin. */
const leastLanguageProbability = 0.6;

/** Recognises with whisper.cpp's server, which keeps one model warm in its own process. */
export async function openWhisperCpp(
  name: string,
  { isMultilingual, ...options }: WhisperServerOptions & { isMultilingual: boolean },
): Promise<Recogniser> {
  const server = await openWhisperServer(options);
  const inTurn = createSerialQueue();

  async function ask(pcm: Pcm, fields: Record<string, string>, signal: AbortSignal | undefined) {
    const form = new FormData();
    form.set('file', new Blob([wavOf(pcm)], { type: 'audio/wav' }), 'speech.wav');
    for (const [field, content] of Object.entries(fields)) form.set(field, content);
    return answer.parse(await inTurn.run(() => server.infer(form, signal), signal));
  }

  return {
    name,
    async recognise(pcm, options) {
      const { signal } = options;
      const isDetecting = options.language === 'auto' && isMultilingual;
      const language = options.language === 'auto' ? defaultLanguage : options.language;
      // The server detects the language after decoding. If told to detect first, it decodes in the context of
      // the previous call.
      let said = await ask(pcm, fieldsFor(pcm, { ...options, language }, isDetecting), signal);
      let spoken = language;
      const { detected_language: detected, detected_language_probability: chance } = said;
      if (isDetecting && detected && (chance ?? 0) >= leastLanguageProbability) {
        spoken = languageCode(detected);
        if (spoken !== language) {
          const again = { ...options, prompt: '', language: spoken };
          said = await ask(pcm, fieldsFor(pcm, again, false), signal);
        }
      }
      return {
        language: spoken,
        heard: said.segments.map((segment) => ({
          text: segment.text.trim(),
          words: joinTokens(segment.words),
          ...(typeof segment.avg_logprob === 'number' && { averageLogProbability: segment.avg_logprob }),
        })),
      };
    },
    close: () => server.close(),
  };
}

const fieldsFor = (
  pcm: Pcm,
  { language, prompt }: RecogniseOptions,
  isDetecting: boolean,
): Record<string, string> => ({
  response_format: 'verbose_json',
  // Language probabilities take a second run of the encoder.
  no_language_probabilities: String(!isDetecting),
  language,
  prompt,
  audio_ctx: String(audioContext(pcm.length / sampleRate)),
  // With timestamps and a prompt, it ends early without saying so.
  no_timestamps: 'true',
  temperature: '0',
  temperature_inc: '0',
  best_of: '1',
  beam_size: '1',
  // The server cuts its segments after 60 characters, in the middle of words, unless told a length.
  max_len: '100000',
});

/** Only as much context as the sound needs: the encoder's time grows with it. */
export function audioContext(seconds: number): number {
  const steps = Math.ceil(seconds * stepsPerSecond) + silentSteps;
  return Math.min(longestContext, Math.ceil(steps / contextStep) * contextStep);
}
