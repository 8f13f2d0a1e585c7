import { z } from 'zod';
import { createSerialQueue } from '../../async/serial-queue.ts';
import { sampleRate } from '../ports.ts';
import { languageCode } from './languages.ts';
import type { Recogniser } from './recogniser.ts';
import { wavOf } from './wav.ts';
import { openWhisperServer, type WhisperServerOptions } from './whisper-server.ts';
import { joinTokens } from './word-times.ts';

const answer = z.object({
  language: z.string().default('en'),
  segments: z.array(
    z.object({
      text: z.string(),
      avg_logprob: z.number().nullish(),
      no_speech_prob: z.number().nullish(),
      words: z
        .array(
          z.object({
            word: z.string(),
            start: z.number().optional(),
            end: z.number().optional(),
            probability: z.number().optional(),
          }),
        )
        .default([]),
    }),
  ),
});

/** Whisper hears 30 s in 1500 steps of 20 ms. */
const fullContext = 1_500;
const stepsPerSecond = 50;
const againTemperature = 0.3;

/** Recognises with whisper.cpp's server, which keeps one model warm in a process of its own. */
export async function openWhisperCpp(name: string, options: WhisperServerOptions): Promise<Recogniser> {
  const server = await openWhisperServer(options);
  const inTurn = createSerialQueue();
  return {
    name,
    async recognise(pcm, { language, prompt, attempt, signal }) {
      const form = new FormData();
      form.set('file', new Blob([wavOf(pcm)], { type: 'audio/wav' }), 'speech.wav');
      const fields = {
        response_format: 'verbose_json',
        // Without this the encoder runs a second time, only to say how likely each language is.
        no_language_probabilities: 'true',
        language,
        prompt,
        audio_ctx: String(attempt === 'first' ? audioContext(pcm.length / sampleRate) : 0),
        temperature: String(attempt === 'first' ? 0 : againTemperature),
        temperature_inc: '0',
        best_of: '1',
        beam_size: '1',
        // The server cuts its segments after 60 characters, in the middle of words, unless told a length.
        max_len: '100000',
      };
      for (const [field, content] of Object.entries(fields)) form.set(field, content);
      const { segments, language: spoken } = answer.parse(
        await inTurn.run(() => server.infer(form, signal), signal),
      );
      return {
        language: language === 'auto' ? languageCode(spoken) : language,
        heard: segments.map((segment) => ({
          text: segment.text.trim(),
          words: joinTokens(segment.words),
          ...(typeof segment.avg_logprob === 'number' && { averageLogProbability: segment.avg_logprob }),
          ...(typeof segment.no_speech_prob === 'number' && { noSpeechProbability: segment.no_speech_prob }),
        })),
      };
    },
    close: () => server.close(),
  };
}

/** As much context as the sound needs: the encoder's time grows with it. A margin of 2.5 s, in steps of 64. */
export function audioContext(seconds: number): number {
  const steps = Math.ceil(seconds * stepsPerSecond) + 128;
  return Math.min(fullContext, Math.ceil(steps / 64) * 64);
}
