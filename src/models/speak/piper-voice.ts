/** The description of a Piper voice, the `.onnx.json` beside its graph. */
import { z } from 'zod';

export const piperVoice = z.object({
  audio: z.object({ sample_rate: z.int().positive() }),
  espeak: z.object({ voice: z.string() }),
  inference: z
    .object({ noise_scale: z.number(), length_scale: z.number(), noise_w: z.number() })
    .default({ noise_scale: 0.667, length_scale: 1, noise_w: 0.8 }),
  phoneme_id_map: z.record(z.string(), z.array(z.int())),
  num_speakers: z.int().default(1),
  language: z.object({ code: z.string() }).optional(),
});
export type PiperVoice = z.infer<typeof piperVoice>;

/** `en`: what a voice speaks. */
export const languageOf = ({ language, espeak }: PiperVoice): string =>
  (language?.code ?? espeak.voice).slice(0, 2).toLowerCase();

/**
 * The numbers that a voice is given for phonemes: a start, each phoneme followed by a blank, an end. Signs that the
 * voice does not know are left out.
 */
export function idsOf(phonemes: string, { phoneme_id_map: map }: PiperVoice): number[] {
  const blank = map._ ?? [];
  const known = [...phonemes.normalize('NFD')].flatMap((sign) => {
    const ids = map[sign];
    return ids ? [...ids, ...blank] : [];
  });
  return [...(map['^'] ?? []), ...blank, ...known, ...(map.$ ?? [])];
}
